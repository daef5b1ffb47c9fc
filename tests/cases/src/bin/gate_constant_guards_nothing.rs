//! What such a gate guards is unguarded.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl ConsentGate for Yes {
    //~v AG104
    fn decide(&self, _: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(Decision::Granted(Receipt::new("always")))
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Yes, &agent.user)?;
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
