//! Consent in a loop's body holds in the rest of the body, and not after a loop that may not run.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    for key in ["colour", "city"] {
        agent.notes.get(key)?; //~ AG101: the first time round nobody has been asked
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get(key)?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
