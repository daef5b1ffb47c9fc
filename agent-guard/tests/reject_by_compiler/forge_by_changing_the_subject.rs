//! A token stays the token of the person who consented.

fn change(consent: &mut agent_guard::Consent<Recall>, other: agent_guard::SubjectId) {
    consent.subject = other;
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
