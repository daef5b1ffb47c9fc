//! After a `match` whose denied arm leaves, the token is held.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) => {}
        Err(denied) => return Err(denied.into()),
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
