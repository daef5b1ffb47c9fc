//! The token passes through `map_err`, `ok` and `ok_or`: its type says so.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::Failure;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user).map_err(|denied| Failure::Store(denied.to_string()))?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn optional(agent: &Agent) -> Option<()> {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user).ok()?;
    agent.notes.get("colour").ok()?; //~ guarded
    Some(())
}

fn main() {
    let agent = Agent::new();
    let _ = run(&agent);
    let _ = optional(&agent);
}
