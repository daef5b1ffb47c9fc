//! Parameters that may be without a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn optional(agent: &Agent, consent: Option<Consent<Recall>>) {
    let _ = agent.notes.get("colour"); //~ AG101
}

fn optional_reference(agent: &Agent, consent: Option<&Consent<Recall>>) {
    let _ = agent.notes.get("colour"); //~ AG101
}

fn result(agent: &Agent, consent: Result<Consent<Recall>, String>) {
    let _ = agent.notes.get("colour"); //~ AG101
}

fn list(agent: &Agent, consents: Vec<Consent<Recall>>) {
    let _ = agent.notes.get("colour"); //~ AG101
}

fn looked_at(agent: &Agent, consent: Option<&Consent<Recall>>) -> Option<()> {
    consent?;
    let _ = agent.notes.get("colour"); //~ guarded
    Some(())
}

fn main() {
    let agent = Agent::new();
    optional(&agent, None);
    optional_reference(&agent, None);
    result(&agent, Err(String::new()));
    list(&agent, Vec::new());
    let _ = looked_at(&agent, None);
}
