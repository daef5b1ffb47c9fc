//! `is_ok` and `is_some` of values that hold no token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    let mood: Option<u32> = agent.is_verbose.then_some(1);
    let parsed = "1".parse::<u32>();
    if mood.is_some() {
        agent.notes.get("colour")?; //~ AG101
    }
    if parsed.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    answer?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
