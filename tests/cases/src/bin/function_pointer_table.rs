//! A table of functions, in a constant.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

const TOOLS: &[(&str, fn(&Agent) -> Outcome)] = &[("load", load), ("careful", careful)];

fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn careful(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    for (_name, tool) in TOOLS {
        let _ = tool(&agent);
    }
}
