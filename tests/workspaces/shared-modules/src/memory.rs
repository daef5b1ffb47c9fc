//! Compiled twice, reported once.

use agent_guard::{Consent, Purpose};
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Public in the library, and called without consent in the program: one access, one finding.
pub fn unguarded(notes: &Tree) -> bool {
    notes.get("colour").is_ok() //~ AG101
}

/// Proven by its signature in both.
pub fn guarded(notes: &Tree, _: &Consent<Recall>) -> bool {
    notes.get("colour").is_ok() //~ guarded
}
