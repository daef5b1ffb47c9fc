//! `while let` holds the token in its body.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    while let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101: the loop ends when there is no consent
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
