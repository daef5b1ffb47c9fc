//! The same, where the caller of the trait's method holds the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self) -> Outcome;
}

impl Memory for Agent {
    fn load(&self) -> Outcome {
        self.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn answer(memory: impl Memory, _consent: &Consent<Recall>) -> Outcome {
    memory.load()
}

fn main() {
    let agent = Agent::new();
    if let Ok(consent) = agent.ask() {
        let _ = answer(agent, &consent);
    }
}
