//! A conversation: which value has which placeholder. It is the only place where the values are kept, and it wipes them.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use zeroize::Zeroize;

use super::restore::Restorer;
use super::scan::{Found, What};
use super::{Redactor, placeholder};

/// The placeholders of one conversation.
///
/// The same value has the same placeholder throughout, so that the model can tell two people apart without knowing either. What was
/// replaced is kept in memory until the session is dropped, and is then overwritten.
///
/// ```
/// use agent_guard::Redactor;
///
/// let redactor = Redactor::new();
/// let mut session = redactor.session();
/// let sent = session.redact("Write to ada@example.org and to bob@example.org. Ask ada@example.org first.");
/// assert_eq!(sent, "Write to ⟨EMAIL_1⟩ and to ⟨EMAIL_2⟩. Ask ⟨EMAIL_1⟩ first.");
///
/// let answer = "I have asked ⟨EMAIL_1⟩.";
/// assert_eq!(session.restore(answer), "I have asked ada@example.org.");
/// ```
// Intentionally absent: `Clone`, since a copy would have the values once more; `Serialize`, since they are what must not be stored.
pub struct Session {
    redactor: Redactor,
    // Shared with the restorers that are under way, so that they can outlive this.
    values: Arc<Values>,
}

impl Session {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self { redactor, values: Arc::default() }
    }

    /// The text with placeholders for everything that was found.
    ///
    /// What looks like a placeholder already gets one itself, so that [`restore`](Self::restore) gives back exactly this text.
    #[must_use]
    pub fn redact(&mut self, text: &str) -> String {
        let found = self.redactor.scan(text);
        self.replace(text, &found)
    }

    /// The text with each of its placeholders replaced by the value that it stands for. Placeholders that this session did not give
    /// out stay as they are.
    #[must_use]
    pub fn restore(&self, text: &str) -> String {
        let mut restorer = self.restorer();
        let mut restored = restorer.push(text);
        restored.push_str(&restorer.finish());
        restored
    }

    /// Restores an answer that comes in pieces, with the placeholders given out so far.
    #[must_use]
    pub fn restorer(&self) -> Restorer {
        Restorer::new(self.values.clone())
    }

    fn replace(&mut self, text: &str, found: &[Found]) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for Found { span, what } in found {
            redacted.push_str(&text[end..span.start]);
            let label = match what {
                What::Kind(kind) => kind.label(),
                What::Term(label) => label,
                What::Lookalike => "TEXT",
            };
            let values = Arc::make_mut(&mut self.values);
            redacted.push_str(values.placeholder_for(&text[span.clone()], label));
            end = span.end;
        }
        redacted.push_str(&text[end..]);
        redacted
    }
}

impl fmt::Debug for Session {
    /// Shows how many values there are, and none of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("values", &self.values.placeholders.len()).finish_non_exhaustive()
    }
}

/// Both ways between values and placeholders.
#[derive(Clone, Default)]
pub(super) struct Values {
    placeholders: HashMap<Value, String>,
    values: HashMap<String, Value>,
    /// How many placeholders there are with each label.
    counts: HashMap<String, usize>,
}

impl Values {
    /// What `placeholder` stands for, if it was given out.
    pub(super) fn get(&self, placeholder: &str) -> Option<&str> {
        self.values.get(placeholder).map(|value| value.0.as_str())
    }

    /// The value's placeholder: the one that it has, whatever it was found as before, or the label's next.
    fn placeholder_for(&mut self, value: &str, label: &str) -> &str {
        if !self.placeholders.contains_key(value) {
            let count = self.counts.entry(label.to_owned()).or_default();
            *count += 1;
            let placeholder = placeholder::write(label, *count);
            self.values.insert(placeholder.clone(), Value(value.to_owned()));
            self.placeholders.insert(Value(value.to_owned()), placeholder);
        }
        &self.placeholders[value]
    }
}

/// A value that is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Value(String);

impl Borrow<str> for Value {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
