//! Consent in every branch.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if agent.is_verbose {
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    } else {
        println!("one moment");
        let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return Ok(()) };
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
