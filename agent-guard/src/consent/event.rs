//! What a person said about a purpose, and how: the entries of a ledger.

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use super::{PurposeInfo, Receipt};

/// One entry of a person's history.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsentEvent {
    /// When it was recorded.
    pub at: SystemTime,
    /// What it is about.
    pub purpose: RecordedPurpose,
    /// What happened.
    pub kind: ConsentEventKind,
    /// How it was said, and what the person had been told.
    pub statement: Statement,
}

impl ConsentEvent {
    pub(super) fn new(at: SystemTime, purpose: RecordedPurpose, kind: ConsentEventKind, statement: Statement) -> Self {
        Self { at, purpose, kind, statement }
    }
}

/// A purpose as it was when consent was recorded; the program may have changed its description since.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RecordedPurpose {
    /// [`Purpose::ID`](crate::Purpose::ID).
    pub id: Cow<'static, str>,
    /// [`Purpose::DESCRIPTION`](crate::Purpose::DESCRIPTION), as the person was shown it.
    pub description: Cow<'static, str>,
}

impl RecordedPurpose {
    #[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
    pub(super) fn new(id: String, description: String) -> Self {
        Self { id: Cow::Owned(id), description: Cow::Owned(description) }
    }
}

impl From<PurposeInfo> for RecordedPurpose {
    fn from(purpose: PurposeInfo) -> Self {
        Self { id: Cow::Borrowed(purpose.id), description: Cow::Borrowed(purpose.description) }
    }
}

/// What a person decided, or what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsentEventKind {
    /// Yes. The receipt says until when.
    Granted(Receipt),
    /// Yes, once more. The receipt says until when.
    Renewed(Receipt),
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
    /// The time of a yes ran out, and the ledger took note of it. From then on no clock brings it back.
    Expired,
}

/// How a person said something, and what they had been told: the evidence that makes a record worth keeping.
///
/// ```
/// use agent_guard::{Evidence, Notice, Statement};
///
/// let said = Statement::new()
///     .under(Notice::version("2026-11").at("https://example.org/privacy").in_language("en"))
///     .evidenced_by(Evidence::text("typed `yes` in the chat"));
/// assert!(!format!("{said:?}").contains("typed")); // evidence is personal data and does not print
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    pub(super) expires_at: Option<SystemTime>,
    pub(super) notice: Option<Notice>,
    pub(super) evidence: Option<Evidence>,
    pub(super) is_explicit: bool,
}

impl Statement {
    /// A statement of which nothing further is recorded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// It holds until `time`, or until the purpose's own expiry if that is earlier. Of no effect on a refusal or a withdrawal.
    #[must_use]
    pub fn until(self, time: SystemTime) -> Self {
        Self { expires_at: Some(time), ..self }
    }

    /// What the person was shown when they were asked.
    #[must_use]
    pub fn under(self, notice: Notice) -> Self {
        Self { notice: Some(notice), ..self }
    }

    /// How the person said it.
    #[must_use]
    pub fn evidenced_by(self, evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// It was said in words of its own, as the law asks for data of special categories: not by going on with something else.
    #[must_use]
    pub fn explicit(self) -> Self {
        Self { is_explicit: true, ..self }
    }

    /// Until when the person said that it holds, if they did.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// What the person was shown.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// How the person said it.
    #[must_use]
    pub fn evidence(&self) -> Option<&Evidence> {
        self.evidence.as_ref()
    }

    /// Whether it was said explicitly.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        self.is_explicit
    }
}

/// The notice that a person was shown: which version, where it can be read again, in which language, and the hash of its text.
/// It is kept in plain and for good: it must not name the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    any(feature = "sqlite-ledger", feature = "postgres-ledger"),
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Notice {
    pub(super) version: String,
    #[cfg_attr(any(feature = "sqlite-ledger", feature = "postgres-ledger"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub(super) address: Option<String>,
    #[cfg_attr(any(feature = "sqlite-ledger", feature = "postgres-ledger"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub(super) language: Option<String>,
    #[cfg_attr(any(feature = "sqlite-ledger", feature = "postgres-ledger"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub(super) sha256: Option<String>,
}

impl Notice {
    /// The notice of this version, in whatever way you number them.
    #[must_use]
    pub fn version(version: impl Into<String>) -> Self {
        Self { version: version.into(), address: None, language: None, sha256: None }
    }

    /// Where its text can be read: a URI.
    #[must_use]
    pub fn at(self, address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..self }
    }

    /// The language it was shown in: two lowercase letters of ISO 639.
    #[must_use]
    pub fn in_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// SHA-256 of its text, in hexadecimal: what exactly was shown can be proven later.
    #[must_use]
    pub fn with_sha256(self, digest: impl Into<String>) -> Self {
        Self { sha256: Some(digest.into()), ..self }
    }

    /// The version, as it was given.
    #[must_use]
    pub fn version_shown(&self) -> &str {
        &self.version
    }
}

/// How a person gave consent, refused it or took it back. A ledger on disk keeps it encrypted under a key of this person's, so
/// that [`forget`](crate::Ledger::forget) makes it unreadable.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(
    any(feature = "sqlite-ledger", feature = "postgres-ledger"),
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Evidence {
    /// In words.
    Text(String),
    /// SHA-256 of something kept elsewhere, in hexadecimal.
    Sha256(String),
    /// The name of something kept elsewhere: a message, a form, a recording.
    Reference(String),
}

impl Evidence {
    /// Evidence in words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Evidence kept elsewhere, by name.
    #[must_use]
    pub fn reference(name: impl Into<String>) -> Self {
        Self::Reference(name.into())
    }
}

impl fmt::Debug for Evidence {
    /// Shows what kind of evidence it is, not what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Sha256(_) => "Sha256(…)",
            Self::Reference(_) => "Reference(…)",
        })
    }
}
