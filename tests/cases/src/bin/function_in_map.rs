//! `.map(Self::load)`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Memory<'a> {
    agent: &'a Agent,
    key: &'static str,
}

impl Memory<'_> {
    fn load(&self) -> bool {
        self.agent.notes.get(self.key).is_ok() //~ AG101
    }

    fn careful(&self) -> bool {
        self.agent.ask().is_ok_and(|_consent| {
            self.agent.notes.get(self.key).is_ok() //~ guarded
        })
    }

    fn all(memories: &[Self]) -> Vec<bool> {
        memories.iter().map(Self::load).collect()
    }

    fn all_careful(memories: &[Self]) -> Vec<bool> {
        memories.iter().map(Self::careful).collect()
    }
}

fn main() {
    let agent = Agent::new();
    let memories = [Memory { agent: &agent, key: "colour" }];
    Memory::all(&memories);
    Memory::all_careful(&memories);
}
