//! `main` itself is a root.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn main() {
    let agent = Agent::new();
    let _ = agent.notes.get("colour"); //~ AG101
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return };
    let _ = agent.notes.get("colour"); //~ guarded
}
