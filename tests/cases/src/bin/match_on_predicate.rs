//! A `match` on what a predicate says, and a predicate of a reference.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    match answer.is_ok() {
        true => {
            agent.notes.get("colour")?; //~ guarded
        }
        false => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    let reference = &answer;
    if reference.is_ok() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
