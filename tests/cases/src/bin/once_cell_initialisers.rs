//! Accesses in the initialisers of cells: whoever comes first runs them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{
    cell::OnceCell,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};
use support::{Agent, Outcome, Recall};

struct Profile {
    colour: OnceCell<bool>,
    city: OnceLock<bool>,
    cache: HashMap<String, bool>,
}

impl Profile {
    fn colour(&self, agent: &Agent) -> bool {
        *self.colour.get_or_init(|| agent.notes.get("colour").is_ok()) //~ AG101
    }

    fn city(&self, agent: &Agent, _: &Consent<Recall>) -> bool {
        *self.city.get_or_init(|| agent.notes.get("city").is_ok()) //~ guarded
    }

    fn cached(&mut self, agent: &Agent, key: &str) -> bool {
        *self.cache.entry(key.to_owned()).or_insert_with(|| agent.notes.get(key).is_ok()) //~ AG101
    }

    fn asked_on_a_miss(&mut self, agent: &Agent, key: &str) -> Outcome<bool> {
        if let Some(&known) = self.cache.get(key) {
            return Ok(known);
        }
        agent.ask()?;
        Ok(*self.cache.entry(key.to_owned()).or_insert_with(|| agent.notes.get(key).is_ok())) //~ guarded
    }
}

fn lazily(agent: &'static Agent) -> Outcome<bool> {
    let early = LazyLock::new(|| agent.notes.get("colour").is_ok()); //~ AG101
    let _consent = agent.ask()?;
    let late = LazyLock::new(|| agent.notes.get("colour").is_ok()); //~ guarded
    Ok(*early && *late)
}

fn main() {
    let agent = Agent::new();
    let mut profile = Profile { colour: OnceCell::new(), city: OnceLock::new(), cache: HashMap::new() };
    profile.colour(&agent);
    profile.cached(&agent, "colour");
    let _ = profile.asked_on_a_miss(&agent, "colour");
    if let Ok(consent) = agent.ask() {
        profile.city(&agent, &consent);
    }
    let _ = lazily(Box::leak(Box::new(Agent::new())));
}
