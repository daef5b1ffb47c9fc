//! Associated functions, by type and by `Self`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Memory;

impl Memory {
    fn load(agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }

    fn store(agent: &Agent) -> Outcome {
        agent.notes.insert("colour", "blue")?; //~ guarded
        Ok(())
    }

    fn answer(agent: &Agent) -> Outcome {
        Self::load(agent)?;
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        Self::store(agent)
    }
}

fn main() {
    let _ = Memory::answer(&Agent::new());
}
