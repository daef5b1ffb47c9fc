//! A blanket implementation, reached through a trait object and by a method call.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self) -> Outcome;
    fn load_with(&self, consent: &Consent<Recall>) -> Outcome;
}

impl<T: AsRef<sled::Tree>> Memory for T {
    fn load(&self) -> Outcome {
        self.as_ref().get("colour")?; //~ AG101
        Ok(())
    }

    fn load_with(&self, _: &Consent<Recall>) -> Outcome {
        self.as_ref().get("colour")?; //~ guarded
        Ok(())
    }
}

struct Notes(sled::Tree);

impl AsRef<sled::Tree> for Notes {
    fn as_ref(&self) -> &sled::Tree {
        &self.0
    }
}

fn main() {
    let agent = Agent::new();
    let notes = Notes(agent.notes.clone());
    let memory: &dyn Memory = &notes;
    let _ = memory.load();
    if let Ok(consent) = agent.ask() {
        let _ = notes.load_with(&consent);
    }
}
