//! Conditions within conditions.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if agent.is_verbose {
        if let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
            if agent.is_verbose {
                agent.notes.get("colour")?; //~ guarded
            }
            agent.notes.get("colour")?; //~ guarded
        }
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
