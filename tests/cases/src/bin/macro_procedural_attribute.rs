//! An attribute that puts an access before a function's body.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[macros::with_note] //~ AG101
fn unguarded(agent: &Agent) -> u32 {
    1
}

#[macros::with_note] //~ guarded
fn guarded(agent: &Agent) -> u32 {
    1
}

fn main() {
    let agent = Agent::new();
    unguarded(&agent);
    let Ok(_consent) = agent.ask() else { return };
    guarded(&agent);
}
