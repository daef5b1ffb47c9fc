//! `.ok()` silences the compiler's `must_use`, and nothing else.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user).ok(); //~ AG105
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
