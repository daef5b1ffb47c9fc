//! The part of a tuple that was looked at is not the part that would be the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let pair = (Consent::<Recall>::require(&agent.ledger, &agent.user).ok(), agent.is_verbose.then_some(1));
    if pair.1.is_some() {
        agent.notes.get("colour")?; //~ AG101
    }
    match &pair {
        (None, Some(_)) => {
            agent.notes.get("colour")?; //~ AG101
        }
        (Some(_), None) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Some(_), Some(_)) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (None, None) => {}
    }
    if pair.0.is_some() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
