//! `_` in a `match` on an enum of one's own: what is left decides.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

enum Permission {
    Granted { consent: Consent<Recall>, note: String },
    Anonymous,
    Refused,
}

fn read(agent: &Agent, permission: &Permission) -> Outcome {
    match permission {
        Permission::Anonymous | Permission::Refused => {}
        _ => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    match permission {
        Permission::Anonymous => {}
        _ => {
            agent.notes.get("colour")?; //~ AG101: also reached when refused
        }
    }
    let Permission::Granted { .. } = permission else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, &Permission::Refused);
    let Ok(consent) = agent.ask() else { return };
    let _ = read(&agent, &Permission::Granted { consent, note: String::new() });
}
