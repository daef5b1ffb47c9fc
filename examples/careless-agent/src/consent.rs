//! What people can agree to.

use agent_guard::{ConsentGate, Decision, GateError, Purpose, PurposeInfo, Receipt, SubjectId};

/// Remember what you say.
#[derive(Purpose)]
#[purpose(id = "memory.remember")]
pub(crate) struct Remember;

/// Use what you said earlier to answer you.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub(crate) struct Recall;

/// Send you a weekly newsletter.
#[derive(Purpose)]
#[purpose(id = "newsletter")]
pub(crate) struct Newsletter;

/// Everyone who uses the agent has accepted the terms of service.
pub(crate) struct TermsOfService {
    pub(crate) version: u32,
}

impl ConsentGate for TermsOfService {
    fn decide(&self, _subject: &SubjectId, _purpose: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(Decision::Granted(Receipt::new(format!("terms of service, version {}", self.version))))
    }
}
