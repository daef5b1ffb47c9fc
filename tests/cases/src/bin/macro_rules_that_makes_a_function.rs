//! A macro by example that makes a function: it is a function like any other.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

macro_rules! caller {
    ($name:ident) => {
        fn $name(agent: &Agent, work: impl FnOnce(&Agent) -> bool) -> bool {
            work(agent)
        }
    };
}

caller!(read);

fn main() {
    let agent = Agent::new();
    read(&agent, |agent| agent.notes.get("colour").is_ok()); //~ AG101
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return };
    read(&agent, |agent| agent.notes.get("colour").is_ok()); //~ guarded
}
