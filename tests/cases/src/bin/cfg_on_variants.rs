//! A variant that is not compiled has no discriminant: those after it count from another number. The feature `hasty` is off.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

enum Permission {
    #[cfg(feature = "hasty")]
    Trial,
    Given(Consent<Recall>),
    Anonymous,
}

enum Standing {
    #[cfg_attr(feature = "hasty", cfg(feature = "hasty"))]
    Anonymous,
    Given(Consent<Recall>),
    Refused,
}

fn read(agent: &Agent, permission: &Permission) -> Outcome {
    match permission {
        Permission::Anonymous => {
            agent.notes.get("colour")?; //~ AG101
        }
        _ => {}
    }
    let Permission::Given(_consent) = permission else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn read_standing(agent: &Agent, standing: &Standing) -> Outcome {
    match standing {
        Standing::Refused => {
            agent.notes.get("colour")?; //~ AG101
        }
        Standing::Given(_consent) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Standing::Anonymous => {}
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, &Permission::Anonymous);
    let _ = read_standing(&agent, &Standing::Refused);
    if let (Ok(one), Ok(other)) = (agent.ask(), agent.ask()) {
        let _ = read(&agent, &Permission::Given(one));
        let _ = read_standing(&agent, &Standing::Given(other));
    }
}
