//! For the tests of an agent. Outside test code, `cargo agent-guard check` reports what is here (AG107).

use crate::{AsyncConsentGate, ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};

/// Grants everything to everyone, so that a test of something else need not set up consent.
///
/// To test what happens on a denial, use an empty [`ConsentLedger`](crate::ConsentLedger): it denies everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct AllowAll;

impl ConsentGate for AllowAll {
    fn decide(&self, _: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(Decision::Granted(Receipt::new("testing::AllowAll")))
    }
}

impl AsyncConsentGate for AllowAll {
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        self.decide(subject, purpose)
    }
}
