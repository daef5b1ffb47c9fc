//! A comment that cannot be understood suppresses nothing and says so.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    //~v AG903
    // agent-guard: allow(AG101)
    agent.notes.get("colour")?; //~ AG101

    //~v AG903
    // agent-guard: allow(AG999) there is no such rule
    agent.notes.get("colour")?; //~ AG101

    //~v AG903
    // agent-guard: allow(AG101) the shop's own, expires 2027-13-01
    agent.notes.get("colour")?; //~ AG101

    //~v AG903
    // agent-guard: alow(AG101) the shop's own
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
