//! A collection of tokens may be empty; an element of it is a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::collections::HashMap;
use support::{Agent, Outcome, Recall};

fn from_list(agent: &Agent, tokens: &[Consent<Recall>]) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    for _consent in tokens {
        agent.notes.get("colour")?; //~ guarded
    }
    let Some(_consent) = tokens.first() else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn from_map(agent: &Agent, tokens: &HashMap<String, Consent<Recall>>) -> Outcome {
    if let Some(_consent) = tokens.get("ada") {
        agent.notes.get("colour")?; //~ guarded
    }
    if tokens.contains_key("ada") {
        agent.notes.get("colour")?; //~ AG101: a `bool` proves nothing
    }
    let _consent = &tokens["ada"];
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = from_list(&agent, &[]);
    let _ = from_map(&agent, &HashMap::new());
}
