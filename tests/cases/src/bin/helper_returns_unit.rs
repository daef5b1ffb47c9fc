//! A helper that asks and returns nothing proves nothing by its type: it should return the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn ask(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    ask(agent)?;
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
