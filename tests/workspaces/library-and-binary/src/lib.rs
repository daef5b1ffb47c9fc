//! The library: some of its functions are called by the program, the others are there for anybody.

use agent_guard::{Consent, Purpose};
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// The program calls it, with a token.
pub fn used_with_consent(notes: &Tree) -> bool {
    notes.get("colour").is_ok() //~ guarded
}

/// The program calls it, without.
pub fn used_without(notes: &Tree) -> bool {
    notes.get("colour").is_ok() //~ AG101
}

/// Nobody calls it yet; whoever does need not ask.
pub fn unused(notes: &Tree) -> bool {
    helper(notes) && notes.insert("colour", "blue").is_ok() //~ AG102
}

fn helper(notes: &Tree) -> bool {
    notes.get("city").is_ok() //~ AG101
}

/// Nobody calls it yet; whoever does must have asked.
pub fn unused_with_token(notes: &Tree, _: &Consent<Recall>) -> bool {
    notes.get("colour").is_ok() //~ guarded
}
