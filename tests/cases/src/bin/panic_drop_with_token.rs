//! A destructor of a value that cannot exist without a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session<'a> {
    agent: &'a Agent,
    consent: Consent<Recall>,
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let _ = self.agent.notes.insert("ended", "now"); //~ guarded
    }
}

fn run(agent: &Agent) -> Outcome {
    let _session = Session { agent, consent: Consent::<Recall>::require(&agent.ledger, &agent.user)? };
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
