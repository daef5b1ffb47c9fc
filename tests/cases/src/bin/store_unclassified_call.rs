//! A function of a store's handle that the catalogue does not know is never taken for harmless.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    agent.notes.get_everything_about("ada")?; //~ AG904
    agent.notes.name();
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get_everything_about("ada")?; //~ guarded: whatever it does, there is consent
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
