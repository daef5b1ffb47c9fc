//! Ledgers: who consented to what, under which notice, until when, and when they took it back.
//!
//! [`Ledger`] is what they have in common. [`ConsentLedger`] lives in memory and needs nothing. The durable ones (features
//! `sqlite-ledger` and `postgres-ledger`) keep an append-only, hash-chained history in which people stand as pseudonyms:
//!
//! ```text
//! engine      what recording, asking, forgetting and listing mean, over `Storage`
//!   record    one entry: a line of JSON, its hash, its code
//!   keys      the keys of a ledger, made from the one that the caller holds
//!   verify    the whole history against its hashes, codes and head
//!   checkpoint  a signed statement of how long the history is, to be kept elsewhere
//!   dpv       the consent record and receipt of DPV-27560, as JSON-LD
//! sqlite, postgres    where the entries lie: two implementations of `Storage`
//! ```

use std::borrow::Cow;
use std::time::SystemTime;

use super::{ConsentEvent, ConsentGate, Purpose, PurposeInfo, Receipt, Statement, SubjectId};

mod clock;
mod error;
mod memory;

#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod checkpoint;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod dpv;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod durable;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod engine;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod keys;
#[cfg(feature = "postgres-ledger")]
mod postgres;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod record;
#[cfg(feature = "sqlite-ledger")]
mod sqlite;
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
mod verify;

#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use dpv::{Party, RecordContext};
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use durable::DurableLedger;
pub use error::{Damage, LedgerError, LedgerErrorKind};
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use keys::LedgerKey;
pub use memory::ConsentLedger;
#[cfg(feature = "postgres-ledger")]
pub use postgres::PostgresLedger;
#[cfg(feature = "sqlite-ledger")]
pub use sqlite::{SqliteLedger, SqliteLedgerOptions};
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use verify::Verified;

/// A gate that also records: what an agent needs to ask people, remember their answers, and forget them.
///
/// An agent written against this trait does not change when its ledger moves from memory to a file or to a server.
///
/// ```
/// use agent_guard::{Consent, ConsentLedger, Evidence, Ledger, LedgerError, Purpose, PurposeInfo, Statement, SubjectId, Word};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall", expires_after = "365 days")]
/// struct Recall;
///
/// fn ask(ledger: &dyn Ledger, user: &SubjectId) -> Result<(), LedgerError> {
///     // … show `Recall::DESCRIPTION`, read the answer …
///     let said = Statement::new().evidenced_by(Evidence::text("typed `yes`"));
///     ledger.record(user, &PurposeInfo::of::<Recall>(), Word::Grant, &said)?;
///     Ok(())
/// }
///
/// let ledger = ConsentLedger::new();
/// let ada = SubjectId::new("ada");
/// ask(&ledger, &ada)?;
/// assert!(Consent::<Recall>::require(&ledger, &ada).is_ok());
///
/// ledger.record_withdrawal::<Recall>(&ada, &Statement::new())?;
/// assert!(Consent::<Recall>::require(&ledger, &ada).is_err());
/// # Ok::<(), LedgerError>(())
/// ```
pub trait Ledger: ConsentGate {
    /// Records what `subject` said about `purpose`. It is durable when this returns, as far as the ledger is, and counts from the
    /// next question on. A withdrawal is recorded also if there was nothing to take back.
    ///
    /// The receipt names the record; for a yes it says until when, which is the earlier of what the statement and what the purpose says.
    ///
    /// # Errors
    /// [`LedgerErrorKind::NothingToRenew`] if a renewal follows neither a yes nor its expiry; otherwise if it could not be stored.
    fn record(&self, subject: &SubjectId, purpose: &PurposeInfo, word: Word, statement: &Statement) -> Result<Receipt, LedgerError>;

    /// Everything recorded about `subject`, oldest first.
    ///
    /// # Errors
    /// If the ledger cannot be read, or what it holds is not what it wrote.
    fn events(&self, subject: &SubjectId) -> Result<Vec<ConsentEvent>, LedgerError>;

    /// The consents that hold now and end before `time`, earliest first: these people are to be asked anew.
    ///
    /// # Errors
    /// If the ledger cannot be read, or what it holds is not what it wrote.
    fn expiring_before(&self, time: SystemTime) -> Result<Vec<Expiring>, LedgerError>;

    /// Forgets who `subject` is. Afterwards nothing in the ledger can be linked to them, and they are as somebody who was never asked.
    /// Forgetting somebody unknown is no error, so a call that failed can be repeated.
    ///
    /// # Errors
    /// If it could not be made durable.
    fn forget(&self, subject: &SubjectId) -> Result<(), LedgerError>;

    /// Records that `subject` consents to `P`: [`record`](Ledger::record) with [`Word::Grant`].
    ///
    /// # Errors
    /// See [`record`](Ledger::record).
    fn record_grant<P: Purpose>(&self, subject: &SubjectId, statement: &Statement) -> Result<Receipt, LedgerError>
    where
        Self: Sized,
    {
        self.record(subject, &PurposeInfo::of::<P>(), Word::Grant, statement)
    }

    /// Records that `subject` consents to `P` once more: [`record`](Ledger::record) with [`Word::Renew`].
    ///
    /// # Errors
    /// See [`record`](Ledger::record).
    fn record_renewal<P: Purpose>(&self, subject: &SubjectId, statement: &Statement) -> Result<Receipt, LedgerError>
    where
        Self: Sized,
    {
        self.record(subject, &PurposeInfo::of::<P>(), Word::Renew, statement)
    }

    /// Records that `subject` was asked about `P` and said no: [`record`](Ledger::record) with [`Word::Refuse`].
    ///
    /// # Errors
    /// See [`record`](Ledger::record).
    fn record_refusal<P: Purpose>(&self, subject: &SubjectId, statement: &Statement) -> Result<Receipt, LedgerError>
    where
        Self: Sized,
    {
        self.record(subject, &PurposeInfo::of::<P>(), Word::Refuse, statement)
    }

    /// Records that `subject` takes consent to `P` back: [`record`](Ledger::record) with [`Word::Withdraw`].
    ///
    /// # Errors
    /// See [`record`](Ledger::record).
    fn record_withdrawal<P: Purpose>(&self, subject: &SubjectId, statement: &Statement) -> Result<Receipt, LedgerError>
    where
        Self: Sized,
    {
        self.record(subject, &PurposeInfo::of::<P>(), Word::Withdraw, statement)
    }
}

/// What a person says about a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Word {
    /// Yes.
    Grant,
    /// Yes, once more: before a consent ends, or after it has. Not after a withdrawal; that takes a new [`Word::Grant`].
    Renew,
    /// No.
    Refuse,
    /// No longer.
    Withdraw,
}

/// A consent that will end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expiring {
    /// Who gave it.
    pub subject: SubjectId,
    /// The id of the purpose it was given for.
    pub purpose: Cow<'static, str>,
    /// When it ends.
    pub expires_at: SystemTime,
}
