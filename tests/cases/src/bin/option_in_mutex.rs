//! A token in a shared slot.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::{Arc, Mutex};
use support::{Agent, Outcome, Recall};

fn read(agent: &Agent, slot: &Arc<Mutex<Option<Consent<Recall>>>>) -> Outcome {
    let held = slot.lock().unwrap();
    if let Some(_consent) = &*held {
        agent.notes.get("colour")?; //~ guarded
    } else {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = read(&agent, &Arc::new(Mutex::new(None)));
}
