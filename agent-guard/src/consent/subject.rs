//! Whose data it is. An id is often a name or an address, so it is personal data itself and does not print.

use std::fmt;
use std::sync::Arc;

/// The person whose data is accessed. Cheap to clone.
///
/// `Debug` shows at most the first letter, so that an id in a log line or an error does not name anyone:
///
/// ```
/// use agent_guard::SubjectId;
///
/// let ada = SubjectId::new("ada@example.org");
/// assert_eq!(format!("{ada:?}"), "SubjectId(a…)");
/// assert_eq!(ada.as_str(), "ada@example.org"); // saying it aloud is a deliberate act
/// ```
///
/// There is no `Display` on purpose: `{}` in a log line would print it whole.
///
/// ```compile_fail,E0277
/// println!("{}", agent_guard::SubjectId::new("ada"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(Arc<str>);

/// Below this many characters even the first one would tell too much.
const SHORTEST_ID_OF_WHICH_A_LETTER_IS_SHOWN: usize = 4;

impl SubjectId {
    /// The subject with this id. Any text that names one person in your system will do.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(Arc::from(id.into()))
    }

    /// The id itself, for keys and queries. Do not log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_long = self.0.chars().count() >= SHORTEST_ID_OF_WHICH_A_LETTER_IS_SHOWN;
        match self.0.chars().next().filter(|_| is_long) {
            Some(first) => write!(f, "SubjectId({first}…)"),
            None => f.write_str("SubjectId(…)"),
        }
    }
}

impl From<String> for SubjectId {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl From<&str> for SubjectId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}
