//! What makes tokens is private.

use agent_guard::{Consent, ConsentDenied, Decision, Denial, PurposeInfo, Receipt, SubjectId};

fn from_answer(user: &SubjectId) -> Result<Consent<Recall>, ConsentDenied> {
    Consent::<Recall>::from_answer(Ok(Decision::Granted(Receipt::new("mine"))), user, PurposeInfo::of::<Recall>())
}

fn denied() -> ConsentDenied {
    ConsentDenied::by_decision(PurposeInfo::of::<Recall>(), Denial::NeverAsked)
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
