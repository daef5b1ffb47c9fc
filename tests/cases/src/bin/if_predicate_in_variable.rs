//! A predicate's answer kept in a variable of the same body.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    let is_allowed = answer.is_ok();
    if is_allowed {
        agent.notes.get("colour")?; //~ guarded
    }
    if !is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
