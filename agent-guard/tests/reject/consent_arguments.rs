//! Every mistake in the parentheses is told, all at once.

use agent_guard::{Consent, ConsentDenied, ConsentLedger, user_consent_required};

#[user_consent_required]
fn no_purpose(_: &Consent<Recall>) {}

#[user_consent_required(gate = ledger, subject = "ada")]
fn no_purpose_but_a_gate(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required("memory.recall", gate = ledger, subject = "ada")]
fn purpose_as_text(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, Store)]
fn two_purposes(_: &Consent<Recall>) {}

#[user_consent_required(Recall, gate = ledger)]
fn gate_without_subject(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, subject = user)]
fn subject_without_gate(user: &str) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, as consent)]
fn name_without_gate(consent: &Consent<Recall>) {}

#[user_consent_required(Recall, gate = ledger, subject = "ada", as _)]
fn name_that_drops(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, subject = "ada" as consent)]
fn comma_before_as_is_missing(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    let _ = consent;
    Ok(())
}

#[user_consent_required(Recall gate = ledger, subject = "ada")]
fn comma_after_purpose_is_missing(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, gate = ledger, subject = "ada", subject = "grace", as one, as other)]
fn twice(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gaet = ledger, subjct = "ada", user = "ada", ledger = ledger, colour = "green")]
fn unknown_keys(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = , subject)]
fn half_written(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
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
