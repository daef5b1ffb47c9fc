//! A chain holds the token only where all of it is true.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if agent.is_verbose
        && let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user)
    {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101
    }
    if let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user)
        && agent.is_verbose
    {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101: the `else` of a chain is reached with the token and without
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
