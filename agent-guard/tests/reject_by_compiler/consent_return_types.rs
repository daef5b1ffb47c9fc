//! A denial has to fit into what the function returns.

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn not_a_result(ledger: &ConsentLedger) -> Vec<String> {
    Vec::new()
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn option(ledger: &ConsentLedger) -> Option<String> {
    None
}

struct OwnError;

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn error_without_from(ledger: &ConsentLedger) -> Result<String, OwnError> {
    Ok(String::new())
}

type Aliased<T> = Result<T, OwnError>;

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
async fn async_error_without_from(ledger: &ConsentLedger) -> Aliased<String> {
    Ok(String::new())
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn text_as_error(ledger: &ConsentLedger) -> Result<(), String> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn fits(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
