//! An enum of one's own that is named as one of the standard library's, with its variants in another order.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

mod own {
    pub enum Option<T> {
        Some(T),
        None,
    }

    impl<T> Option<T> {
        pub fn is_some(&self) -> bool {
            true
        }
    }
}

fn read(agent: &Agent, held: &own::Option<Consent<Recall>>) -> Outcome {
    if held.is_some() {
        agent.notes.get("colour")?; //~ AG101: this `is_some` says what it likes
    }
    match held {
        own::Option::None => {
            agent.notes.get("colour")?; //~ AG101
        }
        own::Option::Some(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, &own::Option::None);
    if let Ok(consent) = agent.ask() {
        let _ = read(&agent, &own::Option::Some(consent));
    }
}
