//! The discriminants are not in the order in which one reads them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

enum Permission {
    Unknown = 7,
    Refused = 3,
}

enum Held {
    Nothing,
    Token(Consent<Recall>),
}

fn read(agent: &Agent, permission: Permission, held: Held) -> Outcome {
    match permission {
        Permission::Unknown => {
            agent.notes.get("colour")?; //~ AG101
        }
        Permission::Refused => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    match held {
        Held::Token(_) if agent.is_verbose => {
            agent.notes.get("colour")?; //~ guarded
        }
        Held::Token(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Held::Nothing => {}
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, Permission::Unknown, Held::Nothing);
    let _ = read(&agent, Permission::Refused, agent.ask().map_or(Held::Nothing, Held::Token));
}
