//! A trait object with several implementations, of which one does not ask. Nobody asks before the call.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn load(&self, agent: &Agent) -> Outcome;
}

struct Careful;
struct Careless;
struct Idle;

impl Memory for Careful {
    fn load(&self, agent: &Agent) -> Outcome {
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

impl Memory for Careless {
    fn load(&self, agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Memory for Idle {
    fn load(&self, _agent: &Agent) -> Outcome {
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let memories: Vec<Box<dyn Memory>> = vec![Box::new(Careful), Box::new(Careless), Box::new(Idle)];
    for memory in &memories {
        let _ = memory.load(&agent);
    }
}
