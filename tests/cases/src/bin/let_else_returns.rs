//! `let else` leaves where there is no token, whatever the pattern is.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn named(agent: &Agent) {
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return };
    let _ = agent.notes.get("colour"); //~ guarded
}

fn wildcard(agent: &Agent) {
    let Ok(_) = Consent::<Recall>::require(&agent.ledger, &agent.user) else {
        let _ = agent.notes.get("colour"); //~ AG101
        return;
    };
    let _ = agent.notes.get("colour"); //~ guarded
}

fn main() {
    let agent = Agent::new();
    named(&agent);
    wildcard(&agent);
}
