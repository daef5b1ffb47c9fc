//! There is no token from nothing.

fn forge() -> agent_guard::Consent<Recall> {
    Default::default()
}

fn take(token: &mut agent_guard::Consent<Recall>) -> agent_guard::Consent<Recall> {
    std::mem::take(token)
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
