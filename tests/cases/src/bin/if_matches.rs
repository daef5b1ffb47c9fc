//! `matches!` is a `match` like any other.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if matches!(answer, Ok(_)) {
        agent.notes.get("colour")?; //~ guarded
    }
    if matches!(answer, Err(_)) {
        agent.notes.get("colour")?; //~ AG101
    }
    if matches!(answer, Ok(_) if agent.is_verbose) {
        agent.notes.get("colour")?; //~ guarded
    }
    if !matches!(answer, Ok(_)) {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
