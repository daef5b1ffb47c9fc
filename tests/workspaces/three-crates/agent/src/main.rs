//! The highest crate: it asks, and calls down.

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId, user_consent_required};
use service::{Count, Service};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

#[user_consent_required(Recall, gate = ledger, subject = user)]
async fn converse(service: &Service, ledger: &ConsentLedger, user: &SubjectId) -> Result<bool, ConsentDenied> {
    service.learn("likes tea").await;
    service.with_notes(|notes| notes.peek());
    Ok(service.answer("what do I like?"))
}

fn recall(service: &Service, consent: &Consent<Recall>) -> bool {
    println!("{:?}", consent.obtained_at());
    service.answer("and what else?")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (service, ledger, user) = (Service::new(), ConsentLedger::new(), SubjectId::new("ada"));
    let counted: &dyn Count = &service;
    println!("{}", counted.count());
    service.learn("was here").await;
    let _ = converse(&service, &ledger, &user).await;
    if let Ok(consent) = Consent::require(&ledger, &user) {
        recall(&service, &consent);
    }
}
