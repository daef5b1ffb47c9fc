//! An enum each of whose variants carries a token: it cannot exist without one.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::Remember;
use support::{Agent, Outcome, Recall};

enum Permission {
    Recall(Consent<Recall>),
    Remember { consent: Consent<Remember> },
}

fn read(agent: &Agent, permission: &Permission) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn read_with_match(agent: &Agent, permission: &Permission) -> Outcome {
    match permission {
        Permission::Recall(_) => {}
        Permission::Remember { .. } => {}
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    if let Ok(consent) = agent.ask() {
        let permission = Permission::Recall(consent);
        let _ = (read(&agent, &permission), read_with_match(&agent, &permission));
    }
}
