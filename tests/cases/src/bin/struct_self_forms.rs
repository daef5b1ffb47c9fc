//! `self` in every form, of a type that holds a token and of one that does not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{pin::Pin, rc::Rc, sync::Arc};
use support::{Agent, Outcome, Recall};

struct Session(Agent, Consent<Recall>);
struct Visit(Agent, Option<Consent<Recall>>);

impl Session {
    fn mutable(&mut self) -> bool {
        self.0.notes.get("colour").is_ok() //~ guarded
    }

    fn boxed(self: Box<Self>) -> bool {
        self.0.notes.get("colour").is_ok() //~ guarded
    }

    fn shared(self: Arc<Self>) -> bool {
        self.0.notes.get("colour").is_ok() //~ guarded
    }

    fn counted(self: &Rc<Self>) -> bool {
        self.0.notes.get("colour").is_ok() //~ guarded
    }
}

impl Visit {
    fn boxed(self: Box<Self>) -> bool {
        self.0.notes.get("colour").is_ok() //~ AG101
    }

    fn shared(self: Arc<Self>) -> bool {
        self.0.notes.get("colour").is_ok() //~ AG101
    }
}

fn open() -> Option<Session> {
    let agent = Agent::new();
    let consent = agent.ask().ok()?;
    Some(Session(agent, consent))
}

fn main() {
    Box::new(Visit(Agent::new(), None)).boxed();
    Arc::new(Visit(Agent::new(), None)).shared();
    let (Some(mut first), Some(second), Some(third)) = (open(), open(), open()) else { return };
    first.mutable();
    Box::new(first).boxed();
    Arc::new(second).shared();
    Rc::new(third).counted();
}
