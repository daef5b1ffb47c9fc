//! A trait's method handed to an iterator, and a table of trait objects.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self) -> bool;
    fn store(&self) -> bool;
}

impl Memory for Agent {
    fn load(&self) -> bool {
        self.notes.get("colour").is_ok() //~ AG101
    }

    fn store(&self) -> bool {
        self.notes.insert("colour", "blue").is_ok() //~ guarded
    }
}

fn loads<M: Memory>(memories: &[M]) -> usize {
    memories.iter().map(M::load).count()
}

fn stores(memories: &[Box<dyn Memory>], _consent: &Consent<Recall>) -> usize {
    memories.iter().filter(|memory| memory.store()).count()
}

fn main() {
    loads(&[Agent::new()]);
    if let Ok(consent) = Agent::new().ask() {
        stores(&[Box::new(Agent::new())], &consent);
    }
}
