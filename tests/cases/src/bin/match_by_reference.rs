//! Matching on a reference moves nothing and proves as much.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    match &answer {
        Ok(_consent) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Err(_denied) => {}
    }
    if let Ok(_consent) = answer.as_ref() {
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
