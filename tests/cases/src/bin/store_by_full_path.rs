//! The store's functions by their paths, as methods of the type.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    sled::Tree::get(&agent.notes, "colour")?; //~ AG101
    let read = sled::Tree::get::<&str>; //~ AG101 @value: it is named here
    read(&agent.notes, "colour")?; //~ AG101 @value: and called here
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    <sled::Tree>::get(&agent.notes, "colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
