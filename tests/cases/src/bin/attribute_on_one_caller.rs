//! The attribute on one caller of two.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::user_consent_required;
use support::{Agent, Outcome, Recall};

fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn store(agent: &Agent) -> Outcome {
    agent.notes.insert("colour", "blue")?; //~ guarded
    Ok(())
}

#[user_consent_required(Recall, gate = agent.ledger, subject = agent.user)]
fn asked(agent: &Agent) -> Outcome {
    load(agent)?;
    store(agent)
}

fn main() {
    let agent = Agent::new();
    let _ = asked(&agent);
    let _ = load(&agent);
}
