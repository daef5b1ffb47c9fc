//! The ledger that needs nothing: it lives in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::clock::{Clock, Micros, end_of_consent, to_micros, to_time};
use super::{Expiring, Ledger, LedgerError, LedgerErrorKind, Word};
use crate::consent::{
    AsyncConsentGate, ConsentEvent, ConsentEventKind, ConsentGate, Decision, Denial, GateError, Purpose, PurposeInfo, Receipt, Statement,
    SubjectId,
};

/// Records grants, refusals and withdrawals, and answers from them: the last word about a purpose counts.
///
/// Nothing is ever taken out of the history, unless a person is [forgotten](Ledger::forget). It lives in memory and ends with the
/// process; share it between threads by reference or in an `Arc`. `SqliteLedger` and `PostgresLedger` (features) last.
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
///
/// These methods are short for those of [`Ledger`], with a [`Statement`] of which nothing further is recorded.
#[derive(Default)]
pub struct ConsentLedger {
    records: Mutex<Records>,
    clock: Clock,
}

#[derive(Default)]
struct Records {
    events: HashMap<SubjectId, Vec<ConsentEvent>>,
    /// Numbers the receipts.
    recorded: u64,
}

impl ConsentLedger {
    /// A ledger in which nobody has consented to anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with the time from elsewhere than the system's clock: for tests. If it goes back, the ledger's time stands still.
    #[must_use]
    pub fn with_clock(clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { records: Mutex::default(), clock: Clock::new(clock) }
    }

    /// Records that `subject` consents to `P` until they withdraw it, or until the purpose's own expiry.
    pub fn grant<P: Purpose>(&self, subject: &SubjectId) -> Receipt {
        self.lock().yes(self.clock.now(), subject, PurposeInfo::of::<P>(), &Statement::new(), ConsentEventKind::Granted)
    }

    /// Records that `subject` consents to `P` until `expires_at` or the purpose's own expiry, unless they withdraw it before.
    pub fn grant_until<P: Purpose>(&self, subject: &SubjectId, expires_at: SystemTime) -> Receipt {
        let until = Statement::new().until(expires_at);
        self.lock().yes(self.clock.now(), subject, PurposeInfo::of::<P>(), &until, ConsentEventKind::Granted)
    }

    /// Records that `subject` was asked about `P` and said no.
    pub fn refuse<P: Purpose>(&self, subject: &SubjectId) {
        self.lock().no(self.clock.now(), subject, PurposeInfo::of::<P>(), ConsentEventKind::Refused, Statement::new());
    }

    /// Records that `subject` takes consent to `P` back. It holds from the next question on; it is recorded also
    /// if there was nothing to take back.
    pub fn withdraw<P: Purpose>(&self, subject: &SubjectId) {
        self.lock().no(self.clock.now(), subject, PurposeInfo::of::<P>(), ConsentEventKind::Withdrawn, Statement::new());
    }

    /// Everything recorded about `subject`, oldest first.
    #[must_use]
    pub fn history(&self, subject: &SubjectId) -> Vec<ConsentEvent> {
        self.lock().events.get(subject).cloned().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        // A panic elsewhere cannot leave the records half written: each change is one push.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn yes(
        &mut self,
        now: Micros,
        subject: &SubjectId,
        purpose: PurposeInfo,
        statement: &Statement,
        kind: fn(Receipt) -> ConsentEventKind,
    ) -> Receipt {
        // A time that was said is kept as it was said; one that the purpose's length gives is as exact as the clock.
        let said = statement.expires_at;
        let end = match end_of_consent(now, said.map(to_micros), purpose.expires_after) {
            Some(end) if said.is_some_and(|said| to_micros(said) == end) => said,
            end => end.map(to_time),
        };
        let receipt = match end {
            Some(time) => self.receipt().expiring_at(time),
            None => self.receipt(),
        };
        self.push(ConsentEvent::new(to_time(now), purpose.into(), kind(receipt.clone()), statement.clone()), subject);
        receipt
    }

    fn no(&mut self, now: Micros, subject: &SubjectId, purpose: PurposeInfo, kind: ConsentEventKind, statement: Statement) -> Receipt {
        let statement = Statement { expires_at: None, ..statement };
        self.push(ConsentEvent::new(to_time(now), purpose.into(), kind, statement), subject);
        self.receipt()
    }

    fn push(&mut self, event: ConsentEvent, subject: &SubjectId) {
        self.events.entry(subject.clone()).or_default().push(event);
    }

    fn receipt(&mut self) -> Receipt {
        self.recorded += 1;
        Receipt::new(format!("ledger/{}", self.recorded))
    }

    fn last_word(&self, subject: &SubjectId, purpose: &str) -> Option<&ConsentEvent> {
        self.events.get(subject).and_then(|events| events.iter().rfind(|event| event.purpose.id == purpose))
    }

    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo, now: SystemTime) -> Decision {
        let Some(event) = self.last_word(subject, purpose.id) else { return Decision::Denied(Denial::NeverAsked) };
        match &event.kind {
            ConsentEventKind::Granted(receipt) | ConsentEventKind::Renewed(receipt) => {
                // The purpose may have been given a shorter time since.
                let allowed = end_of_consent(to_micros(event.at), None, purpose.expires_after).map(to_time);
                let receipt = match (receipt.expires_at(), allowed) {
                    (Some(recorded), Some(allowed)) if recorded <= allowed => receipt.clone(),
                    (_, Some(allowed)) => receipt.clone().expiring_at(allowed),
                    (_, None) => receipt.clone(),
                };
                if receipt.is_expired_at(now) { Decision::Denied(Denial::Expired) } else { Decision::Granted(receipt) }
            }
            ConsentEventKind::Refused => Decision::Denied(Denial::Refused),
            ConsentEventKind::Withdrawn => Decision::Denied(Denial::Withdrawn),
            ConsentEventKind::Expired => Decision::Denied(Denial::Expired),
        }
    }
}

impl Ledger for ConsentLedger {
    fn record(&self, subject: &SubjectId, purpose: &PurposeInfo, word: Word, statement: &Statement) -> Result<Receipt, LedgerError> {
        use ConsentEventKind as Kind;
        let (mut records, now) = (self.lock(), self.clock.now());
        match word {
            Word::Grant => Ok(records.yes(now, subject, *purpose, statement, Kind::Granted)),
            Word::Renew => match records.last_word(subject, purpose.id).map(|event| &event.kind) {
                Some(Kind::Granted(_) | Kind::Renewed(_) | Kind::Expired) => {
                    Ok(records.yes(now, subject, *purpose, statement, Kind::Renewed))
                }
                _ => Err(LedgerError::new(LedgerErrorKind::NothingToRenew)),
            },
            Word::Refuse => Ok(records.no(now, subject, *purpose, Kind::Refused, statement.clone())),
            Word::Withdraw => Ok(records.no(now, subject, *purpose, Kind::Withdrawn, statement.clone())),
        }
    }

    fn events(&self, subject: &SubjectId) -> Result<Vec<ConsentEvent>, LedgerError> {
        Ok(self.history(subject))
    }

    fn expiring_before(&self, time: SystemTime) -> Result<Vec<Expiring>, LedgerError> {
        let now = to_time(self.clock.now());
        let records = self.lock();
        let mut expiring: Vec<Expiring> = Vec::new();
        for (subject, events) in &records.events {
            for (number, event) in events.iter().enumerate() {
                let (ConsentEventKind::Granted(receipt) | ConsentEventKind::Renewed(receipt)) = &event.kind else { continue };
                let is_last_word = !events[number + 1..].iter().any(|later| later.purpose.id == event.purpose.id);
                let end = receipt.expires_at().filter(|&end| is_last_word && now < end && end < time);
                expiring.extend(end.map(|expires_at| Expiring { subject: subject.clone(), purpose: event.purpose.id.clone(), expires_at }));
            }
        }
        expiring.sort_by(|a, b| (a.expires_at, &a.subject, &a.purpose).cmp(&(b.expires_at, &b.subject, &b.purpose)));
        Ok(expiring)
    }

    fn forget(&self, subject: &SubjectId) -> Result<(), LedgerError> {
        self.lock().events.remove(subject);
        Ok(())
    }
}

impl ConsentGate for ConsentLedger {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let records = self.lock();
        Ok(records.decide(subject, purpose, to_time(self.clock.now())))
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
