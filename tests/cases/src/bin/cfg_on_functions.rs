//! One of two functions of the same name.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[cfg(feature = "careful")]
fn load(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

#[cfg(not(feature = "careful"))]
fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?;
    Ok(())
}

#[cfg(not(feature = "hasty"))]
fn store(agent: &Agent) -> Outcome {
    agent.notes.insert("colour", "blue")?; //~ AG102
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = load(&agent);
    let _ = store(&agent);
}
