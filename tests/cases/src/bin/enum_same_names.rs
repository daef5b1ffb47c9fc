//! Enums of one name in several modules, and beside one of another crate, each with its variants in an order of its own.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

mod first {
    use super::*;

    pub enum Permission {
        Anonymous,
        Given(Consent<Recall>),
    }
}

mod second {
    use super::*;

    pub enum Permission {
        Given(Consent<Recall>),
        Anonymous,
    }
}

/// Another one of this name, with three variants, is in the library.
enum Standing {
    Anonymous,
    Given(Consent<Recall>),
}

fn read_first(agent: &Agent, permission: &first::Permission) -> Outcome {
    match permission {
        first::Permission::Anonymous => {
            agent.notes.get("colour")?; //~ AG101
        }
        first::Permission::Given(_consent) => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    Ok(())
}

fn read_second(agent: &Agent, permission: &second::Permission) -> Outcome {
    match permission {
        second::Permission::Anonymous => {
            agent.notes.get("colour")?; //~ AG101
        }
        second::Permission::Given(_consent) => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    Ok(())
}

fn read_here(agent: &Agent, standing: &Standing) -> Outcome {
    let Standing::Anonymous = standing else {
        agent.notes.get("colour")?; //~ guarded
        return Ok(());
    };
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn read_elsewhere(agent: &Agent, standing: &public_types::Standing) -> Outcome {
    let public_types::Standing::Anonymous = standing else {
        agent.notes.get("colour")?; //~ AG101: given, or refused
        return Ok(());
    };
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read_first(&agent, &first::Permission::Anonymous);
    let _ = read_second(&agent, &second::Permission::Anonymous);
    let _ = read_here(&agent, &Standing::Anonymous);
    let _ = read_elsewhere(&agent, &public_types::Standing::Anonymous);
    if let (Ok(one), Ok(other), Ok(third)) = (agent.ask(), agent.ask(), agent.ask()) {
        let _ = read_first(&agent, &first::Permission::Given(one));
        let _ = read_second(&agent, &second::Permission::Given(other));
        let _ = read_here(&agent, &Standing::Given(third));
    }
    if let Ok(consent) = agent.ask() {
        let _ = read_elsewhere(&agent, &public_types::Standing::Given(consent));
    }
}
