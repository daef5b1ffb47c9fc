//! A token is shared by reference or in an `Arc`, not copied.

use agent_guard::Consent;

fn cloned(consent: &Consent<Recall>) -> Consent<Recall> {
    consent.clone()
}

fn copied(consent: &Consent<Recall>) -> Consent<Recall> {
    *consent
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
