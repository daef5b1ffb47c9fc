//! One trait, implemented for several messages: the one that carries a token, and the one that does not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Handle<M> {
    fn handle(&self, message: M) -> Outcome;
}

struct Load;
struct LoadWith(Consent<Recall>);

impl Handle<Load> for Agent {
    fn handle(&self, _: Load) -> Outcome {
        self.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Handle<LoadWith> for Agent {
    fn handle(&self, _: LoadWith) -> Outcome {
        self.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let _ = agent.handle(Load);
    if let Ok(consent) = agent.ask() {
        let _ = agent.handle(LoadWith(consent));
    }
}
