//! Two functions that call each other, entered by the one that asks.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn question(agent: &Agent, depth: u32) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    if depth > 0 { answer(agent, depth - 1) } else { Ok(()) }
}

fn answer(agent: &Agent, depth: u32) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    question(agent, depth)
}

fn run(agent: &Agent) -> Outcome {
    answer(agent, 3)
}

fn main() {
    let _ = run(&Agent::new());
}
