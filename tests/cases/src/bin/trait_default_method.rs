//! A default method with an access, inherited and called without consent; another one that asks.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn agent(&self) -> &Agent;

    fn load(&self) -> Outcome {
        self.agent().notes.get("colour")?; //~ AG101
        Ok(())
    }

    fn ask_and_load(&self) -> Outcome {
        self.agent().ask()?;
        self.agent().notes.get("colour")?; //~ guarded
        Ok(())
    }
}

struct Notes(Agent);

impl Memory for Notes {
    fn agent(&self) -> &Agent {
        &self.0
    }
}

fn main() {
    let notes = Notes(Agent::new());
    let _ = (notes.load(), notes.ask_and_load());
}
