//! A function that calls itself after it has asked; the first read comes before that.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn walk(agent: &Agent, depth: u32) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.insert("colour", "blue")?; //~ guarded
    if depth > 0 {
        walk(agent, depth - 1)?;
    }
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    walk(agent, 3)
}

fn main() {
    let _ = run(&Agent::new());
}
