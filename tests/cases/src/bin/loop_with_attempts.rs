//! A loop that gives up after some attempts ends without a token too.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let mut attempts = 0;
    loop {
        if Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok() {
            break;
        }
        attempts += 1;
        if attempts == 3 {
            break;
        }
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
