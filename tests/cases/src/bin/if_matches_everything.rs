//! Patterns that every answer fits.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if matches!(answer, Ok(_) | Err(_)) {
        agent.notes.get("colour")?; //~ AG101
    }
    let nested: Result<Option<Consent<Recall>>, String> = Ok(answer.ok());
    if nested.is_ok() {
        agent.notes.get("colour")?; //~ AG101: what is inside may be nothing
    }
    if matches!(nested, Ok(Some(_))) {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
