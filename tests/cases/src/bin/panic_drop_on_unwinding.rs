//! A destructor runs whether or not its owner got as far as consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Journal<'a> {
    agent: &'a Agent,
}

impl Drop for Journal<'_> {
    fn drop(&mut self) {
        let _ = self.agent.notes.insert("ended", "now"); //~ AG102
    }
}

fn run(agent: &Agent) -> Outcome {
    let _journal = Journal { agent };
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
