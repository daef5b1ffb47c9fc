//! rustc prints the type of the local module as it prints the real one. Whatever the tool makes of that, it must not call it clean.
#![allow(unused)]

mod agent_guard {
    pub struct Consent<P>(pub P);
}

use sled::Tree;

struct Recall;

fn load(notes: &Tree, _: &crate::agent_guard::Consent<Recall>) -> bool {
    notes.get("colour").is_ok()
}

fn main() {
    load(&Tree::default(), &crate::agent_guard::Consent(Recall));
}
