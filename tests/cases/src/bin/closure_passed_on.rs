//! A closure that is passed on begins with what is held where it is made.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn twice(work: impl Fn()) {
    work();
    work();
}

fn made_with_token(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    twice(|| {
        let _ = agent.notes.get("colour"); //~ guarded
    });
    Ok(())
}

fn made_without(agent: &Agent) {
    twice(|| {
        let _ = agent.notes.get("colour"); //~ AG101
    });
}

fn main() {
    let agent = Agent::new();
    let _ = made_with_token(&agent);
    made_without(&agent);
}
