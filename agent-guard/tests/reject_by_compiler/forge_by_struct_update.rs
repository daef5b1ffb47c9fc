//! Nor can one be made from another, with only the purpose changed.

fn for_another(consent: agent_guard::Consent<Recall>) -> agent_guard::Consent<Store> {
    agent_guard::Consent { purpose: std::marker::PhantomData, ..consent }
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

/// Remember what you tell me.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.store")]
struct Store;

fn main() {}
