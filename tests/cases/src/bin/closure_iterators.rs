//! Closures that the iterators of the standard library call.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn unguarded(agent: &Agent) -> Vec<bool> {
    ["colour", "city"].iter().map(|key| agent.notes.get(key).is_ok()).collect() //~ AG101
}

fn guarded(agent: &Agent) -> Outcome<usize> {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let known = ["colour", "city"].iter().filter(|key| agent.notes.get(key).is_ok()).count(); //~ guarded
    Ok(known)
}

fn asked_for_each(agent: &Agent) {
    ["colour", "city"].iter().for_each(|key| {
        let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return };
        let _ = agent.notes.get(key); //~ guarded
    });
}

fn main() {
    let agent = Agent::new();
    unguarded(&agent);
    let _ = guarded(&agent);
    asked_for_each(&agent);
}
