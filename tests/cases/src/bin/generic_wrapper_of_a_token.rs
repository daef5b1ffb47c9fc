//! A wrapper around any value: with a token in it, it is one; reading the field shows it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Granted<T>(T);

fn unwrapped(agent: &Agent, granted: &Granted<Consent<Recall>>) -> Outcome {
    let _consent = &granted.0;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn of_something_else(agent: &Agent, granted: &Granted<u32>) -> Outcome {
    let _number = &granted.0;
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = of_something_else(&agent, &Granted(1));
    if let Ok(consent) = agent.ask() {
        let _ = unwrapped(&agent, &Granted(consent));
    }
}
