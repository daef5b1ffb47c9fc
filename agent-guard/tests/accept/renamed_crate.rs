//! `crate = PATH`, for a dependency under another name: here nothing but `ag` leads to the runtime.
#![deny(warnings)]

extern crate agent_guard as ag;

mod agent_guard {
    //! Stands in the way: a macro that wrote `agent_guard::…` would end here.
}

use ag::{Consent, ConsentLedger};

/// Recall what you told me earlier.
#[derive(ag::Purpose)]
#[purpose(id = "memory.recall", crate = ag)]
struct Recall;

#[ag::user_consent_required(crate = ag, Recall, gate = ledger, subject = "ada")]
fn recall(ledger: &ConsentLedger) -> Result<u8, ag::ConsentDenied> {
    Ok(1)
}

#[ag::user_consent_required(Recall, crate = crate::ag)]
fn recall_with(_: &Consent<Recall>) -> u8 {
    2
}

#[ag::allow(AG101, reason = "none", crate = ag)]
fn allowed() {}

fn main() {
    allowed();
    let ledger = ConsentLedger::new();
    assert!(recall(&ledger).is_err());
    ledger.grant::<Recall>(&"ada".into());
    assert_eq!(recall(&ledger).unwrap(), 1);
    assert_eq!(recall_with(&Consent::require(&ledger, &"ada".into()).unwrap()), 2);
}
