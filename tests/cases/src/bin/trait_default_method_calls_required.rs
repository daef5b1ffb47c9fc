//! A default method that asks and then calls what the implementations provide; they are called by it alone.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn agent(&self) -> &Agent;
    fn load(&self) -> Outcome;

    fn answer(&self) -> Outcome {
        let agent = self.agent();
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        self.load()
    }
}

impl Memory for Agent {
    fn agent(&self) -> &Agent {
        self
    }

    fn load(&self) -> Outcome {
        self.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let _ = Agent::new().answer();
}
