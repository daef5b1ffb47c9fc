//! A token that is obtained on first use and kept.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::OnceLock;
use support::{Agent, Outcome, Recall};

static TOKEN: OnceLock<Consent<Recall>> = OnceLock::new();

fn run(agent: &Agent) -> Outcome {
    let Some(_consent) = TOKEN.get() else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn unchecked(agent: &Agent) -> Outcome {
    let _maybe = TOKEN.get();
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn initialised(agent: &Agent) -> Outcome {
    let _consent = TOKEN.get_or_init(|| agent.ask().unwrap());
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), unchecked(&agent), initialised(&agent));
}
