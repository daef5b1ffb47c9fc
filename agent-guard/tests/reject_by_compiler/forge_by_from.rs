//! There is no token from anything else.

use agent_guard::{Consent, Receipt, SubjectId};

fn from_receipt(receipt: Receipt) -> Consent<Recall> {
    receipt.into()
}

fn from_subject(subject: SubjectId) -> Consent<Recall> {
    Consent::from(subject)
}

fn from_nothing() -> Consent<Recall> {
    ().into()
}

fn from_text(text: &str) -> Option<Consent<Recall>> {
    text.parse().ok()
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
