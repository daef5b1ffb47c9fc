//! `gate` and `subject` are any expression of a fitting type, or a pointer to one. They are borrowed.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{ConsentDenied, ConsentGate, ConsentLedger, SubjectId, user_consent_required};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex};
use support::{Recall, assert_send, run};

static LEDGER: LazyLock<ConsentLedger> = LazyLock::new(ConsentLedger::new);

struct Session {
    user: Option<String>,
}

impl Session {
    fn subject(&self) -> SubjectId {
        SubjectId::new(self.user.clone().unwrap_or_default())
    }
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn shared(gate: Arc<ConsentLedger>, user: Arc<SubjectId>) -> Result<(Arc<ConsentLedger>, Arc<SubjectId>), ConsentDenied> {
    Ok((gate, user)) // both are still here
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn dynamic(gate: &dyn ConsentGate, user: String) -> Result<String, ConsentDenied> {
    Ok(user)
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn boxed(gate: Box<dyn ConsentGate>, user: &&str) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn rc(gate: &mut Rc<ConsentLedger>, user: Cow<'_, str>) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = *LEDGER, subject = session.subject())]
fn from_static(session: &Session) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = &LEDGER as &ConsentLedger, subject = session.user.as_deref().unwrap_or("nobody"))]
fn with_a_cast(session: &Session) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = *ledger.lock().unwrap(), subject = { let id = 1 + 1; format!("user-{id}") })]
fn guard_and_block(ledger: &Mutex<ConsentLedger>) -> Result<(), ConsentDenied> {
    assert!(ledger.try_lock().is_ok(), "the lock is released before the body runs");
    Ok(())
}

#[user_consent_required(Recall, gate = gate, subject = user)]
async fn dynamic_later(gate: Arc<dyn ConsentGate + Send + Sync>, user: &str) -> Result<(), ConsentDenied> {
    Ok(())
}

fn main() {
    let ada = SubjectId::new("ada");
    let ledger = Arc::new(ConsentLedger::new());
    assert!(shared(ledger.clone(), Arc::new(ada.clone())).is_err());
    ledger.grant::<Recall>(&ada);
    assert!(shared(ledger.clone(), Arc::new(ada.clone())).is_ok());
    assert_eq!(dynamic(&*ledger, "ada".into()).unwrap(), "ada");
    assert!(boxed(Box::new(ledger.clone()), &"ada").is_ok());
    assert!(run(assert_send(dynamic_later(ledger.clone(), "ada"))).is_ok());
    assert!(run(dynamic_later(ledger, "grace")).is_err());

    let mut of_grace = Rc::new(ConsentLedger::new());
    assert!(rc(&mut of_grace, "grace".into()).is_err());
    let session = Session { user: Some("ada".into()) };
    assert!(from_static(&session).is_err());
    LEDGER.grant::<Recall>(&ada);
    assert!(from_static(&session).is_ok());
    assert!(with_a_cast(&session).is_ok());
    let locked = Mutex::new(ConsentLedger::new());
    assert!(guard_and_block(&locked).is_err());
    locked.lock().unwrap().grant::<Recall>(&"user-2".into());
    assert!(guard_and_block(&locked).is_ok());
}
