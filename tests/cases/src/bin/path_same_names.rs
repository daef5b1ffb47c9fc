//! Methods of the same name: inherent and of a trait, of two types, of two modules.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Notes;

trait Load {
    fn load(&self, agent: &Agent) -> Outcome;
}

impl Notes {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

impl Load for Notes {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

mod other {
    use support::{Agent, Outcome};

    pub struct Notes;

    impl Notes {
        pub fn load(&self, agent: &Agent) -> Outcome {
            agent.notes.insert("colour", "blue")?; //~ AG102
            Ok(())
        }
    }
}

fn run(agent: &Agent) -> Outcome {
    other::Notes.load(agent)?;
    Load::load(&Notes, agent)?;
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Notes.load(agent)
}

fn main() {
    let _ = run(&Agent::new());
}
