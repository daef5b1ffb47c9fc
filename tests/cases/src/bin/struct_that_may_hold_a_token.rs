//! A struct with an optional token proves nothing until somebody looks.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session<'a> {
    agent: &'a Agent,
    consent: Option<Consent<Recall>>,
}

impl Session<'_> {
    fn careless(&self) -> Outcome {
        self.agent.notes.get("colour")?; //~ AG101
        Ok(())
    }

    fn careful(&self) -> Outcome {
        if self.consent.is_none() {
            return Ok(());
        }
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let session = Session { agent: &agent, consent: agent.ask().ok() };
    let _ = (session.careless(), session.careful());
}
