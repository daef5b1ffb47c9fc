//! `#[agent_guard::allow]` covers its function, and the rule that it names.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[agent_guard::allow(AG101, reason = "the notes are the shop's own")]
fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ allowed
    agent.notes.insert("colour", "blue")?; //~ AG102
    Ok(())
}

#[agent_guard::allow(AG101, reason = "the notes are the shop's own", expires = "2999-12-31")]
fn load_for_now(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ allowed
    Ok(())
}

fn load_without(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (load(&agent), load_for_now(&agent), load_without(&agent));
}
