//! A call through a generic parameter, and one through a supertrait.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Load {
    fn load(&self) -> Outcome;
}

trait Memory: Load {
    fn answer(&self) -> Outcome;
}

impl Load for Agent {
    fn load(&self) -> Outcome {
        self.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Memory for Agent {
    fn answer(&self) -> Outcome {
        self.notes.get("city")?; //~ guarded
        Ok(())
    }
}

fn through_generic<M: Memory + ?Sized>(memory: &M, _consent: &Consent<Recall>) -> Outcome {
    memory.answer()
}

fn through_supertrait(memory: &dyn Memory) -> Outcome {
    memory.load()
}

fn main() {
    let agent = Agent::new();
    let _ = through_supertrait(&agent);
    if let Ok(consent) = agent.ask() {
        let _ = through_generic(&agent, &consent);
    }
}
