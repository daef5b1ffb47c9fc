//! The test is the wrong way round: whoever has agreed leaves.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok() {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
