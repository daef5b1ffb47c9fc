//! Closures that the standard library calls: what they are given is what they hold.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user).map(|_consent| {
        agent.notes.get("colour") //~ guarded
    });
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user).and_then(|_| {
        let _ = agent.notes.get("colour"); //~ guarded
        Ok(())
    });
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user).or_else(|denied| {
        let _ = agent.notes.get("colour"); //~ AG101
        Err(denied)
    });
    answer?;
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user).is_ok_and(|_consent| {
        agent.notes.get("colour").is_ok() //~ guarded
    });
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
