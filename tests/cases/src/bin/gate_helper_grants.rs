//! The answer comes from a helper, which always grants.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl Yes {
    fn look_up(&self, name: &str) -> Decision {
        Decision::Granted(Receipt::new(name))
    }
}

impl ConsentGate for Yes {
    //~v AG104
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let decision = self.look_up(subject.as_str());
        Ok(decision)
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Yes, &agent.user)?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
