//! `cfg!` is a condition: a request behind one that is false is never made.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if cfg!(feature = "hasty") {
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
