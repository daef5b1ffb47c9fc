//! A `match` that makes a value.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let note = match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) => agent.notes.get("colour")?, //~ guarded
        Err(_) => None,
    };
    let _other = match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) => None,
        Err(_) => agent.notes.get("colour")?, //~ AG101
    };
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
