//! Methods of a generic struct.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Cache<T> {
    agent: Agent,
    default: T,
}

impl<T: Clone> Cache<T> {
    fn careless(&self) -> T {
        let _ = self.agent.notes.get("colour"); //~ AG101
        self.default.clone()
    }

    fn careful(&self, _consent: &Consent<Recall>) -> T {
        let _ = self.agent.notes.get("colour"); //~ guarded
        self.default.clone()
    }
}

fn main() {
    let cache = Cache { agent: Agent::new(), default: 1u8 };
    cache.careless();
    if let Ok(consent) = cache.agent.ask() {
        cache.careful(&consent);
    }
}
