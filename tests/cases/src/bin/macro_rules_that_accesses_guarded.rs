//! The same after consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

macro_rules! note {
    ($agent:expr) => {
        $agent.notes.get("colour") //~ guarded @note
    };
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    note!(agent)?; //~ guarded @note
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
