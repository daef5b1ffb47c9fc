//! An answer inside an option: both layers must be right.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = agent.is_verbose.then(|| Consent::<Recall>::require(&agent.ledger, &agent.user));
    match &answer {
        Some(Ok(_)) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Some(Err(_)) => {
            agent.notes.get("colour")?; //~ AG101
        }
        None => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    if let Some(_) = &answer {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
