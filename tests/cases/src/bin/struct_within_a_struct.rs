//! A token two structs deep, in a generic one, and in an `Arc`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

struct Permit {
    consent: Consent<Recall>,
}

struct Session<T> {
    permit: Permit,
    data: T,
}

fn nested(agent: &Agent, session: &Session<String>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn shared(agent: &Agent, permit: Arc<Permit>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn optional(agent: &Agent, permit: Option<Permit>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = optional(&agent, None);
    let (Ok(first), Ok(second)) = (agent.ask(), agent.ask()) else { return };
    let session = Session { permit: Permit { consent: first }, data: String::new() };
    let _ = nested(&agent, &session);
    let _ = shared(&agent, Arc::new(Permit { consent: second }));
}
