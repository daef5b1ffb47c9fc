//! Nobody is asked.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

fn run(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    agent.notes.insert("colour", "blue")?; //~ AG102
    agent.notes.remove("colour")?; //~ erase
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
