//! A trait's associated function, called by its type and by a parameter.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Load {
    fn load(agent: &Agent) -> Outcome;
}

struct Colour;
struct City;

impl Load for Colour {
    fn load(agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Load for City {
    fn load(agent: &Agent) -> Outcome {
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn answer<L: Load>(agent: &Agent) -> Outcome {
    L::load(agent)
}

fn main() {
    let agent = Agent::new();
    let _ = <City as Load>::load(&agent);
    let _ = answer::<Colour>(&agent);
}
