//! Personal data out of free text and back in: [`Redactor`], the privacy proxy for prompts.
//!
//! What a person types to an agent is sent to a model that somebody else runs. [`Redactor`] finds what is personal in it and puts
//! placeholders there that mean nothing to others; the model's answer gets the values back. It looks for forms, check digits and the
//! words around, with no model and no network, and takes time linear in the text. What it finds and how surely is measured in
//! `docs/redaction.md`; a name in the midst of a sentence it does not find unless the application registers it.

mod checksum;
mod context;
mod detect;
#[cfg(feature = "_redact-http")]
pub mod http;
mod kind;
mod placeholder;
mod restore;
mod scan;
mod session;
mod shape;
mod terms;
mod text;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use kind::Kind;
pub use restore::Restorer;
pub use session::Session;
pub use terms::InvalidTerms;

use kind::Kinds;
use scan::{Found, What};
use terms::Terms;

/// Finds personal data in text, and replaces it.
///
/// ```
/// use agent_guard::Redactor;
///
/// let mut session = Redactor::new().session();
/// let sent = session.redact("我的电话是13812345678，邮箱zhang@example.cn");
/// assert_eq!(sent, "我的电话是⟨PHONE_1⟩，邮箱⟨EMAIL_1⟩");
/// assert_eq!(session.restore("好的，⟨EMAIL_1⟩"), "好的，zhang@example.cn");
/// ```
///
/// Cheap to clone and to share; what it has compiled is compiled once.
#[derive(Clone)]
pub struct Redactor {
    kinds: Kinds,
    terms: Option<Arc<Terms>>,
}

impl Redactor {
    /// Looks for every [`Kind`].
    #[must_use]
    pub fn new() -> Self {
        Self { kinds: Kinds::ALL, terms: None }
    }

    /// Chooses what to look for.
    #[must_use]
    pub fn builder() -> RedactorBuilder {
        RedactorBuilder { kinds: Kinds::ALL, terms: Vec::new() }
    }

    /// Begins a conversation in which what is replaced can be restored.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone())
    }

    /// The text with placeholders, for good: nothing is kept. For logs and reports.
    ///
    /// ```
    /// use agent_guard::Redactor;
    ///
    /// let line = Redactor::new().redact("login of ada@example.org from 203.0.113.7");
    /// assert_eq!(line, "login of ⟨EMAIL_1⟩ from ⟨IP_1⟩");
    /// ```
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        self.session().redact(text)
    }

    /// What is personal in the text, in order, no two overlapping.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Match> {
        let matched = |found: Found| match found.what {
            What::Kind(kind) => Some(Match { range: found.span, kind: Some(kind), label: Arc::from(kind.label()) }),
            What::Term(label) => Some(Match { range: found.span, kind: None, label }),
            What::Lookalike => None,
        };
        self.scan(text).into_iter().filter_map(matched).collect()
    }

    fn scan(&self, text: &str) -> Vec<Found> {
        scan::scan(text, self.kinds, self.terms.as_deref())
    }
}

impl Default for Redactor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Redactor {
    /// Shows the kinds, and whether there are terms, which may be people's names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| self.kinds.contains(*kind)).collect();
        f.debug_struct("Redactor").field("kinds", &kinds).field("has_terms", &self.terms.is_some()).finish()
    }
}

/// Something personal in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    range: Range<usize>,
    kind: Option<Kind>,
    label: Arc<str>,
}

impl Match {
    /// Where it is, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What it is; nothing if it is a registered term.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// The word in its placeholder: [`Kind::label`], or the one that the term was registered under.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// Chooses what a [`Redactor`] looks for. It begins with everything.
///
/// ```
/// use agent_guard::{Redactor, redact::Kind};
///
/// let redactor = Redactor::builder()
///     .without([Kind::IpAddress, Kind::MacAddress])
///     .terms("NAME", ["Ada Lovelace", "Ada"])
///     .build()?;
/// assert_eq!(redactor.redact("Ada is at 192.0.2.1"), "⟨NAME_1⟩ is at 192.0.2.1");
/// # Ok::<(), agent_guard::redact::InvalidTerms>(())
/// ```
#[derive(Clone)]
pub struct RedactorBuilder {
    kinds: Kinds,
    terms: Vec<(Arc<str>, String)>,
}

impl RedactorBuilder {
    /// Looks for these kinds alone, and for terms.
    #[must_use]
    pub fn only(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds = kinds.into_iter().fold(Kinds::NONE, Kinds::with);
        self
    }

    /// Does not look for these kinds.
    #[must_use]
    pub fn without(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds = kinds.into_iter().fold(self.kinds, Kinds::without);
        self
    }

    /// Looks for these terms, too, as whole words and in any case. They are replaced by `⟨LABEL_1⟩` and so on.
    ///
    /// They stay in memory as long as the redactor does.
    #[must_use]
    pub fn terms<T: Into<String>>(mut self, label: &str, terms: impl IntoIterator<Item = T>) -> Self {
        let label: Arc<str> = Arc::from(label);
        self.terms.extend(terms.into_iter().map(|term| (label.clone(), term.into())));
        self
    }

    /// The redactor.
    ///
    /// # Errors
    /// [`InvalidTerms`] if a label cannot be one, or a term is empty.
    pub fn build(self) -> Result<Redactor, InvalidTerms> {
        let terms = Terms::new(&self.terms)?;
        Ok(Redactor { kinds: self.kinds, terms: terms.map(Arc::new) })
    }
}

impl fmt::Debug for RedactorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactorBuilder").field("kinds", &self.kinds).field("terms", &self.terms.len()).finish()
    }
}
