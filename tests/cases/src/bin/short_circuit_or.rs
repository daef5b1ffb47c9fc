//! The right side of `||` runs where the left side was false.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    let _read = answer.is_err() || agent.notes.get("colour").is_ok(); //~ guarded
    let _read = answer.is_ok() || agent.notes.get("colour").is_ok(); //~ AG101
    if agent.is_verbose || answer.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    if answer.is_err() || agent.is_verbose {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
