//! A store's function handed to somebody else.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn each<'a>(keys: &[&'a str], agent: &Agent, read: fn(&sled::Tree, &'a str) -> sled::Result<Option<sled::IVec>>) {
    for key in keys {
        let _ = read(&agent.notes, key);
    }
}

fn main() {
    let agent = Agent::new();
    each(&["colour"], &agent, sled::Tree::get); //~ AG101
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return };
    each(&["colour"], &agent, sled::Tree::get); //~ guarded
}
