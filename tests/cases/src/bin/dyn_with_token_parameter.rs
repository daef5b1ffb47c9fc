//! A trait whose method takes the token: every implementation is proven by the signature.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self, agent: &Agent, consent: &Consent<Recall>) -> Outcome;
    fn count(&self, agent: &Agent) -> Outcome;
}

struct Notes;

impl Memory for Notes {
    fn load(&self, agent: &Agent, _: &Consent<Recall>) -> Outcome {
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn count(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let memory: &dyn Memory = &Notes;
    let _ = memory.count(&agent);
    if let Ok(consent) = agent.ask() {
        let _ = memory.load(&agent, &consent);
    }
}
