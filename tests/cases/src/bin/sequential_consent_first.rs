//! Consent comes first, so every access after it is guarded; erasing needs none.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    agent.notes.remove("colour")?; //~ erase
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    agent.notes.insert("colour", "blue")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
