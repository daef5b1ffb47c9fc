//! Operators and conversions are implementations of foreign traits.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::ops::{Add, Deref};
use support::{Agent, Outcome, Recall};

struct Memory<'a>(&'a Agent);
struct Opened<'a>(&'a Agent, Consent<Recall>);

impl Add<&str> for Memory<'_> {
    type Output = bool;

    fn add(self, text: &str) -> bool {
        self.0.notes.insert("colour", text).is_ok() //~ AG102
    }
}

impl Add<&str> for Opened<'_> {
    type Output = bool;

    fn add(self, text: &str) -> bool {
        self.0.notes.insert("colour", text).is_ok() //~ guarded
    }
}

impl From<Memory<'_>> for bool {
    fn from(memory: Memory<'_>) -> bool {
        memory.0.notes.get("colour").is_ok() //~ AG101
    }
}

fn main() {
    let agent = Agent::new();
    let _ = Memory(&agent) + "blue";
    let _: bool = Memory(&agent).into();
    if let Ok(consent) = agent.ask() {
        let _ = Opened(&agent, consent) + "blue";
    }
}
