//! Functions that return a future whose block is their last expression: asked inside it.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};
use std::future::Future;
use std::pin::Pin;
use support::{AgentError, Recall, assert_send, run};

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn opaque(ledger: &ConsentLedger) -> impl Future<Output = Result<u8, ConsentDenied>> + Send + '_ {
    async move { Ok(1) }
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn pinned(ledger: &ConsentLedger) -> Pin<Box<dyn Future<Output = Result<u8, AgentError>> + Send + '_>> {
    let two = 2;
    Box::pin(async move { Ok(two) })
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn alias(ledger: &ConsentLedger) -> BoxFuture<'_, Result<u8, ConsentDenied>> {
    Box::pin(async move {
        std::future::ready(()).await;
        Ok(3)
    })
}

fn main() {
    let ledger = ConsentLedger::new();
    assert!(run(assert_send(opaque(&ledger))).is_err());
    assert!(run(pinned(&ledger)).is_err());
    let asked_when_run = alias(&ledger);
    ledger.grant::<Recall>(&"ada".into());
    assert_eq!(run(asked_when_run).unwrap(), 3);
    assert_eq!(run(opaque(&ledger)).unwrap(), 1);
    assert_eq!(run(pinned(&ledger)).unwrap(), 2);
}
