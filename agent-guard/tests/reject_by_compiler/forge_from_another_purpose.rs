//! Consent to one purpose is not consent to another.

use agent_guard::Consent;

fn write(_: &Consent<Store>) {}

fn use_for_another(consent: &Consent<Recall>) {
    write(consent);
}

fn convert(consent: Consent<Recall>) -> Consent<Store> {
    consent.into()
}

fn require_another(gate: &agent_guard::ConsentLedger, user: &agent_guard::SubjectId) -> Result<Consent<Store>, agent_guard::ConsentDenied> {
    Consent::<Recall>::require(gate, user)
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
