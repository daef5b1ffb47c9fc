//! The fields are private.

fn forge(subject: agent_guard::SubjectId, receipt: agent_guard::Receipt) -> agent_guard::Consent<Recall> {
    let obtained_at = std::time::SystemTime::now();
    agent_guard::Consent { subject, receipt, obtained_at, purpose: std::marker::PhantomData }
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
