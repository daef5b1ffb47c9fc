//! Consent that comes after an access does not reach back.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
