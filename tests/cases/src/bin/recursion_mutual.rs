//! Two functions that call each other; one of them asks.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn question(agent: &Agent, depth: u32) -> Outcome {
    agent.notes.get("colour")?; //~ AG101: the first call comes from `run`, without consent
    if depth > 0 { answer(agent, depth - 1) } else { Ok(()) }
}

fn answer(agent: &Agent, depth: u32) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.insert("colour", "blue")?; //~ guarded
    question(agent, depth)
}

fn run(agent: &Agent) -> Outcome {
    question(agent, 3)
}

fn main() {
    let _ = run(&Agent::new());
}
