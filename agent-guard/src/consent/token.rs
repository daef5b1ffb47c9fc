//! The proof. Everything that the analysis concludes rests on this one type having no second constructor.

use std::fmt;
use std::marker::PhantomData;
use std::time::SystemTime;

use super::{AsyncConsentGate, ConsentDenied, ConsentGate, Decision, Denial, GateError, Purpose, PurposeInfo, Receipt, SubjectId};

/// Proof that a gate said yes for one person and the purpose `P`.
///
/// It comes from [`Consent::require`] or [`Consent::require_async`] and from nowhere else:
///
/// ```
/// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// struct Recall;
///
/// let ledger = ConsentLedger::new();
/// let ada = SubjectId::new("ada");
/// ledger.grant::<Recall>(&ada);
///
/// let consent = Consent::<Recall>::require(&ledger, &ada)?;
/// assert_eq!(consent.subject(), &ada);
/// # Ok::<(), agent_guard::ConsentDenied>(())
/// ```
///
/// Pass it on by value to use it up, or as `&Consent<P>`; share it in an `Arc`.
// Intentionally absent, each because it would be a second way to come by a token:
// - `Clone`, `Copy`: a copy would live on after the function that asked; sharing is a reference or an `Arc`.
// - `Default`, `From`, `Deserialize`: a token made from nothing, from something else, or from last year's file.
// - `Serialize`: the token is an answer to a question asked now, not a record. The receipt names the record.
#[must_use = "the token is the proof that consent was given: bind it, and pass it to what needs it"]
pub struct Consent<P: Purpose> {
    subject: SubjectId,
    receipt: Receipt,
    obtained_at: SystemTime,
    // `fn() -> P` makes the token `Send` and `Sync` whatever `P` is: no `P` is stored.
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Consent<P> {
    /// Asks `gate` whether `subject` has consented to `P`.
    ///
    /// # Errors
    /// [`ConsentDenied`] if the gate says no, if its yes has expired, or if it fails.
    pub fn require<G: ConsentGate + ?Sized>(gate: &G, subject: &SubjectId) -> Result<Self, ConsentDenied> {
        let purpose = PurposeInfo::of::<P>();
        let answer = gate.decide(subject, &purpose);
        Self::from_answer(answer, subject, purpose)
    }

    /// Asks `gate` whether `subject` has consented to `P`, and awaits the answer.
    ///
    /// # Errors
    /// [`ConsentDenied`] if the gate says no, if its yes has expired, or if it fails.
    pub async fn require_async<G: AsyncConsentGate + ?Sized>(gate: &G, subject: &SubjectId) -> Result<Self, ConsentDenied> {
        let purpose = PurposeInfo::of::<P>();
        let answer = gate.decide_async(subject, &purpose).await;
        Self::from_answer(answer, subject, purpose)
    }

    /// Whose consent it is.
    #[must_use]
    pub fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// The record behind it.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// When the gate answered.
    #[must_use]
    pub fn obtained_at(&self) -> SystemTime {
        self.obtained_at
    }

    /// Whether it is time to ask the person anew: the consent ends within [`Purpose::RENEW_BEFORE`].
    #[must_use]
    pub fn is_due_for_renewal(&self) -> bool {
        let asked_until = self.obtained_at.checked_add(P::RENEW_BEFORE);
        // A time too far away to be expressed is later than any end.
        self.receipt.expires_at().is_some_and(|end| asked_until.is_none_or(|time| end <= time))
    }

    /// The only place that makes a token.
    fn from_answer(answer: Result<Decision, GateError>, subject: &SubjectId, purpose: PurposeInfo) -> Result<Self, ConsentDenied> {
        let receipt = match answer {
            Ok(Decision::Granted(receipt)) => receipt,
            Ok(Decision::Denied(denial)) => return Err(ConsentDenied::by_decision(purpose, denial)),
            Err(error) => return Err(ConsentDenied::by_failure(purpose, error)),
        };
        let obtained_at = SystemTime::now();
        if receipt.is_expired_at(obtained_at) {
            return Err(ConsentDenied::by_decision(purpose, Denial::Expired));
        }
        Ok(Self { subject: subject.clone(), receipt, obtained_at, purpose: PhantomData })
    }
}

impl<P: Purpose> fmt::Debug for Consent<P> {
    /// Shows the purpose and the time, not the person and not the receipt.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent").field("purpose", &P::ID).field("obtained_at", &self.obtained_at).finish_non_exhaustive()
    }
}
