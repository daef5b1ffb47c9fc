//! An allow whose time is over: it is a finding, and it suppresses nothing any more.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[agent_guard::allow(AG101, reason = "until the form is there", expires = "2020-01-31")] //~ AG903
fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    load(agent)?;
    //~v AG903
    // agent-guard: allow(AG101) until the form is there, expires 2020-01-31
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
