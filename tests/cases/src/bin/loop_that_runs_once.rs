//! A `loop` without condition runs its body before it ends.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    loop {
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get("colour")?; //~ guarded
        if agent.is_verbose {
            break;
        }
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
