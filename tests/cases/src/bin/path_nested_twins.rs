//! Two functions of one name in sibling blocks. rustc prints both by one path, so what one of them lacks the other is taken to lack too.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    {
        fn load(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ AG101
            Ok(())
        }
        load(agent)?;
    }
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    {
        fn load(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ AG101: a known false alarm, and rather that than a miss
            Ok(())
        }
        load(agent)?;
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
