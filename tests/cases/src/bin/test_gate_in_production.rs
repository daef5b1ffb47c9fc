//! The runtime's test gate, outside test code: asked here, passed on, put into a struct.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, testing::AllowAll};
use support::{Agent, Outcome, Recall};

struct Service {
    gate: Box<dyn ConsentGate>,
}

fn ask(agent: &Agent, gate: &dyn ConsentGate) -> Outcome {
    Consent::<Recall>::require(gate, &agent.user)?;
    Ok(())
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&AllowAll, &agent.user)?; //~ AG107
    ask(agent, &AllowAll)?; //~ AG107
    let service = Service { gate: Box::new(AllowAll) }; //~ AG107
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
