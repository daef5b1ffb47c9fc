//! The token was obtained: dropping it does not take the consent back.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    drop(consent);
    agent.notes.get("colour")?; //~ guarded
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
