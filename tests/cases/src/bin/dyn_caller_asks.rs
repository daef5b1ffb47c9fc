//! Every call through the trait object comes after consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self, agent: &Agent) -> Outcome;
}

struct First;
struct Second;

impl Memory for First {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

impl Memory for Second {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.insert("colour", "blue")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let memory: Arc<dyn Memory> = if agent.is_verbose { Arc::new(First) } else { Arc::new(Second) };
    let Ok(_consent) = agent.ask() else { return };
    let _ = memory.load(&agent);
}
