//! The gate looks at what it is asked, and grants in every arm.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl ConsentGate for Yes {
    //~v AG104
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        match (subject.as_str(), purpose.id) {
            ("ada", _) => Ok(Decision::Granted(Receipt::new("ada"))),
            (_, "memory.recall") => Ok(Decision::Granted(Receipt::new("recall"))),
            _ => Ok(Decision::Granted(Receipt::new("others"))),
        }
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Yes, &agent.user)?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
