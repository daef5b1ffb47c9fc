//! A closure that is called at once, as a `try` block is imitated; what comes after it always runs.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let outcome = (|| -> Outcome {
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    })();
    agent.notes.insert("colour", "blue")?; //~ AG102
    outcome
}

fn main() {
    let _ = run(&Agent::new());
}
