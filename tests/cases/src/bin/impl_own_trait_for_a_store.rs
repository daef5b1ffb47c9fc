//! A trait of one's own for the store's type, reached through boxes, tuples and by its name.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Recall};

trait Kv {
    fn fetch(&self, key: &str) -> bool;

    fn fetch_with(&self, key: &str, consent: &Consent<Recall>) -> bool;
}

impl Kv for sled::Tree {
    fn fetch(&self, key: &str) -> bool {
        self.get(key).is_ok() //~ AG101
    }

    fn fetch_with(&self, key: &str, _: &Consent<Recall>) -> bool {
        self.get(key).is_ok() //~ guarded
    }
}

impl<K: Kv + ?Sized> Kv for Box<K> {
    fn fetch(&self, key: &str) -> bool {
        (**self).fetch(key)
    }

    fn fetch_with(&self, key: &str, consent: &Consent<Recall>) -> bool {
        (**self).fetch_with(key, consent)
    }
}

impl<K: Kv> Kv for (K, u8) {
    fn fetch(&self, key: &str) -> bool {
        self.0.fetch(key)
    }

    fn fetch_with(&self, key: &str, consent: &Consent<Recall>) -> bool {
        self.0.fetch_with(key, consent)
    }
}

fn through_kv(agent: &Agent, kv: &(Box<dyn Kv>, u8)) {
    kv.fetch("colour");
    if let Ok(consent) = agent.ask() {
        agent.notes.fetch("colour");
        kv.fetch_with("colour", &consent);
    }
}

fn main() {
    let agent = Agent::new();
    through_kv(&agent, &(Box::new(agent.notes.clone()), 1));
}
