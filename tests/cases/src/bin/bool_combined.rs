//! Predicates joined by operators that do not short-circuit, and by branches.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if answer.is_ok() | agent.is_verbose {
        agent.notes.get("colour")?; //~ AG101
    }
    let is_allowed = if agent.is_verbose { answer.is_ok() } else { true };
    if is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    let is_denied = answer.is_err();
    if !is_denied {
        agent.notes.get("colour")?; //~ guarded
    }
    if is_denied {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
