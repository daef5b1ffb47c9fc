//! Somebody looked at the answer, so it is not discarded; but the access comes all the same.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if let Err(denied) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
        eprintln!("not agreed: {denied}");
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
