//! Consent before the block reaches what comes after it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let outcome = (|| -> Outcome {
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    })();
    agent.notes.insert("colour", "blue")?; //~ guarded
    outcome
}

fn main() {
    let _ = run(&Agent::new());
}
