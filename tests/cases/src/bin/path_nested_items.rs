//! Functions within functions, and functions of one name in modules within modules.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

mod memory {
    pub mod notes {
        use support::{Agent, Outcome};

        pub fn load(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ guarded
            Ok(())
        }
    }

    pub fn load(agent: &support::Agent) -> support::Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn run(agent: &Agent) -> Outcome {
    {
        fn load(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ AG101
            Ok(())
        }
        load(agent)?;
    }
    memory::load(agent)?;
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    {
        fn load_again(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ guarded
            Ok(())
        }
        load_again(agent)?;
    }
    memory::notes::load(agent)
}

fn main() {
    let _ = run(&Agent::new());
}
