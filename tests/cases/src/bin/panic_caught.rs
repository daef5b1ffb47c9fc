//! A panic that is caught lets control go on without the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        Consent::<Recall>::require(&agent.ledger, &agent.user).unwrap();
        let _ = agent.notes.get("colour"); //~ guarded
    }));
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
