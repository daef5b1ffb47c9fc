//! A closure within a closure.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let outer = || {
        let inner = || agent.notes.get("colour").is_ok(); //~ AG101
        inner()
    };
    outer();
    let outer = || -> Outcome<bool> {
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        let inner = || agent.notes.get("colour").is_ok(); //~ guarded
        Ok(inner())
    };
    outer()?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
