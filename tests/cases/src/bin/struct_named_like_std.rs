//! Structs of one's own that are named as smart pointers and hold nothing.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::marker::PhantomData;
use support::{Agent, Outcome, Recall};

mod own {
    pub struct Arc<T>(pub std::marker::PhantomData<T>);
    pub struct State<T>(pub Option<T>);
}

struct Mutex<T>(Option<T>);

fn arc(agent: &Agent, _: &own::Arc<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn state(agent: &Agent, _: &own::State<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn mutex(agent: &Agent, _: &Mutex<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = arc(&agent, &own::Arc(PhantomData));
    let _ = state(&agent, &own::State(None));
    let _ = mutex(&agent, &Mutex(None));
}
