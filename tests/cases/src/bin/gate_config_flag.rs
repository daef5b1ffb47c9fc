//! The answer depends on a setting, not on who is asked about.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Setting {
    is_enabled: bool,
}

impl ConsentGate for Setting {
    //~v AG104
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        if self.is_enabled { Ok(Decision::Granted(Receipt::new("setting"))) } else { Ok(Decision::Denied(Denial::Refused)) }
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Setting { is_enabled: agent.is_verbose }, &agent.user)?;
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
