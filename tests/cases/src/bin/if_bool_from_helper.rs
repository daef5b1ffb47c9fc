//! A `bool` that another function computed proves nothing: it should return the token instead.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn may_recall(agent: &Agent) -> bool {
    Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok()
}

fn run(agent: &Agent) -> Outcome {
    if may_recall(agent) {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
