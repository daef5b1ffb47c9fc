//! A module of this crate that is named like a store, with a type named like the store's: it is none.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

mod sled {
    pub struct Tree;

    impl Tree {
        pub fn get(&self, key: &str) -> Option<u32> {
            None
        }
    }
}

fn run(agent: &Agent) -> Outcome {
    // rustc prints this call and the store's alike, so it counts as one: unknown is never clean.
    crate::sled::Tree.get("colour"); //~ AG101
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
