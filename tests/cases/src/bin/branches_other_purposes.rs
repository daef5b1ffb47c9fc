//! A token in every branch, each for another purpose: without a policy any purpose counts, so none of the paths is without consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::Remember;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    if agent.is_verbose {
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    } else {
        Consent::<Remember>::require(&agent.ledger, &agent.user)?;
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
