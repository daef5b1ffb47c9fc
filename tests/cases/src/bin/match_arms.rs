//! Each arm holds what its pattern proves.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_consent) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Err(_denied) => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
