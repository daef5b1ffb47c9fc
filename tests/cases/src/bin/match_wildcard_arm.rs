//! `_` stands for the variants that are left.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Err(_) => {}
        _ => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) if agent.is_verbose => {
            agent.notes.get("colour")?; //~ guarded
        }
        _ => {
            agent.notes.get("colour")?; //~ AG101: also reached with a token that the guard turned away, and without any
        }
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
