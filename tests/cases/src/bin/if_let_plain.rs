//! `if let` and its `else`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101
    }
    if let Err(_denied) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
        agent.notes.get("colour")?; //~ AG101
    } else {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
