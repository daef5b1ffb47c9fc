//! The way back, for an answer that arrives in pieces. A piece may end anywhere, also within a placeholder and within a character.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use memchr::memmem;

use super::placeholder::{self, Look};
use super::session::Values;

/// Puts values back into a stream of text.
///
/// What has come is given out at once, but for what may be the beginning of a placeholder; that is never more than 50 bytes.
///
/// ```
/// use agent_guard::Redactor;
///
/// let mut session = Redactor::new().session();
/// let _ = session.redact("I am ada@example.org");
/// let mut restorer = session.restorer();
/// let mut shown = String::new();
/// for piece in ["Hello ⟨EM", "AIL_", "1⟩!"] {
///     shown += &restorer.push(piece);
/// }
/// shown += &restorer.finish();
/// assert_eq!(shown, "Hello ada@example.org!");
/// ```
pub struct Restorer {
    values: Arc<Values>,
    /// What has come and may be the beginning of a placeholder.
    held: Vec<u8>,
    /// How a value is written into the text.
    escape: fn(&str) -> Cow<'_, str>,
}

impl Restorer {
    pub(super) fn new(values: Arc<Values>) -> Self {
        Self { values, held: Vec::new(), escape: |value| Cow::Borrowed(value) }
    }

    /// The same for a text that is JSON and has its placeholders within strings: quotes and line ends of a value are escaped there.
    #[cfg(feature = "_redact-http")]
    pub(super) fn within_json(self) -> Self {
        let escape = |value: &str| {
            let quoted = serde_json::Value::from(value).to_string();
            Cow::Owned(quoted[1..quoted.len() - 1].to_owned())
        };
        Self { escape, ..self }
    }

    /// Takes the next piece, and gives what can be said by now.
    #[must_use = "what it returns is the next piece of the restored text"]
    pub fn push(&mut self, piece: &str) -> String {
        let restored = self.push_bytes(piece.as_bytes());
        into_string(restored)
    }

    /// As [`push`](Self::push), for pieces that may end within a character.
    #[must_use = "what it returns is the next piece of the restored text"]
    pub fn push_bytes(&mut self, piece: &[u8]) -> Vec<u8> {
        let joined;
        let mut rest = if self.held.is_empty() {
            piece
        } else {
            self.held.extend_from_slice(piece);
            joined = std::mem::take(&mut self.held);
            &joined
        };
        let mut restored = Vec::with_capacity(rest.len());
        while let Some(open) = find_open(rest) {
            restored.extend_from_slice(&rest[..open]);
            rest = &rest[open..];
            match placeholder::look_at(rest) {
                Look::Unfinished => {
                    self.held = rest.to_vec();
                    return restored;
                }
                Look::Placeholder(length) => {
                    let (placeholder, after) = rest.split_at(length);
                    let value = std::str::from_utf8(placeholder).ok().and_then(|placeholder| self.values.get(placeholder));
                    match value {
                        Some(value) => restored.extend_from_slice((self.escape)(value).as_bytes()),
                        None => restored.extend_from_slice(placeholder),
                    }
                    rest = after;
                }
                Look::No => {
                    restored.push(rest[0]);
                    rest = &rest[1..];
                }
            }
        }
        restored.extend_from_slice(rest);
        restored
    }

    /// Ends the stream: what was held back is no placeholder after all, and is given out.
    #[must_use = "what it returns is the last piece of the restored text"]
    pub fn finish(&mut self) -> String {
        into_string(self.finish_bytes())
    }

    /// As [`finish`](Self::finish), for a stream that may have ended within a character.
    #[must_use = "what it returns is the last piece of the restored text"]
    pub fn finish_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }
}

impl fmt::Debug for Restorer {
    /// Shows nothing of the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restorer").finish_non_exhaustive()
    }
}

/// Where the opening bracket is, whole or, at the end, begun.
fn find_open(bytes: &[u8]) -> Option<usize> {
    let open = placeholder::OPEN.as_bytes();
    memmem::find(bytes, open).or_else(|| {
        let begun = (1..open.len()).rev().find(|length| bytes.ends_with(&open[..*length]))?;
        Some(bytes.len() - begun)
    })
}

/// Text in, text out. Only if whole strings and parts of characters were pushed in turn can there be anything else; that is shown as
/// what it is rather than lost.
fn into_string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
