//! A closure that is returned carries what was held where it was made.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn reader(agent: &Agent) -> impl Fn() -> bool {
    || agent.notes.get("colour").is_ok() //~ AG101
}

fn guarded_reader(agent: &Agent) -> Outcome<impl Fn() -> bool> {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(move || {
        let _consent = &consent;
        agent.notes.get("colour").is_ok() //~ guarded
    })
}

fn main() {
    let agent = Agent::new();
    let read = reader(&agent);
    read();
    if let Ok(read) = guarded_reader(&agent) {
        read();
    }
}
