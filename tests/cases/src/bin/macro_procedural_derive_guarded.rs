//! The same, called with consent only.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use macros::Load;
use support::{Agent, Outcome, Recall};

#[derive(Load)] //~ guarded
struct Memory {
    agent: Agent,
}

fn main() {
    let memory = Memory { agent: Agent::new() };
    let Ok(_consent) = memory.agent.ask() else { return };
    memory.load();
}
