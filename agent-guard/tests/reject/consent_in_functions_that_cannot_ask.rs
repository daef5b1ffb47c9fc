//! Functions that cannot ask, or cannot say no.

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};
use std::future::Future;

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
const fn in_const(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
extern "C" fn foreign(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn returns_nothing(ledger: &ConsentLedger) {}

#[user_consent_required(Recall, gate = ledger, subject = "ada", as consent)]
fn error_is_the_only_one(ledger: &ConsentLedger) {
    drop(consent);
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn future_made_elsewhere(ledger: &ConsentLedger) -> impl Future<Output = Result<(), ConsentDenied>> {
    elsewhere()
}

async fn elsewhere() -> Result<(), ConsentDenied> {
    Ok(())
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
