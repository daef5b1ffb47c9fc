//! A function that is named as a value where the token is held cannot be called before.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Memory<'a>(&'a Agent);

impl Memory<'_> {
    fn load(&self) -> bool {
        self.0.notes.get("colour").is_ok() //~ guarded
    }

    fn all(memories: &[Self], _consent: &Consent<Recall>) -> usize {
        memories.iter().map(Self::load).count()
    }
}

fn store(agent: &Agent) -> bool {
    agent.notes.insert("colour", "blue").is_ok() //~ guarded
}

fn run(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Memory::all(&[Memory(agent)], &consent);
    let work: fn(&Agent) -> bool = store;
    work(agent);
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
