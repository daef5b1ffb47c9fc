//! A macro by example that asks, and leaves on a denial.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

macro_rules! consent {
    ($agent:expr) => {
        match Consent::<Recall>::require(&$agent.ledger, &$agent.user) {
            Ok(consent) => consent,
            Err(denied) => return Err(denied.into()),
        }
    };
}

fn run(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    let _consent = consent!(agent);
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
