//! The ledger in one SQLite file, for one machine: any number of threads and processes.
//!
//! Writing goes through one connection, one transaction at a time (`BEGIN IMMEDIATE`), so the chain never forks. Reading goes through
//! several connections, each with a cache of the answers it has given. What keeps a cached answer from outliving a withdrawal is
//! `PRAGMA data_version`: it takes a read lock, compares the header of the write-ahead log in the memory that all processes share,
//! and gives another number if anybody else has committed since. It is asked before each answer; only then is the cache believed.
//! The reading connections never write, so "anybody else" includes this ledger's own writer.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{available_parallelism, current};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, TransactionBehavior};

use super::clock::{Clock, to_micros};
use super::durable::{self, Backend, Job, Shared, durable_ledger};
use super::keys::Keys;
use super::{Damage, Expiring, LedgerError, LedgerErrorKind, LedgerKey, RecordContext, Verified, Word, checkpoint, dpv, engine};
use crate::consent::{AsyncConsentGate, ConsentEvent, ConsentGate, Decision, GateError, PurposeInfo, Receipt, Statement, SubjectId};
use reader::Reader;
use tables::{Tables, ledger_error};

mod reader;
mod tables;

/// A ledger in one SQLite file. Feature `sqlite-ledger`.
///
/// It is durable (each record is flushed to the disk before the call returns), shared by threads and processes of one machine, and
/// quick to ask: a withdrawal in any process is seen by the next question in all of them, and where nothing has changed an answer
/// costs microseconds. Do not put the file on a network file system, where SQLite's locks and shared memory do not work.
///
/// ```
/// use agent_guard::{Consent, DurableLedger, Ledger, LedgerKey, Notice, Purpose, SqliteLedger, Statement, SubjectId};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall", expires_after = "365 days")]
/// struct Recall;
///
/// let folder = tempfile::tempdir()?;
/// let key = LedgerKey::from_file_or_new(folder.path().join("ledger.key"))?; // keep it elsewhere than the ledger
/// let ledger = SqliteLedger::open(folder.path().join("consent.db"), &key)?;
/// let ada = SubjectId::new("ada@example.org");
///
/// ledger.record_grant::<Recall>(&ada, &Statement::new().under(Notice::version("2026-11")))?;
/// let consent = Consent::<Recall>::require(&ledger, &ada)?;
/// assert!(consent.receipt().expires_at().is_some());
///
/// ledger.forget(&ada)?;
/// assert_eq!(ledger.verify()?.records, 2); // the yes of somebody, and that somebody was forgotten
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteLedger {
    shared: Arc<Shared>,
    writer: Mutex<Connection>,
    readers: Vec<Mutex<Reader>>,
}

/// How a [`SqliteLedger`] is opened, where its defaults do not fit.
#[must_use = "options do nothing until `open`"]
pub struct SqliteLedgerOptions {
    readers: NonZeroUsize,
    busy_timeout: Duration,
    clock: Clock,
}

impl SqliteLedger {
    /// Opens the ledger in this file; where there is none, makes one that only its owner can read.
    ///
    /// # Errors
    /// [`LedgerErrorKind::WrongKey`], [`LedgerErrorKind::NotALedger`], [`LedgerErrorKind::Damaged`] if the end of the history is not as
    /// it was written ([`verify`](crate::DurableLedger::verify) looks at the rest), and others if the file cannot be used.
    pub fn open(path: impl AsRef<Path>, key: &LedgerKey) -> Result<Self, LedgerError> {
        Self::options().open(path, key)
    }

    /// The defaults: as many reading connections as the machine has processors, eight at most; five seconds' patience with others who
    /// write; the system's clock.
    pub fn options() -> SqliteLedgerOptions {
        let readers =
            available_parallelism().map_or(NonZeroUsize::MIN, |processors| processors.min(const { NonZeroUsize::new(8).unwrap() }));
        SqliteLedgerOptions { readers, busy_timeout: Duration::from_secs(5), clock: Clock::default() }
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic has interrupted was rolled back when it was dropped.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader that is free; where all are busy, waits for one.
    fn reader(&self) -> MutexGuard<'_, Reader> {
        let first = spread_over_threads(self.readers.len());
        for offset in 0..self.readers.len() {
            match self.readers[(first + offset) % self.readers.len()].try_lock() {
                Ok(reader) => return reader,
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.readers[first].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number below `length` that differs between threads, so that each finds its own reader free and warm.
fn spread_over_threads(length: usize) -> usize {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(current().id());
    usize::try_from(hash % length as u64).expect("it is below a usize")
}

impl SqliteLedgerOptions {
    /// How many threads can ask at the same time; each costs a connection (three open files, and memory for pages).
    pub fn readers(self, readers: NonZeroUsize) -> Self {
        Self { readers, ..self }
    }

    /// How long to wait while another process writes, before [`LedgerErrorKind::Busy`].
    pub fn busy_timeout(self, busy_timeout: Duration) -> Self {
        Self { busy_timeout, ..self }
    }

    /// Where the time comes from: for tests, and for machines with a better clock than the system's. If it goes back, the ledger's time
    /// stands still.
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Clock::new(clock), ..self }
    }

    /// Opens the ledger: see [`SqliteLedger::open`].
    ///
    /// # Errors
    /// As for [`SqliteLedger::open`].
    pub fn open(self, path: impl AsRef<Path>, key: &LedgerKey) -> Result<SqliteLedger, LedgerError> {
        let path = path.as_ref();
        if !path.try_exists().map_err(|error| LedgerError::caused_by(LedgerErrorKind::Storage, error))? {
            tables::create(path, key)?;
        }
        let (mut writer, id) = tables::open_for_writing(path, self.busy_timeout, key)?;
        let keys = Keys::new(key, &id);
        let transaction = writer.transaction().map_err(ledger_error)?;
        let head = engine::check_end(&mut Tables(&transaction), &keys)?;
        drop(transaction);
        self.clock.no_earlier_than(head.at);
        let shared = Arc::new(Shared { keys, clock: self.clock, name: checkpoint::name(&id) });
        let open_reader = |_| Ok(Mutex::new(Reader::open(path, self.busy_timeout)?));
        let readers = (0..self.readers.get()).map(open_reader).collect::<Result<_, LedgerError>>()?;
        Ok(SqliteLedger { shared, writer: Mutex::new(writer), readers })
    }
}

impl Backend for SqliteLedger {
    fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    fn read<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError> {
        let mut reader = self.reader();
        let transaction = reader.connection().transaction().map_err(ledger_error)?;
        job(&mut Tables(&transaction), &self.shared)
    }

    fn write<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(ledger_error)?;
        let done = job(&mut Tables(&transaction), &self.shared)?;
        transaction.commit().map_err(ledger_error)?;
        Ok(done)
    }

    fn check_database(&self) -> Result<(), LedgerError> {
        let mut reader = self.reader();
        let mut check = reader.connection().prepare("PRAGMA integrity_check(1)").map_err(ledger_error)?;
        let answer: String = check.query_row([], |row| row.get(0)).map_err(ledger_error)?;
        if answer == "ok" { Ok(()) } else { Err(LedgerError::damaged(Damage::Database)) }
    }

    /// Moves the log into the file, where `secure_delete` has overwritten what was removed, and empties the log.
    fn finish_erasure(&self) -> Result<(), LedgerError> {
        let writer = self.writer();
        let busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(ledger_error)?;
        if busy { Err(LedgerError::new(LedgerErrorKind::ErasureUnfinished)) } else { Ok(()) }
    }
}

impl ConsentGate for SqliteLedger {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let standing = self.reader().standing(&self.shared, subject, purpose.id)?;
        Ok(durable::decide(self, &standing, subject, purpose))
    }
}

impl AsyncConsentGate for SqliteLedger {
    /// The file is local and nearly always in memory: the answer is there at the first poll.
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        self.decide(subject, purpose)
    }
}

durable_ledger!(SqliteLedger);
