//! The attribute stands on a function that reads nothing. The one that reads is called by somebody else too.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::user_consent_required;
use support::{Agent, Outcome, Recall};

#[user_consent_required(Recall, gate = agent.ledger, subject = agent.user)]
fn greet(agent: &Agent) -> Outcome {
    println!("hello");
    Ok(())
}

fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    greet(agent)?;
    load(agent)
}

fn main() {
    let _ = run(&Agent::new());
}
