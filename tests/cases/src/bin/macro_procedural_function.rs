//! A procedural macro that expands to an access: reported where it is invoked.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    macros::note!(agent, "colour")?; //~ AG101
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    macros::note!(agent, "colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
