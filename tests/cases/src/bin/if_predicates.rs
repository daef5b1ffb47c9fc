//! The standard predicates, negated and not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if answer.is_ok() {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101
    }
    if !answer.is_err() {
        agent.notes.get("colour")?; //~ guarded
    }
    if !answer.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    let token = answer.ok();
    if token.is_some() {
        agent.notes.get("colour")?; //~ guarded
    }
    if token.is_none() {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
