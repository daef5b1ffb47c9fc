//! A slot that is filled in one branch.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let mut slot = None;
    if agent.is_verbose {
        slot = Some(Consent::<Recall>::require(&agent.ledger, &agent.user)?);
    }
    agent.notes.get("colour")?; //~ AG101
    if slot.is_some() {
        agent.notes.get("colour")?; //~ guarded
    }
    let Some(_consent) = slot else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
