//! What follows `let Err(…) = … else` is the denied path.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let Err(_denied) = Consent::<Recall>::require(&agent.ledger, &agent.user) else {
        agent.notes.get("colour")?; //~ guarded
        return Ok(());
    };
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
