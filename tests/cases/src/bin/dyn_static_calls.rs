//! Calls whose receiver's type is known reach that type's implementation and no other.
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
        agent.notes.insert("colour", "blue")?; //~ guarded
        Ok(())
    }
}

fn run(agent: &Agent) -> Outcome {
    First.load(agent)?;
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Second.load(agent)
}

fn main() {
    let _ = run(&Agent::new());
}
