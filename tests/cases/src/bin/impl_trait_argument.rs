//! `impl Trait` arguments with an access behind them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self) -> Outcome;
}

impl Memory for Agent {
    fn load(&self) -> Outcome {
        self.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn answer(memory: impl Memory) -> Outcome {
    memory.load()
}

fn main() {
    let _ = answer(Agent::new());
}
