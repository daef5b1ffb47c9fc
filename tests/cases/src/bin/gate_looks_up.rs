//! Gates that look the person up: in a set, in a map of answers.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
use std::collections::{HashMap, HashSet};
use support::{Agent, Outcome, Recall};

struct OptIns(HashSet<(String, &'static str)>);

impl ConsentGate for OptIns {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        if self.0.contains(&(subject.as_str().to_owned(), purpose.id)) {
            Ok(Decision::Granted(Receipt::new("form")))
        } else {
            Ok(Decision::Denied(Denial::NeverAsked))
        }
    }
}

struct Answers(HashMap<String, Decision>);

impl ConsentGate for Answers {
    fn decide(&self, subject: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        self.0.get(subject.as_str()).cloned().ok_or_else(|| GateError::new("an unknown person"))
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&OptIns(HashSet::new()), &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Consent::<Recall>::require(&Answers(HashMap::new()), &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
