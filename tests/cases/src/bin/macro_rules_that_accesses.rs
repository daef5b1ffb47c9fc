//! A macro by example with the access in it: reported where the access is written or where the macro is invoked.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

macro_rules! note {
    ($agent:expr) => {
        $agent.notes.get("colour") //~ AG101 @note
    };
}

fn run(agent: &Agent) -> Outcome {
    note!(agent)?; //~ AG101 @note
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
