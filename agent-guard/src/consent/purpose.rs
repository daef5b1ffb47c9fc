//! What consent is asked for. A purpose is a type, so that the compiler keeps consent to one purpose from being
//! used for another.

/// A purpose for which people can give consent. Derive it on a unit struct; the doc comment is what people are shown.
///
/// ```
/// use agent_guard::Purpose;
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// pub struct Recall;
///
/// assert_eq!(Recall::ID, "memory.recall");
/// assert_eq!(Recall::DESCRIPTION, "Recall what you told me earlier.");
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
}

/// A [`Purpose`] as a value: what a gate is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PurposeInfo {
    /// [`Purpose::ID`].
    pub id: &'static str,
    /// [`Purpose::DESCRIPTION`].
    pub description: &'static str,
}

impl PurposeInfo {
    /// The id and description of `P`.
    #[must_use]
    pub const fn of<P: Purpose>() -> Self {
        Self { id: P::ID, description: P::DESCRIPTION }
    }
}
