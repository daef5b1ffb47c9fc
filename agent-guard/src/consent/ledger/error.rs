//! The error of everything that a ledger does. It says what to do, and never names a person or quotes evidence.

use std::error::Error;
use std::fmt;

use crate::GateError;

/// A ledger could not do what it was asked to. Nothing has been recorded, unless [`LedgerErrorKind`] says so.
#[derive(Debug)]
pub struct LedgerError {
    kind: LedgerErrorKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What is wrong, for code that must tell the cases apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedgerErrorKind {
    /// A renewal where no consent was given before, or the last word was no.
    NothingToRenew,
    /// Another process holds the ledger for writing, longer than one waits. Try again.
    Busy,
    /// There is no room left to write.
    Full,
    /// The file or the server cannot be used: not there, not permitted, no connection.
    Storage,
    /// This is no ledger.
    NotALedger,
    /// The ledger was written by a later version of this library.
    TooNew,
    /// The ledger was made with another key.
    WrongKey,
    /// There is no key where it was to be, or it is not a key.
    NoKey,
    /// The ledger is not as it was written.
    Damaged(Damage),
    /// The person is forgotten, but the bytes of their key may still lie in the write-ahead log. Call `forget` again.
    ErasureUnfinished,
    /// The checkpoint is not one that this ledger has signed.
    ForeignCheckpoint,
}

/// What `verify` found. Records are numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The database itself: pages, tables or indexes.
    Database,
    /// This record is not as it was written, or stands where it does not belong.
    Record(u64),
    /// This record is missing, and later ones are there.
    Missing(u64),
    /// The history ends before the number of records that was to be there.
    Truncated {
        /// How many records there are.
        found: u64,
        /// How many there were.
        expected: u64,
    },
    /// The head, which says how long the history is and what it ends with, is not as it was written or belongs to another history.
    Head,
    /// The table of the people: a key is not as it was written, was taken away without a record, or has come back after one.
    People,
}

impl LedgerError {
    pub(super) fn new(kind: LedgerErrorKind) -> Self {
        Self { kind, source: None }
    }

    #[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
    pub(super) fn damaged(damage: Damage) -> Self {
        Self::new(LedgerErrorKind::Damaged(damage))
    }

    #[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
    pub(super) fn caused_by(kind: LedgerErrorKind, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: Some(cause.into()) }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &LedgerErrorKind {
        &self.kind
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use LedgerErrorKind as Kind;
        match &self.kind {
            Kind::NothingToRenew => f.write_str("there is no consent to renew; ask for it and record a grant"),
            Kind::Busy => f.write_str("another process is writing to the consent ledger; try again"),
            Kind::Full => f.write_str("there is no room left for the consent ledger; nothing was recorded, make room and try again"),
            Kind::Storage => f.write_str("the consent ledger cannot be reached; check that it exists and that this process may use it"),
            Kind::NotALedger => f.write_str("this is not a consent ledger; give the path of one, or of a file that does not exist yet"),
            Kind::TooNew => f.write_str("the consent ledger was written by a later version of agent-guard; update this program"),
            Kind::WrongKey => f.write_str("the consent ledger was made with another key; give the key that it was made with"),
            Kind::NoKey => {
                f.write_str("there is no usable ledger key; it is 64 hexadecimal digits, in a file that only its owner can read")
            }
            Kind::Damaged(damage) => write!(f, "the consent ledger is damaged: {damage}; keep the file, and restore a backup"),
            Kind::ErasureUnfinished => {
                f.write_str("the person is forgotten, but traces of their key may be left in the log, which is in use; call `forget` again")
            }
            Kind::ForeignCheckpoint => f.write_str("this checkpoint was not signed by this ledger"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database => f.write_str("the database is corrupt"),
            Self::Record(number) => write!(f, "record {number} is not as it was written"),
            Self::Missing(number) => write!(f, "record {number} is missing"),
            Self::Truncated { found, expected } => write!(f, "it ends after {found} of {expected} records"),
            Self::Head => f.write_str("its head is not as it was written"),
            Self::People => f.write_str("the table of people does not belong to the records"),
        }
    }
}

impl Error for LedgerError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

impl From<LedgerError> for GateError {
    fn from(error: LedgerError) -> Self {
        Self::new(error)
    }
}
