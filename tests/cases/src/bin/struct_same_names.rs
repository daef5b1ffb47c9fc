//! Two structs of one name in two modules: one holds a token, the other does not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

mod member {
    pub struct Session {
        pub consent: agent_guard::Consent<support::Recall>,
    }

    pub enum Visitor {
        Known(agent_guard::Consent<support::Recall>),
    }
}

mod guest {
    pub struct Session {
        pub name: String,
    }

    pub enum Visitor {
        Known(String),
    }
}

fn of_member(agent: &Agent, _: &member::Session) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn of_guest(agent: &Agent, _: &guest::Session) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn of_visitor(agent: &Agent, guest::Visitor::Known(_): &guest::Visitor) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = of_guest(&agent, &guest::Session { name: String::new() });
    let _ = of_visitor(&agent, &guest::Visitor::Known(String::new()));
    if let (Ok(first), Ok(second)) = (agent.ask(), agent.ask()) {
        let _ = of_member(&agent, &member::Session { consent: first });
        let _known = member::Visitor::Known(second);
    }
}
