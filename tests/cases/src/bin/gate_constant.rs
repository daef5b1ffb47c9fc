//! A gate that grants whatever it is asked.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl ConsentGate for Yes {
    //~v AG104
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(Decision::Granted(Receipt::new("always")))
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Yes, &agent.user)?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
