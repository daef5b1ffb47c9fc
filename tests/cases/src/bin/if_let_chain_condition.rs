//! Conditions later in a chain run with the token of those before them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user)
        && let Ok(Some(_note)) = agent.notes.get("colour") //~ guarded
        && agent.is_verbose
    {
        agent.notes.insert("colour", "blue")?; //~ guarded
    }
    if let Ok(Some(_note)) = agent.notes.get("colour") //~ AG101
        && let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user)
    {
        agent.notes.insert("colour", "blue")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
