//! `as NAME` binds the token for the body, which may pass it on, give it back or share it.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{Consent, ConsentDenied, ConsentLedger, user_consent_required};
use std::sync::Arc;
use support::{Recall, run};

fn needs_it(_: &Consent<Recall>) -> &'static str {
    "tea"
}

#[user_consent_required(Recall, gate = ledger, subject = "ada", as consent)]
fn passed_on(ledger: &ConsentLedger) -> Result<&'static str, ConsentDenied> {
    Ok(needs_it(&consent))
}

#[user_consent_required(Recall, as consent, gate = ledger, subject = "ada")]
async fn given_back(ledger: &ConsentLedger) -> Result<Consent<Recall>, ConsentDenied> {
    Ok(consent)
}

#[user_consent_required(Recall, gate = ledger, subject = "ada", as mut consent)]
fn exchanged(ledger: &ConsentLedger) -> Result<Arc<Consent<Recall>>, ConsentDenied> {
    consent = Consent::require(ledger, consent.subject())?;
    Ok(Arc::new(consent))
}

#[user_consent_required(Recall, gate = ledger, subject = "ada", as _consent)]
fn not_used(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

fn main() {
    let ledger = ConsentLedger::new();
    ledger.grant::<Recall>(&"ada".into());
    assert_eq!(passed_on(&ledger).unwrap(), "tea");
    assert_eq!(run(given_back(&ledger)).unwrap().subject().as_str(), "ada");
    assert_eq!(exchanged(&ledger).unwrap().receipt().reference(), "ledger/1");
    not_used(&ledger).unwrap();
}
