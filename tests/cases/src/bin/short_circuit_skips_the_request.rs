//! A request on the right side of an operator may never be made.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _ = agent.is_verbose && Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok();
    agent.notes.get("colour")?; //~ AG101
    if agent.is_verbose || Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    if agent.is_verbose && Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
