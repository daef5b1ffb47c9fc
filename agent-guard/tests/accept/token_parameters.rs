//! Without a gate, the token is a parameter: in any form that surely holds one, under any name.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{Consent, ConsentLedger, SubjectId, user_consent_required};
use std::rc::Rc;
use std::sync::Arc;
use support::{Recall, Store, run};

#[user_consent_required(Recall)]
fn by_value(consent: Consent<Recall>) -> SubjectId {
    consent.subject().clone()
}

#[user_consent_required(Recall)]
fn by_ref(_consent: &Consent<Recall>) {}

#[user_consent_required(Recall)]
fn by_mut(_consent: &mut Consent<Recall>) {}

#[user_consent_required(Recall)]
fn unnamed(_: &Consent<Recall>) {}

#[user_consent_required(Recall)]
fn rebound(mut _consent: Consent<Recall>, ref _other: u8) {}

#[user_consent_required(Recall)]
fn in_arc(_consent: Arc<Consent<Recall>>) {}

#[user_consent_required(Recall)]
fn in_box_by_ref(_consent: &Box<Consent<Recall>>, _rc: Rc<u8>) {}

#[user_consent_required(support::Recall)]
async fn later(consent: &agent_guard::Consent<self::support::Recall>) -> SubjectId {
    consent.subject().clone()
}

#[user_consent_required(Recall)]
const fn in_const(_consent: &Consent<Recall>) -> u8 {
    1
}

// Two tokens for two purposes: each attribute means its own.
#[user_consent_required(Recall)]
#[user_consent_required(Store)]
fn two_purposes(_recall: &Consent<Recall>, _store: &Consent<Store>) {}

// One asked for, one taken.
#[user_consent_required(Recall)]
#[user_consent_required(Store, gate = ledger, subject = recall.subject(), as store)]
fn one_of_each(ledger: &ConsentLedger, recall: &Consent<Recall>) -> Result<SubjectId, agent_guard::ConsentDenied> {
    Ok(store.subject().clone())
}

// Two asked for.
#[user_consent_required(Recall, gate = ledger, subject = user)]
#[user_consent_required(Store, gate = ledger, subject = user)]
fn both_asked(ledger: &ConsentLedger, user: &str) -> Result<(), agent_guard::ConsentDenied> {
    Ok(())
}

fn main() {
    let (ledger, ada) = (ConsentLedger::new(), SubjectId::new("ada"));
    ledger.grant::<Recall>(&ada);
    let token = || Consent::<Recall>::require(&ledger, &ada).unwrap();
    assert_eq!(by_value(token()), ada);
    by_ref(&token());
    by_mut(&mut token());
    unnamed(&token());
    rebound(token(), 1);
    in_arc(Arc::new(token()));
    in_box_by_ref(&Box::new(token()), Rc::new(1));
    assert_eq!(run(later(&token())), ada);
    assert_eq!(in_const(&token()), 1);
    assert!(one_of_each(&ledger, &token()).is_err());
    assert!(both_asked(&ledger, "ada").is_err());
    ledger.grant::<Store>(&ada);
    two_purposes(&token(), &Consent::require(&ledger, &ada).unwrap());
    assert_eq!(one_of_each(&ledger, &token()).unwrap(), ada);
    assert!(both_asked(&ledger, "ada").is_ok());
}
