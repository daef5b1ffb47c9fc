//! A function as a value: whoever gets it may call it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn load(agent: &Agent) -> bool {
    agent.notes.get("colour").is_ok() //~ AG101
}

fn load_with(agent: &Agent, consent: &Consent<Recall>) -> bool {
    agent.notes.get("colour").is_ok() //~ guarded
}

fn call(agent: &Agent, work: fn(&Agent) -> bool) {
    work(agent);
}

fn main() {
    let agent = Agent::new();
    call(&agent, load);
    let work: fn(&Agent, &Consent<Recall>) -> bool = load_with;
    if let Ok(consent) = agent.ask() {
        work(&agent, &consent);
    }
}
