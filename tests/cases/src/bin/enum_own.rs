//! An enum of one's own: the variant that carries the token proves it, also without naming it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

enum Permission {
    Granted(Consent<Recall>),
    Anonymous,
}

fn read(agent: &Agent, permission: &Permission) -> Outcome {
    match permission {
        Permission::Granted(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Permission::Anonymous => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    if let Permission::Granted(..) = permission {
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, &Permission::Anonymous);
    if let Ok(consent) = agent.ask() {
        let _ = read(&agent, &Permission::Granted(consent));
    }
}
