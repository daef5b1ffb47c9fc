//! Implementations of foreign traits: whoever knows the trait calls them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::fmt;
use support::{Agent, Outcome, Recall};

struct Memory<'a>(&'a Agent);

impl fmt::Display for Memory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.notes.get("colour")) //~ AG101
    }
}

struct Opened<'a>(&'a Agent, Consent<Recall>);

impl Iterator for Opened<'_> {
    type Item = bool;

    fn next(&mut self) -> Option<bool> {
        Some(self.0.notes.get("colour").is_ok()) //~ guarded
    }
}

fn main() {
    let agent = Agent::new();
    println!("{}", Memory(&agent));
    if let Ok(consent) = agent.ask() {
        let _ = Opened(&agent, consent).next();
    }
}
