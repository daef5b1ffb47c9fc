//! Implementations of a trait, default methods, and `async fn` in a trait.
#![deny(warnings)]
#![allow(async_fn_in_trait)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{Consent, ConsentDenied, ConsentLedger, SubjectId, user_consent_required};
use support::{Recall, run};

trait Memory {
    fn ledger(&self) -> &ConsentLedger;

    fn recall(&self, user: &SubjectId) -> Result<String, ConsentDenied>;

    #[user_consent_required(Recall, gate = self.ledger(), subject = user)]
    fn recall_default(&self, user: &SubjectId) -> Result<String, ConsentDenied> {
        Ok("default".to_owned())
    }

    async fn recall_later(&self, user: &SubjectId) -> Result<String, ConsentDenied>;

    fn with_token(&self, consent: &Consent<Recall>) -> String;
}

struct InMemory(ConsentLedger);

impl Memory for InMemory {
    fn ledger(&self) -> &ConsentLedger {
        &self.0
    }

    #[user_consent_required(Recall, gate = self.ledger(), subject = user)]
    fn recall(&self, user: &SubjectId) -> Result<String, ConsentDenied> {
        Ok("own".to_owned())
    }

    #[user_consent_required(Recall, gate = self.0, subject = user)]
    async fn recall_later(&self, user: &SubjectId) -> Result<String, ConsentDenied> {
        Ok("later".to_owned())
    }

    #[user_consent_required(Recall)]
    fn with_token(&self, consent: &Consent<Recall>) -> String {
        consent.receipt().reference().to_owned()
    }
}

fn main() {
    let (memory, ada) = (InMemory(ConsentLedger::new()), SubjectId::new("ada"));
    assert!(memory.recall(&ada).is_err());
    assert!(memory.recall_default(&ada).is_err());
    assert!(run(memory.recall_later(&ada)).is_err());
    memory.0.grant::<Recall>(&ada);
    assert_eq!(memory.recall(&ada).unwrap(), "own");
    assert_eq!(memory.recall_default(&ada).unwrap(), "default");
    assert_eq!(run(memory.recall_later(&ada)).unwrap(), "later");
    assert_eq!(memory.with_token(&Consent::require(&memory.0, &ada).unwrap()), "ledger/1");
}
