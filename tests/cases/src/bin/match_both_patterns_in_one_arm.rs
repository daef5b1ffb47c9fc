//! An arm for both variants proves neither.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) | Err(_) if agent.is_verbose => {
            agent.notes.get("colour")?; //~ AG101
        }
        Ok(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Err(_) => {}
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
