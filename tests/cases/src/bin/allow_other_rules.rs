//! Allows for other rules than the ones about accesses.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    // agent-guard: allow(AG105) warming the gate's cache
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user); //~ allowed
    #[cfg(feature = "careful")]
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user); //~ AG105
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
