//! A tuple of an answer and something else.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match (Consent::<Recall>::require(&agent.ledger, &agent.user), agent.is_verbose) {
        (Ok(_consent), true) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Err(_), _) => {
            agent.notes.get("colour")?; //~ AG101
        }
        (_, false) => {
            agent.notes.get("colour")?; //~ guarded: only `Ok` is left
        }
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
