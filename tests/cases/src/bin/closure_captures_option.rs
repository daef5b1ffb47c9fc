//! A closure with an optional token among its captures.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn reader(agent: &Agent, consent: Option<Consent<Recall>>) -> impl Fn() -> bool {
    move || {
        if consent.is_some() {
            return agent.notes.get("colour").is_ok(); //~ guarded
        }
        agent.notes.insert("colour", "blue").is_ok() //~ AG102
    }
}

fn main() {
    let agent = Agent::new();
    let read = reader(&agent, None);
    read();
}
