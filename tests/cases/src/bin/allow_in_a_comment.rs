//! The same as a comment, on the line or alone above it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    // agent-guard: allow(AG101) the notes are the shop's own
    agent.notes.get("colour")?; //~ allowed
    agent.notes.get("colour")?; //~ AG101

    //~v allowed
    agent.notes.get("colour")?; // agent-guard: allow(AG101) the notes are the shop's own

    // agent-guard: allow(AG102) the notes are the shop's own, expires 2999-12-31
    agent.notes.insert("colour", "blue")?; //~ allowed
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
