//! Iterators, guards and smart pointers: their methods run whenever somebody's code does, and hold what their fields hold.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::ops::{Deref, DerefMut};
use support::{Agent, Outcome, Recall};

struct Keys<'a> {
    agent: &'a Agent,
    consent: Option<Consent<Recall>>,
    left: usize,
}

impl Iterator for Keys<'_> {
    type Item = bool;

    fn next(&mut self) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let _ = self.agent.notes.get("count"); //~ AG101
        self.consent.as_ref()?;
        Some(self.agent.notes.get("colour").is_ok()) //~ guarded
    }
}

struct Journal<'a> {
    agent: &'a Agent,
    consent: Option<Consent<Recall>>,
}

impl Drop for Journal<'_> {
    fn drop(&mut self) {
        if let Some(_consent) = self.consent.take() {
            let _ = self.agent.notes.insert("ended", "now"); //~ guarded
        }
        let _ = self.agent.notes.insert("ended", "now"); //~ AG102
    }
}

struct Loaded<'a> {
    agent: &'a Agent,
    value: Option<bool>,
}

impl Deref for Loaded<'_> {
    type Target = Option<bool>;

    fn deref(&self) -> &Option<bool> {
        let _ = self.agent.notes.get("colour"); //~ AG101
        &self.value
    }
}

impl DerefMut for Loaded<'_> {
    fn deref_mut(&mut self) -> &mut Option<bool> {
        if self.agent.ask().is_ok() {
            let _ = self.agent.notes.get("colour"); //~ guarded
        }
        &mut self.value
    }
}

fn main() {
    let agent = Agent::new();
    let _journal = Journal { agent: &agent, consent: None };
    let keys = Keys { agent: &agent, consent: agent.ask().ok(), left: 3 };
    let _ = keys.take_while(|known| *known).count();
    let mut loaded = Loaded { agent: &agent, value: None };
    loaded.take();
    let _ = loaded.is_some();
}
