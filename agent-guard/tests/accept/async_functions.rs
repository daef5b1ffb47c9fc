//! In an `async fn` the gate is asked when the future is polled, and the future can be spawned.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{AsyncConsentGate, ConsentDenied, ConsentLedger, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
use agent_guard::user_consent_required;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{AgentError, Recall, Store, assert_send, run};

/// Answers after it was polled twice, and counts how often it was asked.
#[derive(Default)]
struct Slow {
    asked: AtomicUsize,
}

impl AsyncConsentGate for Slow {
    async fn decide_async(&self, _: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        std::future::ready(()).await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        match purpose.id {
            "memory.recall" => Ok(Decision::Granted(Receipt::new("slow"))),
            _ => Ok(Decision::Denied(Denial::Refused)),
        }
    }
}

#[user_consent_required(Recall, gate = gate, subject = user)]
async fn recall(gate: &Slow, user: &str) -> Result<String, ConsentDenied> {
    let later = std::future::ready(user.to_owned()).await;
    Ok(later)
}

struct Agent {
    gate: Slow,
    ledger: ConsentLedger,
}

impl Agent {
    #[user_consent_required(Store, gate = self.gate, subject = user)]
    async fn store(&mut self, user: SubjectId, _text: String) -> Result<(), AgentError> {
        unreachable!("denied for {:?}", user)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = user, as consent)]
    async fn recall(self, user: String) -> Result<SubjectId, AgentError> {
        let owned = user;
        assert_eq!(consent.subject().as_str(), owned);
        Ok(consent.subject().clone())
    }
}

fn main() {
    let gate = Slow::default();
    let future = assert_send(recall(&gate, "ada"));
    assert_eq!(gate.asked.load(Ordering::Relaxed), 0, "nothing is asked before the future runs");
    assert_eq!(run(future).unwrap(), "ada");
    assert_eq!(gate.asked.load(Ordering::Relaxed), 1);

    let mut agent = Agent { gate, ledger: ConsentLedger::new() };
    let AgentError::NoConsent(denied) = run(assert_send(agent.store(SubjectId::new("ada"), String::new()))).unwrap_err();
    assert_eq!(denied.denial(), Some(&Denial::Refused));
    agent.ledger.grant::<Recall>(&SubjectId::new("ada"));
    assert_eq!(run(assert_send(agent.recall("ada".into()))).unwrap(), SubjectId::new("ada"));
}
