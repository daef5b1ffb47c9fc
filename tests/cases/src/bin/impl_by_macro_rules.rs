//! Implementations that a macro by example makes, of a trait and of a type's own methods.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self, agent: &Agent) -> Outcome;
}

struct Colour;
struct City;
struct Street;

macro_rules! careless {
    ($($ty:ident),*) => {
        $(impl Memory for $ty {
            fn load(&self, agent: &Agent) -> Outcome {
                agent.notes.get(stringify!($ty))?; //~ AG101 @careless
                Ok(())
            }
        })*
    };
}

macro_rules! careful {
    ($ty:ty) => {
        impl Memory for $ty {
            fn load(&self, agent: &Agent) -> Outcome {
                let _consent = agent.ask()?;
                agent.notes.get("street")?; //~ guarded @careful
                Ok(())
            }
        }
    };
}

macro_rules! accessors {
    ($ty:ident { $($name:ident),* }) => {
        impl $ty {
            $(fn $name(&self, agent: &Agent) -> Outcome {
                agent.notes.get(stringify!($name))?; //~ guarded @accessors
                Ok(())
            })*
        }
    };
}

careless!(Colour); //~ AG101 @careless
careful!(Street); //~ guarded @careful
accessors!(Street { number }); //~ guarded @accessors

impl Memory for City {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.ask()?;
        agent.notes.get("city")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let _ = (Colour.load(&agent), City.load(&agent), Street.load(&agent));
    if agent.ask().is_ok() {
        let _ = Street.number(&agent);
    }
}
