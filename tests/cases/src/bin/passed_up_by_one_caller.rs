//! The same helper with one caller that does not ask.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    load(agent)
}

fn greet(agent: &Agent) -> Outcome {
    load(agent)
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), greet(&agent));
}
