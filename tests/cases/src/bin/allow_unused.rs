//! An allow that suppresses nothing is itself a finding.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[agent_guard::allow(AG101, reason = "this was needed once")] //~ AG902
fn load(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    load(agent)?;
    //~v AG902
    // agent-guard: allow(AG101) this was needed once
    println!("hello");
    //~v AG902
    // agent-guard: allow(AG102) the wrong rule
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
