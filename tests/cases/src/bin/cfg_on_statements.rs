//! `#[cfg]` decides what is compiled, and only that counts. The feature `careful` is on, `hasty` is off.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn with_careful(agent: &Agent) -> Outcome {
    #[cfg(feature = "careful")]
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn with_hasty(agent: &Agent) -> Outcome {
    #[cfg(feature = "hasty")]
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ AG101
    #[cfg(feature = "hasty")]
    agent.notes.insert("colour", "blue")?;
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (with_careful(&agent), with_hasty(&agent));
}
