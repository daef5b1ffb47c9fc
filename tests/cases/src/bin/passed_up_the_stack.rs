//! The caller holds the token; the helper takes none. Its access is its callers' to guard, and all of them do.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn answer(agent: &Agent) -> Outcome {
    load(agent)
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    answer(agent)
}

fn greet(agent: &Agent) -> Outcome {
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return Ok(()) };
    load(agent)
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), greet(&agent));
}
