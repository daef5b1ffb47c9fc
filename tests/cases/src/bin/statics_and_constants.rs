//! Accesses in the initialisers of lazy statics: nobody knows who is first.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{cell::LazyCell, sync::LazyLock};
use support::{Agent, Outcome, Recall};

static AGENT: LazyLock<Agent> = LazyLock::new(Agent::new);
static COLOUR: LazyLock<bool> = LazyLock::new(|| AGENT.notes.get("colour").is_ok()); //~ AG101

thread_local! {
    static CITY: bool = AGENT.notes.get("city").is_ok(); //~ AG101
}

fn main() {
    let Ok(_consent) = AGENT.ask() else { return };
    println!("{} {}", *COLOUR, CITY.with(|city| *city));
}
