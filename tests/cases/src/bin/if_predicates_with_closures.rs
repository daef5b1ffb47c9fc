//! Predicates that look at the value: true only where there is one.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::SystemTime;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let is_fresh = |consent: &Consent<Recall>| consent.obtained_at() <= SystemTime::now();
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if answer.as_ref().is_ok_and(is_fresh) {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101
    }
    if answer.as_ref().is_err_and(|denied| denied.denial().is_some()) {
        agent.notes.get("colour")?; //~ AG101
    }
    let token = answer.ok();
    if token.as_ref().is_some_and(is_fresh) {
        agent.notes.get("colour")?; //~ guarded
    }
    if token.as_ref().is_none_or(is_fresh) {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
