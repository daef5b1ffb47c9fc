//! What the durable ledgers can do beyond [`Ledger`], and how they do it in common.

use std::sync::Arc;

use super::checkpoint::{self, Tree};
use super::clock::Clock;
use super::engine::{self, Standing, Storage};
use super::keys::Keys;
use super::record::Row;
use super::verify::{Verified, verify};
use super::{Ledger, LedgerError, RecordContext, dpv};
use crate::consent::{Decision, PurposeInfo, SubjectId};

/// A ledger that lasts, and whose history can be shown to be whole.
pub trait DurableLedger: Ledger {
    /// Reads the whole history and checks it: that no record was changed, removed, moved or added without the key, that none is
    /// missing at the end, and that the people belong to the records. It takes time in proportion to the history.
    ///
    /// Not seen is a ledger that was replaced, whole, by an older copy of itself; [`verify_against`](Self::verify_against) sees it.
    ///
    /// # Errors
    /// [`LedgerErrorKind::Damaged`](super::LedgerErrorKind::Damaged) says what was found first; otherwise if the ledger cannot be read.
    fn verify(&self) -> Result<Verified, LedgerError>;

    /// As [`verify`](Self::verify); besides, the history must begin with the one that `checkpoint` was made of.
    ///
    /// # Errors
    /// As for [`verify`](Self::verify), and if the checkpoint is not one that this ledger has signed.
    fn verify_against(&self, checkpoint: &str) -> Result<Verified, LedgerError>;

    /// A signed statement of how long the history is and what it holds, in the form of `c2sp.org/tlog-checkpoint`. Keep it where
    /// who can write to the ledger cannot. It names nobody.
    ///
    /// # Errors
    /// If the ledger cannot be read, or is damaged.
    fn checkpoint(&self) -> Result<String, LedgerError>;

    /// The key that others can verify checkpoints with, in the form of `c2sp.org/signed-note`. It is no secret.
    fn verifying_key(&self) -> String;

    /// The consent record of `subject` for `purpose` as JSON-LD, in the profile
    /// [DPV-27560](https://w3id.org/dpv/guides/consent-27560) of ISO/IEC TS 27560:2023. `None` if they have never been asked.
    ///
    /// The person stands in it as their pseudonym, and evidence is left out; a reference as evidence is kept.
    ///
    /// # Errors
    /// If the ledger cannot be read, or what it holds is not what it wrote.
    fn consent_record(&self, subject: &SubjectId, purpose: &PurposeInfo, context: &RecordContext) -> Result<Option<String>, LedgerError>;

    /// The consent receipt to hand to `subject`: the same record, wrapped in a receipt of that profile.
    ///
    /// # Errors
    /// As for [`consent_record`](Self::consent_record).
    fn consent_receipt(&self, subject: &SubjectId, purpose: &PurposeInfo, context: &RecordContext) -> Result<Option<String>, LedgerError>;

    /// Calls back with each record as it is stored, oldest first: a line of JSON, described in `docs/ledger.md`. This is what an
    /// auditor needs besides a checkpoint.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    fn export(&self, visit: &mut dyn FnMut(&str)) -> Result<(), LedgerError>;
}

/// What all connections of a ledger share.
pub(super) struct Shared {
    pub(super) keys: Keys,
    pub(super) clock: Clock,
    /// In checkpoints.
    pub(super) name: String,
}

/// Where a ledger runs its transactions. Jobs own what they need, because a server's run on another thread.
pub(super) trait Backend {
    fn shared(&self) -> &Arc<Shared>;

    /// Runs in a transaction that sees one state of the ledger.
    fn read<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError>;

    /// Runs in a transaction that no other one that writes overlaps; durable when this returns.
    fn write<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError>;

    /// What the database can say about itself.
    fn check_database(&self) -> Result<(), LedgerError>;

    /// Clears what removed rows have left behind.
    fn finish_erasure(&self) -> Result<(), LedgerError>;
}

pub(super) trait Job<T>: FnOnce(&mut dyn Storage, &Shared) -> Result<T, LedgerError> + Send + 'static {}
impl<T, J: FnOnce(&mut dyn Storage, &Shared) -> Result<T, LedgerError> + Send + 'static> Job<T> for J {}

/// Where a person stands, asked of the storage. Takes note of the newest record's time.
#[cfg(feature = "postgres-ledger")]
pub(super) fn standing(storage: &mut dyn Storage, shared: &Shared, subject: &SubjectId, purpose: &str) -> Result<Standing, LedgerError> {
    shared.clock.no_earlier_than(engine::checked_head(storage, &shared.keys)?.at);
    engine::standing(storage, &shared.keys, subject, purpose)
}

/// The answer of a gate. A consent that has run out is noted in the history.
pub(super) fn decide(backend: &impl Backend, standing: &Standing, subject: &SubjectId, purpose: &PurposeInfo) -> Decision {
    let now = backend.shared().clock.now();
    if standing.has_lapsed(purpose, now) {
        let (subject, purpose) = (subject.clone(), *purpose);
        let noted = backend.write(move |storage, shared| engine::note_expiry(storage, &shared.keys, &shared.clock, &subject, &purpose));
        // The answer is no in any case. What could not be noted now is noted when it is asked next.
        drop(noted);
    }
    standing.decision(purpose, now)
}

pub(super) fn verify_all(backend: &impl Backend, note: Option<&str>) -> Result<Verified, LedgerError> {
    let shared = backend.shared();
    let checkpoint = note.map(|note| checkpoint::verified(&shared.keys, &shared.name, note)).transpose()?;
    backend.check_database()?;
    backend.read(move |storage, shared| verify(storage, &shared.keys, checkpoint.as_ref()))
}

pub(super) fn sign_checkpoint(backend: &impl Backend) -> Result<String, LedgerError> {
    backend.read(|storage, shared| {
        let head = engine::check_end(storage, &shared.keys)?;
        let mut tree = Tree::default();
        storage.each_row(&mut |row: Row| {
            row.read(&shared.keys)?;
            tree.push(super::record::hash(&row.body));
            Ok(())
        })?;
        Ok(checkpoint::sign(&shared.keys, &shared.name, head.number, &tree))
    })
}

pub(super) fn consent_record(
    backend: &impl Backend,
    subject: &SubjectId,
    purpose: &PurposeInfo,
    context: &RecordContext,
    form: dpv::Form,
) -> Result<Option<String>, LedgerError> {
    let (subject, purpose, context) = (subject.clone(), *purpose, context.clone());
    backend.read(move |storage, shared| dpv::export(storage, shared, &subject, &purpose, &context, form))
}

/// Implements both traits of a ledger for a type that is a [`Backend`].
macro_rules! durable_ledger {
    ($ledger:ty) => {
        impl $crate::consent::ledger::Ledger for $ledger {
            fn record(
                &self,
                subject: &SubjectId,
                purpose: &PurposeInfo,
                word: Word,
                statement: &Statement,
            ) -> Result<Receipt, LedgerError> {
                let (subject, purpose, statement) = (subject.clone(), *purpose, statement.clone());
                self.write(move |storage, shared| {
                    engine::record(storage, &shared.keys, &shared.clock, &subject, &purpose, word, &statement)
                })
            }

            fn events(&self, subject: &SubjectId) -> Result<Vec<ConsentEvent>, LedgerError> {
                let subject = subject.clone();
                self.read(move |storage, shared| engine::events(storage, &shared.keys, &subject))
            }

            fn expiring_before(&self, time: SystemTime) -> Result<Vec<Expiring>, LedgerError> {
                let time = to_micros(time);
                self.read(move |storage, shared| engine::expiring_before(storage, &shared.keys, shared.clock.now(), time))
            }

            fn forget(&self, subject: &SubjectId) -> Result<(), LedgerError> {
                let subject = subject.clone();
                self.write(move |storage, shared| engine::forget(storage, &shared.keys, &shared.clock, &subject))?;
                self.finish_erasure()
            }
        }

        impl $crate::consent::ledger::DurableLedger for $ledger {
            fn verify(&self) -> Result<Verified, LedgerError> {
                durable::verify_all(self, None)
            }

            fn verify_against(&self, checkpoint: &str) -> Result<Verified, LedgerError> {
                durable::verify_all(self, Some(checkpoint))
            }

            fn checkpoint(&self) -> Result<String, LedgerError> {
                durable::sign_checkpoint(self)
            }

            fn verifying_key(&self) -> String {
                checkpoint::verifying_key(&self.shared().keys, &self.shared().name)
            }

            fn consent_record(
                &self,
                subject: &SubjectId,
                purpose: &PurposeInfo,
                context: &RecordContext,
            ) -> Result<Option<String>, LedgerError> {
                durable::consent_record(self, subject, purpose, context, dpv::Form::Record)
            }

            fn consent_receipt(
                &self,
                subject: &SubjectId,
                purpose: &PurposeInfo,
                context: &RecordContext,
            ) -> Result<Option<String>, LedgerError> {
                durable::consent_record(self, subject, purpose, context, dpv::Form::Receipt)
            }

            fn export(&self, visit: &mut dyn FnMut(&str)) -> Result<(), LedgerError> {
                let bodies = self.read(|storage, _| {
                    let mut bodies = Vec::new();
                    storage.each_row(&mut |row| {
                        bodies.push(row.body);
                        Ok(())
                    })?;
                    Ok(bodies)
                })?;
                bodies.iter().for_each(|body| visit(body));
                Ok(())
            }
        }

        impl std::fmt::Debug for $ledger {
            /// Shows which ledger it is, not whom it knows.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($ledger)).field("name", &self.shared().name).finish_non_exhaustive()
            }
        }
    };
}
pub(super) use durable_ledger;
