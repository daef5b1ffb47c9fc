//! Gates that pass the question on, to a ledger and to any gate.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, ConsentLedger, Decision, GateError, PurposeInfo, SubjectId};
use support::{Agent, Outcome, Recall};

struct Logged(ConsentLedger);

impl ConsentGate for Logged {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        println!("asked for {}", purpose.id);
        self.0.decide(subject, purpose)
    }
}

struct Wrapped(Box<dyn ConsentGate>);

impl ConsentGate for Wrapped {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let decision = self.0.decide(subject, purpose)?;
        Ok(decision)
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Logged(ConsentLedger::new()), &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Consent::<Recall>::require(&Wrapped(Box::new(ConsentLedger::new())), &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
