//! `#[async_trait]` rewrites the methods before our attribute sees them: consent is asked for inside the future, with
//! `self` and the parameters as the author named them.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{Consent, ConsentDenied, ConsentLedger, SubjectId, user_consent_required};
use async_trait::async_trait;
use support::{AgentError, Recall, Store, assert_send, run};

struct User {
    id: SubjectId,
}

#[async_trait]
trait Memory: Sync {
    fn ledger(&self) -> &ConsentLedger;

    async fn recall(&self, user: &SubjectId) -> Result<Vec<String>, AgentError>;

    async fn destructured(&mut self, user: User) -> Result<String, ConsentDenied>;

    async fn generic<T: AsRef<str> + Send + Sync>(&self, user: T) -> Result<usize, ConsentDenied>
    where
        T: 'static;

    async fn associated(ledger: &ConsentLedger) -> Result<(), ConsentDenied>
    where
        Self: Sized;

    #[user_consent_required(Recall, gate = self.ledger(), subject = user)]
    async fn default_method(&self, user: &SubjectId) -> Result<String, ConsentDenied> {
        Ok(std::future::ready("default".to_owned()).await)
    }

    async fn with_token(&self, consent: &Consent<Recall>) -> SubjectId;
}

struct InMemory {
    ledger: ConsentLedger,
    rows: Vec<String>,
}

#[async_trait]
impl Memory for InMemory {
    fn ledger(&self) -> &ConsentLedger {
        &self.ledger
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = user, as consent)]
    async fn recall(&self, user: &SubjectId) -> Result<Vec<String>, AgentError> {
        assert_eq!(consent.subject(), user);
        let rows = std::future::ready(&self.rows).await;
        Ok(rows.clone())
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = id)]
    async fn destructured(&mut self, User { id }: User) -> Result<String, ConsentDenied> {
        self.rows.push(id.as_str().to_owned());
        Ok(id.as_str().to_owned())
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = user.as_ref())]
    async fn generic<T: AsRef<str> + Send + Sync>(&self, user: T) -> Result<usize, ConsentDenied>
    where
        T: 'static,
    {
        Ok(user.as_ref().len())
    }

    #[user_consent_required(Store, gate = ledger, subject = "ada")]
    async fn associated(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
        Ok(())
    }

    #[user_consent_required(Recall)]
    async fn with_token(&self, consent: &Consent<Recall>) -> SubjectId {
        consent.subject().clone()
    }
}

struct Local {
    ledger: ConsentLedger,
}

#[async_trait(?Send)]
trait Boxed {
    async fn boxed(self: Box<Self>) -> Result<u8, ConsentDenied>;
}

#[async_trait(?Send)]
impl Boxed for Local {
    #[user_consent_required(Recall, gate = { let this = &self; &this.ledger }, subject = "ada")]
    async fn boxed(self: Box<Self>) -> Result<u8, ConsentDenied> {
        Ok(1)
    }
}

fn main() {
    let ada = SubjectId::new("ada");
    let mut memory = InMemory { ledger: ConsentLedger::new(), rows: vec!["tea".into()] };
    let unpolled = memory.recall(&ada);
    drop(unpolled);
    assert!(run(assert_send(memory.recall(&ada))).is_err());
    assert!(run(memory.default_method(&ada)).is_err());
    assert!(run(memory.destructured(User { id: ada.clone() })).is_err());
    assert_eq!(memory.rows.len(), 1, "denied before the body ran");
    memory.ledger.grant::<Recall>(&ada);
    assert_eq!(run(memory.recall(&ada)).unwrap(), ["tea"]);
    assert_eq!(run(memory.default_method(&ada)).unwrap(), "default");
    assert_eq!(run(memory.destructured(User { id: ada.clone() })).unwrap(), "ada");
    assert_eq!(run(memory.generic("ada")).unwrap(), 3);
    assert!(run(InMemory::associated(&memory.ledger)).is_err());
    let consent = Consent::require(&memory.ledger, &ada).unwrap();
    assert_eq!(run(memory.with_token(&consent)), ada);
    assert!(run(Box::new(Local { ledger: ConsentLedger::new() }).boxed()).is_err());
}
