//! The answer comes from a closure, which always grants.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl ConsentGate for Yes {
    //~v AG104
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let answer = |name: &str| Decision::Granted(Receipt::new(name));
        Ok(answer(subject.as_str()))
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Yes, &agent.user)?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
