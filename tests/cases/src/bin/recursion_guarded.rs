//! A function that calls itself, first called with a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn walk(agent: &Agent, depth: u32) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    if depth > 0 {
        walk(agent, depth - 1)?;
    }
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    walk(agent, 3)
}

fn main() {
    let _ = run(&Agent::new());
}
