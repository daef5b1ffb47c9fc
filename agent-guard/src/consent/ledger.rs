//! The gate that ships: who consented to what, and when they took it back. This one keeps it in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{AsyncConsentGate, ConsentGate, Decision, Denial, GateError, Purpose, PurposeInfo, Receipt, SubjectId};

/// Records grants, refusals and withdrawals, and answers from them: the last word about a purpose counts.
///
/// Nothing is ever taken out of the history. It lives in memory and ends with the process; share it between
/// threads by reference or in an `Arc`.
///
/// ```
/// use agent_guard::{Consent, ConsentEventKind, ConsentLedger, Purpose, SubjectId};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// struct Recall;
///
/// let ledger = ConsentLedger::new();
/// let ada = SubjectId::new("ada");
///
/// ledger.grant::<Recall>(&ada);
/// assert!(Consent::<Recall>::require(&ledger, &ada).is_ok());
///
/// ledger.withdraw::<Recall>(&ada);
/// assert!(Consent::<Recall>::require(&ledger, &ada).is_err());
///
/// let history = ledger.history(&ada);
/// assert_eq!(history.len(), 2);
/// assert_eq!(history[1].kind, ConsentEventKind::Withdrawn);
/// ```
#[derive(Default)]
pub struct ConsentLedger {
    records: Mutex<Records>,
}

#[derive(Default)]
struct Records {
    events: HashMap<SubjectId, Vec<ConsentEvent>>,
    /// Numbers the receipts.
    recorded: u64,
}

/// One entry of a person's history.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsentEvent {
    /// When it was recorded.
    pub at: SystemTime,
    /// What it is about.
    pub purpose: PurposeInfo,
    /// What happened.
    pub kind: ConsentEventKind,
}

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsentEventKind {
    /// Yes. The receipt says until when.
    Granted(Receipt),
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
}

impl ConsentLedger {
    /// A ledger in which nobody has consented to anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that `subject` consents to `P` until they withdraw it.
    pub fn grant<P: Purpose>(&self, subject: &SubjectId) -> Receipt {
        self.record_grant::<P>(subject, None)
    }

    /// Records that `subject` consents to `P` until `expires_at`, unless they withdraw it before.
    pub fn grant_until<P: Purpose>(&self, subject: &SubjectId, expires_at: SystemTime) -> Receipt {
        self.record_grant::<P>(subject, Some(expires_at))
    }

    /// Records that `subject` was asked about `P` and said no.
    pub fn refuse<P: Purpose>(&self, subject: &SubjectId) {
        self.lock().record::<P>(subject, ConsentEventKind::Refused);
    }

    /// Records that `subject` takes consent to `P` back. It holds from the next question on; it is recorded also
    /// if there was nothing to take back.
    pub fn withdraw<P: Purpose>(&self, subject: &SubjectId) {
        self.lock().record::<P>(subject, ConsentEventKind::Withdrawn);
    }

    /// Everything recorded about `subject`, oldest first.
    #[must_use]
    pub fn history(&self, subject: &SubjectId) -> Vec<ConsentEvent> {
        self.lock().events.get(subject).cloned().unwrap_or_default()
    }

    fn record_grant<P: Purpose>(&self, subject: &SubjectId, expires_at: Option<SystemTime>) -> Receipt {
        let mut records = self.lock();
        records.recorded += 1;
        let receipt = Receipt::new(format!("ledger/{}", records.recorded));
        let receipt = match expires_at {
            Some(time) => receipt.expiring_at(time),
            None => receipt,
        };
        records.record::<P>(subject, ConsentEventKind::Granted(receipt.clone()));
        receipt
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        // A panic elsewhere cannot leave the records half written: each change is one push.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn record<P: Purpose>(&mut self, subject: &SubjectId, kind: ConsentEventKind) {
        let event = ConsentEvent { at: SystemTime::now(), purpose: PurposeInfo::of::<P>(), kind };
        self.events.entry(subject.clone()).or_default().push(event);
    }

    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo, now: SystemTime) -> Decision {
        let last_word = self.events.get(subject).and_then(|events| events.iter().rfind(|event| event.purpose.id == purpose.id));
        match last_word.map(|event| &event.kind) {
            Some(ConsentEventKind::Granted(receipt)) if receipt.is_expired_at(now) => Decision::Denied(Denial::Expired),
            Some(ConsentEventKind::Granted(receipt)) => Decision::Granted(receipt.clone()),
            Some(ConsentEventKind::Refused) => Decision::Denied(Denial::Refused),
            Some(ConsentEventKind::Withdrawn) => Decision::Denied(Denial::Withdrawn),
            None => Decision::Denied(Denial::NeverAsked),
        }
    }
}

impl ConsentGate for ConsentLedger {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(self.lock().decide(subject, purpose, SystemTime::now()))
    }
}

impl AsyncConsentGate for ConsentLedger {
    /// The ledger is in memory: the answer is there at the first poll.
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        self.decide(subject, purpose)
    }
}

impl std::fmt::Debug for ConsentLedger {
    /// Shows how many people it knows, not who they are.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConsentLedger").field("subjects", &self.lock().events.len()).finish_non_exhaustive()
    }
}
