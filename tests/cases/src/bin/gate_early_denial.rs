//! Gates that leave early with a denial, by subject, by purpose, and by time and subject.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
use std::{collections::HashMap, time::SystemTime};
use support::{Agent, Outcome, Recall};

struct NotBo;

impl ConsentGate for NotBo {
    fn decide(&self, subject: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        if subject.as_str() == "bo" {
            return Ok(Decision::Denied(Denial::Refused));
        }
        Ok(Decision::Granted(Receipt::new("list")))
    }
}

struct RecallOnly;

impl ConsentGate for RecallOnly {
    fn decide(&self, _: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        match purpose.id {
            "memory.recall" => Ok(Decision::Granted(Receipt::new("terms"))),
            _ => Ok(Decision::Denied(Denial::NeverAsked)),
        }
    }
}

struct Until(HashMap<String, SystemTime>);

impl ConsentGate for Until {
    fn decide(&self, subject: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        let Some(end) = self.0.get(subject.as_str()) else { return Ok(Decision::Denied(Denial::NeverAsked)) };
        if SystemTime::now() > *end {
            return Ok(Decision::Denied(Denial::Expired));
        }
        Ok(Decision::Granted(Receipt::new("until").expiring_at(*end)))
    }
}

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&NotBo, &agent.user)?;
    Consent::<Recall>::require(&RecallOnly, &agent.user)?;
    Consent::<Recall>::require(&Until(HashMap::new()), &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
