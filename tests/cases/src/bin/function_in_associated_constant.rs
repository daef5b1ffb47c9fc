//! Functions and closures in associated and inline constants: whoever knows the type may call them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Recall};

trait Handler {
    const RUN: fn(&Agent) -> bool;
    const RUN_WITH: fn(&Agent, &Consent<Recall>) -> bool = read_with;
}

struct Named;
struct Closure;
impl Handler for Named {
    const RUN: fn(&Agent) -> bool = read;
}

impl Handler for Closure {
    const RUN: fn(&Agent) -> bool = |agent| agent.notes.get("colour").is_ok(); //~ AG101
}

fn read(agent: &Agent) -> bool {
    agent.notes.get("colour").is_ok() //~ AG101
}

fn read_with(agent: &Agent, _: &Consent<Recall>) -> bool {
    agent.notes.get("colour").is_ok() //~ guarded
}

fn read_inline(agent: &Agent) -> bool {
    agent.notes.get("colour").is_ok() //~ AG101
}

fn handlers<T: Handler>(agent: &Agent) -> bool {
    let f = const { read_inline as fn(&Agent) -> bool };
    let Ok(consent) = agent.ask() else { return (T::RUN)(agent) && f(agent) };
    (T::RUN_WITH)(agent, &consent)
}

fn main() {
    let agent = Agent::new();
    let _ = (handlers::<Named>(&agent), handlers::<Closure>(&agent));
}
