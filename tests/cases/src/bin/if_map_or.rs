//! `map_or` with an answer for what is not there: the other answer comes of a token.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

fn mapped(agent: &Agent) -> Outcome {
    let consent = agent.ask().ok();
    if consent.as_ref().map_or(false, |c| c.subject() == &agent.user) {
        agent.notes.get("colour")?; //~ guarded
    }
    if consent.as_ref().map_or(true, |c| c.subject() == &agent.user) {
        agent.notes.get("colour")?; //~ AG101
    }
    if consent.as_ref().is_some_and(|c| c.subject() == &agent.user) && agent.is_verbose {
        agent.notes.get("colour")?; //~ guarded
    }
    if consent.as_ref().is_none_or(|c| c.subject() != &agent.user) {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = mapped(&agent);
}
