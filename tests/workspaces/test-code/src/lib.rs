//! A library with tests of its own.

use agent_guard::{Consent, ConsentDenied, ConsentGate, Purpose, SubjectId};
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Asks any gate.
///
/// # Errors
/// If it denies.
pub fn load(notes: &Tree, gate: &impl ConsentGate) -> Result<bool, ConsentDenied> {
    Consent::<Recall>::require(gate, &SubjectId::new("ada"))?;
    Ok(notes.get("colour").is_ok()) //~ guarded
}

#[cfg(test)]
mod tests {
    use super::*;
    use agent_guard::testing::AllowAll;

    #[test]
    fn loads() {
        assert!(load(&Tree::default(), &AllowAll).is_ok());
    }

    #[test]
    fn looks_into_the_store() {
        let notes = Tree::default();
        let _ = notes.get("colour"); //~ AG101
    }
}
