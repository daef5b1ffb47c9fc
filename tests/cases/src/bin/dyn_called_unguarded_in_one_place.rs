//! One of two calls through the trait object comes without consent: every implementation may be the one that is called.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self, agent: &Agent) -> Outcome;
}

struct First;
struct Second;

impl Memory for First {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Memory for Second {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.insert("colour", "blue")?; //~ AG102
        Ok(())
    }
}

fn answer(agent: &Agent, memory: &dyn Memory) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    memory.load(agent)
}

fn greet(agent: &Agent, memory: &dyn Memory) -> Outcome {
    memory.load(agent)
}

fn main() {
    let agent = Agent::new();
    let _ = (answer(&agent, &First), greet(&agent, &Second));
}
