//! A number and an enum without fields that say what was answered, compared and matched.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

fn number(agent: &Agent) -> Outcome {
    let level = if agent.ask().is_ok() {
        2
    } else if agent.is_verbose {
        1
    } else {
        0
    };
    match level {
        2 => {
            agent.notes.get("colour")?; //~ guarded
        }
        1 => {
            agent.notes.get("city")?; //~ AG101
        }
        _ => {}
    }
    if level == 2 {
        agent.notes.get("colour")?; //~ guarded
    }
    if level > 0 {
        agent.notes.get("city")?; //~ AG101
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Personal,
    Plain,
}

fn mode(agent: &Agent) -> Outcome {
    let mode = if agent.ask().is_ok() { Mode::Personal } else { Mode::Plain };
    match mode {
        Mode::Personal => {
            agent.notes.get("colour")?; //~ guarded
        }
        Mode::Plain => {
            agent.notes.get("city")?; //~ AG101
        }
    }
    if mode == Mode::Personal {
        agent.notes.get("colour")?; //~ AG101: `==` is a function of the enum
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (number(&agent), mode(&agent));
}
