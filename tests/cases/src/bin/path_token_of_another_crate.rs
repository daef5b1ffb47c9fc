//! This crate never names the runtime: the token comes from a helper of another crate and is printed by another path.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

fn run(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    let _consent = agent.ask()?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
