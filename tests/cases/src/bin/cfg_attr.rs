//! `#[cfg_attr]` with our attribute in it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::user_consent_required;
use support::{Agent, Outcome, Recall};

#[cfg_attr(feature = "careful", user_consent_required(Recall, gate = agent.ledger, subject = agent.user))]
fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

#[cfg_attr(feature = "hasty", user_consent_required(Recall, gate = agent.ledger, subject = agent.user))]
fn store(agent: &Agent) -> Outcome {
    agent.notes.insert("colour", "blue")?; //~ AG102
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (load(&agent), store(&agent));
}
