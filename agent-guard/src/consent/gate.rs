//! Who answers the question: the gate traits and what a gate may say.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use std::time::SystemTime;

use super::{PurposeInfo, SubjectId};

/// Answers whether a person has consented to a purpose.
///
/// Implement it over whatever holds the answers. A gate must be able to say no, and its answer must depend on what
/// it was asked: `cargo agent-guard` reports one that always grants, and treats what it guards as unguarded.
///
/// ```
/// use agent_guard::{ConsentGate, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
/// use std::collections::HashSet;
///
/// struct OptIns(HashSet<(String, &'static str)>);
///
/// impl ConsentGate for OptIns {
///     fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
///         if self.0.contains(&(subject.as_str().to_owned(), purpose.id)) {
///             Ok(Decision::Granted(Receipt::new("opt-in form")))
///         } else {
///             Ok(Decision::Denied(Denial::NeverAsked))
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a consent gate",
    label = "this cannot be asked for consent",
    note = "a gate implements `agent_guard::ConsentGate`; `agent_guard::ConsentLedger` is one"
)]
pub trait ConsentGate {
    /// Answers for one person and one purpose.
    ///
    /// # Errors
    /// [`GateError`] if the gate could not find out. That is no consent.
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError>;
}

/// A gate that does I/O to answer. Implement it with an `async fn`:
///
/// ```
/// use agent_guard::{AsyncConsentGate, Decision, Denial, GateError, PurposeInfo, SubjectId};
///
/// struct Remote;
///
/// impl AsyncConsentGate for Remote {
///     async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
///         // … ask the service …
///         Ok(Decision::Denied(Denial::NeverAsked))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an async consent gate",
    label = "this cannot be asked for consent in async code",
    note = "an async gate implements `agent_guard::AsyncConsentGate`; `agent_guard::ConsentLedger` is one",
    note = "a gate that does no I/O implements it in one line: `async fn decide_async(…) -> … {{ self.decide(subject, purpose) }}`"
)]
pub trait AsyncConsentGate: Sync {
    /// Answers for one person and one purpose.
    ///
    /// # Errors
    /// The future's [`GateError`] says that the gate could not find out. That is no consent.
    fn decide_async<'a>(
        &'a self,
        subject: &'a SubjectId,
        purpose: &'a PurposeInfo,
    ) -> impl Future<Output = Result<Decision, GateError>> + Send + 'a;
}

/// What a gate says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a decision that nobody looks at allows nothing"]
pub enum Decision {
    /// The person consented; the receipt says where that is recorded.
    Granted(Receipt),
    /// The person did not consent.
    Denied(Denial),
}

/// Why a gate said no.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Denial {
    /// Nobody has asked this person about this purpose.
    NeverAsked,
    /// The person was asked and said no.
    Refused,
    /// The person said yes and took it back.
    Withdrawn,
    /// The person said yes for a time that is over.
    Expired,
    /// In the gate's own words. They end up in error messages: do not name the person in them.
    Other(String),
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeverAsked => "never asked",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Other(reason) => reason,
        })
    }
}

/// The record behind a yes: which one, and how long it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Receipt {
    reference: String,
    expires_at: Option<SystemTime>,
}

impl Receipt {
    /// A receipt for the record that the gate knows by `reference`. Do not name the person in it.
    #[must_use]
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: reference.into(), expires_at: None }
    }

    /// The same receipt, valid before `time` only. [`Consent::require`](crate::Consent::require) turns one that is
    /// over already into a denial.
    #[must_use]
    pub fn expiring_at(self, time: SystemTime) -> Self {
        Self { expires_at: Some(time), ..self }
    }

    /// The name of the record, as the gate knows it.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// When the consent ends, if it does.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Whether the consent is over at `now`.
    #[must_use]
    pub fn is_expired_at(&self, now: SystemTime) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// A gate could not find out whether there is consent. Never to be read as a yes.
#[derive(Debug)]
pub struct GateError(Box<dyn Error + Send + Sync>);

impl GateError {
    /// Wraps what went wrong: an error of the gate's store, or a message.
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

impl fmt::Display for GateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for GateError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // `Display` has already said what the cause says; a report that walks the sources must not say it twice.
        self.0.source()
    }
}

/// A pointer to a gate is a gate, so that `gate = self.ledger` works whatever holds it.
macro_rules! pointer_is_a_gate {
    ($($pointer:ty),*) => {$(
        impl<G: ConsentGate + ?Sized> ConsentGate for $pointer {
            fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
                (**self).decide(subject, purpose)
            }
        }
    )*};
}
pointer_is_a_gate!(&G, &mut G, Box<G>, Rc<G>, Arc<G>);

/// The same for async gates; `Rc` is not among them because it cannot be shared between threads.
macro_rules! pointer_is_an_async_gate {
    ($($pointer:ty: $($bound:ident)?),*) => {$(
        impl<G: AsyncConsentGate $(+ $bound)? + ?Sized> AsyncConsentGate for $pointer {
            fn decide_async<'a>(
                &'a self,
                subject: &'a SubjectId,
                purpose: &'a PurposeInfo,
            ) -> impl Future<Output = Result<Decision, GateError>> + Send + 'a {
                (**self).decide_async(subject, purpose)
            }
        }
    )*};
}
pointer_is_an_async_gate!(&G:, &mut G:, Box<G>:, Arc<G>: Send);

/// A gate behind `dyn` that answers at once, asked in async code. One that does I/O blocks while it answers; it had
/// better be an [`AsyncConsentGate`] of its own. (Only this crate can write these two: both the trait and the types are its own.)
macro_rules! dyn_gate_is_an_async_gate {
    ($($gate:ty),*) => {$(
        impl AsyncConsentGate for $gate {
            async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
                self.decide(subject, purpose)
            }
        }
    )*};
}
dyn_gate_is_an_async_gate!(dyn ConsentGate + Sync + '_, dyn ConsentGate + Send + Sync + '_);
