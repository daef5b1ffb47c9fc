//! What consent is asked for. A purpose is a type, so that the compiler keeps consent to one purpose from being
//! used for another.

use std::time::Duration;

/// A purpose for which people can give consent. Derive it on a unit struct; the doc comment is what people are shown.
///
/// ```
/// use agent_guard::Purpose;
/// use std::time::Duration;
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall", expires_after = "365 days", renew_before = "30 days")]
/// pub struct Recall;
///
/// assert_eq!(Recall::ID, "memory.recall");
/// assert_eq!(Recall::DESCRIPTION, "Recall what you told me earlier.");
/// assert_eq!(Recall::EXPIRES_AFTER, Some(Duration::from_secs(365 * 24 * 60 * 60)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a purpose",
    label = "not a purpose",
    note = "declare one: `#[derive(agent_guard::Purpose)] #[purpose(id = \"memory.recall\")] struct Recall;` with a doc comment for people to read"
)]
pub trait Purpose: 'static {
    /// The stable name under which consent is recorded: lowercase words joined by dots. Two purposes with the same
    /// id are the same purpose to a ledger.
    const ID: &'static str;
    /// What people are told that they consent to.
    const DESCRIPTION: &'static str;
    /// How long consent to it holds at most. A grant may say less: the earlier end counts. `None`: until it is withdrawn.
    const EXPIRES_AFTER: Option<Duration> = None;
    /// How long before the end people are to be asked anew: see [`Consent::is_due_for_renewal`](crate::Consent::is_due_for_renewal).
    const RENEW_BEFORE: Duration = Duration::ZERO;
}

/// A [`Purpose`] as a value: what a gate is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PurposeInfo {
    /// [`Purpose::ID`].
    pub id: &'static str,
    /// [`Purpose::DESCRIPTION`].
    pub description: &'static str,
    /// [`Purpose::EXPIRES_AFTER`].
    pub expires_after: Option<Duration>,
}

impl PurposeInfo {
    /// What `P` says of itself.
    #[must_use]
    pub const fn of<P: Purpose>() -> Self {
        Self { id: P::ID, description: P::DESCRIPTION, expires_after: P::EXPIRES_AFTER }
    }
}
