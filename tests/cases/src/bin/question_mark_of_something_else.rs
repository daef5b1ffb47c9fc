//! A `?` on another result proves nothing.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::Failure;
use support::{Agent, Outcome, Recall};

fn is_known(agent: &Agent) -> Result<u32, Failure> {
    Ok(1)
}

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    let _known = is_known(agent)?;
    agent.notes.get("colour")?; //~ AG101
    answer?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
