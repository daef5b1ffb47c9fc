//! Loops that go on as long as the answer is no, or until there were enough tries.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

fn while_cond(agent: &Agent) -> Outcome {
    let mut answer = agent.ask();
    while answer.is_err() {
        agent.notes.get("colour")?; //~ AG101
        answer = agent.ask();
    }
    agent.notes.get("colour")?; //~ guarded
    let mut tries = 0;
    let mut again = Err(());
    while again.is_err() && tries < 3 {
        again = agent.ask().map_err(drop);
        tries += 1;
    }
    Ok(())
}

fn while_tries(agent: &Agent) -> Outcome {
    let mut tries = 0;
    let mut again = agent.ask().is_ok();
    while !again && tries < 3 {
        again = agent.ask().is_ok();
        tries += 1;
    }
    agent.notes.get("colour")?; //~ AG101
    if again {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (while_cond(&agent), while_tries(&agent));
}
