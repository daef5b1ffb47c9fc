//! Where wrapped keys are kept: the trait, and a store in memory. What is in a key store is useless without the master key; that it can be
//! destroyed for good is the point.

mod memory;
#[cfg(feature = "sqlite-keys")]
pub(crate) mod sqlite;

use std::error::Error;
use std::fmt;

pub use memory::MemoryKeyStore;
#[cfg(feature = "sqlite-keys")]
pub use sqlite::SqliteKeyStore;

use super::{Epoch, VaultError};

/// Keeps the wrapped keys of a vault. Implement it over a database of your own; every method is one transaction.
pub trait KeyStore {
    /// The header, once there is one.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the store cannot be read.
    fn header(&self) -> Result<Option<VaultHeader>, KeyStoreError>;

    /// Stores the header if there is none, and returns the one that is there now: of two processes, the first one's.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the store cannot be written, or if it has data keys and no header, which is damage.
    fn initialize(&self, header: &VaultHeader) -> Result<VaultHeader, KeyStoreError>;

    /// All records of a person, the oldest epoch first. Empty if there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the store cannot be read.
    fn data_keys(&self, subject: &Pseudonym) -> Result<Vec<DataKeyRecord>, KeyStoreError>;

    /// Adds the data key of the epoch that [follows](Standing::next_epoch) `after`, unless the person stands otherwise by now, or the
    /// header no longer names `master_key`. The conditions are checked in the transaction that adds: a key must not come into being for
    /// somebody who has just been erased, nor under a master key that has just been replaced.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the store cannot be written.
    fn add_data_key(&self, subject: &Pseudonym, after: Standing, wrapped: &[u8], master_key: &[u8]) -> Result<Added, KeyStoreError>;

    /// Destroys the keys of all epochs up to `last` and keeps their records as tombstones; where there is no record at all, leaves one
    /// of epoch 1. When this returns, the wrapped keys are neither in the store nor in its journal. Destroying twice is no
    /// error, and finishes what the first time left.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the store cannot be written; [`KeyStoreError::is_erasure_pending`] if only the journal is not yet clean.
    fn destroy_data_keys(&self, subject: &Pseudonym, last: Epoch) -> Result<(), KeyStoreError>;

    /// Replaces every wrapped key by what `rewrap` makes of it, and the header's `master_key` by `to`: all or nothing.
    ///
    /// # Errors
    /// [`VaultError::MasterKeyRotated`] if the header does not name `from`; what `rewrap` fails with; [`VaultError::KeyStore`].
    fn rewrap(&self, from: &[u8], to: &[u8], rewrap: Rewrap<'_>) -> Result<(), VaultError>;
}

/// Takes a wrapped key and gives it wrapped anew.
pub type Rewrap<'a> = &'a mut dyn FnMut(KeyName<'_>, &[u8]) -> Result<Vec<u8>, VaultError>;

/// Which key of a vault.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum KeyName<'a> {
    /// The one for pseudonyms and blind indexes.
    Index,
    /// A person's, of one epoch.
    Data(&'a Pseudonym, Epoch),
}

impl KeyName<'_> {
    /// What a wrapped key is bound to, so that it cannot take the place of another.
    pub(crate) fn context(&self) -> Vec<u8> {
        match self {
            Self::Index => b"agent-guard/v1/key/index".to_vec(),
            Self::Data(subject, epoch) => [b"agent-guard/v1/key/data".as_slice(), &subject.0, &epoch.to_be_bytes()].concat(),
        }
    }
}

/// What a vault needs before it knows any person. Nothing in it is secret without the master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultHeader {
    /// [`KeyProvider::id`](super::KeyProvider::id) of the master key.
    pub master_key: Vec<u8>,
    /// The wrapped index key.
    pub index_key: Vec<u8>,
}

/// A data key, or what is left of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataKeyRecord {
    /// Which of the person's keys.
    pub epoch: Epoch,
    /// The wrapped key; `None` once it is destroyed.
    pub wrapped: Option<Vec<u8>>,
}

/// What a person's records say of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There are none.
    Unknown,
    /// The key of the latest epoch can be used.
    Active(Epoch),
    /// The key of the latest epoch is destroyed.
    Erased(Epoch),
}

impl Standing {
    /// What these records say, ordered by epoch.
    #[must_use]
    pub fn of(records: &[DataKeyRecord]) -> Self {
        match records.last() {
            None => Self::Unknown,
            Some(DataKeyRecord { epoch, wrapped: Some(_) }) => Self::Active(*epoch),
            Some(DataKeyRecord { epoch, wrapped: None }) => Self::Erased(*epoch),
        }
    }

    /// The epoch of the next key.
    ///
    /// # Errors
    /// [`KeyStoreError::damaged`] if there is none: nobody rotates a key four thousand million times.
    pub fn next_epoch(self) -> Result<Epoch, KeyStoreError> {
        match self {
            Self::Unknown => Ok(1),
            Self::Active(last) | Self::Erased(last) => last.checked_add(1).ok_or_else(KeyStoreError::damaged),
        }
    }
}

/// What became of an attempt to add a data key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a key that was not stored must not be used"]
pub enum Added {
    /// It is stored.
    Stored,
    /// The person stands otherwise than expected: another process was quicker.
    StandingChanged,
    /// The header names another master key.
    MasterKeyRotated,
}

/// Stands for a person in a key store: a keyed hash of their id. Without the vault's index key it tells nobody who it is, nor whether some
/// guess is right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; 32]);

impl Pseudonym {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The pseudonym as a key for a database.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Pseudonym {
    /// Shows nothing: a pseudonym in a log line would link what one person did.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonym(…)")
    }
}

/// A key store failed.
#[derive(Debug)]
pub struct KeyStoreError(Cause);

#[derive(Debug)]
enum Cause {
    ErasurePending,
    Damaged,
    Failed(Box<dyn Error + Send + Sync>),
}

impl KeyStoreError {
    /// Wraps what went wrong: an error of the database, or a message. It ends up in logs: no keys and no ids in it.
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Cause::Failed(cause.into()))
    }

    /// The records are destroyed, but their old bytes may still be in the store's journal.
    #[must_use]
    pub fn erasure_pending() -> Self {
        Self(Cause::ErasurePending)
    }

    /// What is stored does not fit together.
    #[must_use]
    pub fn damaged() -> Self {
        Self(Cause::Damaged)
    }

    /// Whether this is [`KeyStoreError::erasure_pending`].
    #[must_use]
    pub fn is_erasure_pending(&self) -> bool {
        matches!(self.0, Cause::ErasurePending)
    }
}

impl fmt::Display for KeyStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::ErasurePending => f.write_str("destroyed keys may still be in the journal"),
            Cause::Damaged => f.write_str("the stored keys do not fit together"),
            Cause::Failed(cause) => fmt::Display::fmt(cause, f),
        }
    }
}

impl Error for KeyStoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Cause::ErasurePending | Cause::Damaged => None,
            Cause::Failed(cause) => cause.source(),
        }
    }
}

impl From<KeyStoreError> for VaultError {
    fn from(error: KeyStoreError) -> Self {
        match error.0 {
            Cause::ErasurePending => Self::ErasurePending,
            Cause::Damaged => Self::DamagedKeyStore,
            Cause::Failed(_) => Self::KeyStore(error),
        }
    }
}
