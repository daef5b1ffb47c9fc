//! An index that is given to the framework: it reads by itself from then on, so the binding is the access.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rig_core::{agent::AgentBuilder, vector_store::SomeIndex};
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let _assistant = AgentBuilder::new().preamble("be kind").build();
    let _assistant = AgentBuilder::new().dynamic_context(3, SomeIndex).build(); //~ AG101
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let _assistant = AgentBuilder::new().dynamic_context(3, SomeIndex).build(); //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
