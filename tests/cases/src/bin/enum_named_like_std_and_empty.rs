//! Enums that are named as the standard library's and carry nothing; what is first here is second there.
#![allow(dead_code, unused)]

use support::{Agent, Outcome};

mod empty {
    pub enum Option {
        Some,
        None,
    }

    pub enum Poll<T> {
        Pending,
        Ready(T),
    }
}

fn made_here(agent: &Agent) -> Outcome {
    match empty::Option::Some {
        empty::Option::Some => {}
        empty::Option::None => {
            agent.ask()?;
        }
    }
    agent.notes.get("colour")?; //~ AG101
    let answer: empty::Poll<u8> = empty::Poll::Pending;
    match answer {
        empty::Poll::Pending => {}
        empty::Poll::Ready(_) => {
            agent.ask()?;
        }
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = made_here(&agent);
}
