//! A function that asks and passes the token to the closure it was given.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn with_consent(agent: &Agent, work: impl FnOnce(&Consent<Recall>)) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    work(&consent);
    Ok(())
}

fn with_answer(agent: &Agent, work: impl FnOnce(Option<Consent<Recall>>)) {
    work(Consent::<Recall>::require(&agent.ledger, &agent.user).ok());
}

fn main() {
    let agent = Agent::new();
    let _ = with_consent(&agent, |_consent| {
        let _ = agent.notes.get("colour"); //~ guarded
    });
    with_answer(&agent, |_consent| {
        let _ = agent.notes.get("colour"); //~ AG101
    });
}
