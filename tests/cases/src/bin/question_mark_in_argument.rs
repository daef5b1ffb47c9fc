//! Arguments are evaluated before the call.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn read(agent: &Agent, _consent: Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    read(agent, Consent::<Recall>::require(&agent.ledger, &agent.user)?)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
