//! A key store in an SQLite file.
//!
//! SQLite keeps what it overwrites: in free pages, and in the write-ahead log until that is reused. A key that is to be destroyed must not
//! survive there, so the file is set to overwrite what it frees (`secure_delete`), and destroying a key ends by moving the log into the
//! file and cutting it to nothing. The statements take a plain connection, so that `SqliteMemory` has them in its own transactions.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

use super::{Added, DataKeyRecord, KeyName, KeyStore, KeyStoreError, Pseudonym, Rewrap, Standing, VaultHeader};
use crate::seal::{Epoch, VaultError};

/// How long to wait before looking again whether another process is done. SQLite's own `busy_timeout` looks ten times a second only, and whoever looks
/// that rarely is starved where several processes write all the time.
const PAUSE: Duration = Duration::from_millis(5);
/// How often to look whether a writer is done: for thirty seconds.
const PATIENCE_WITH_WRITERS: i32 = 6_000;
/// How often to look whether readers are done, where an erasure waits for them: for three seconds.
const PATIENCE_WITH_READERS: i32 = 600;

/// The names begin with ours, because the tables may lie in the application's own file.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS agent_guard_vault (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        master_key BLOB NOT NULL,
        index_key BLOB NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS agent_guard_data_keys (
        subject BLOB NOT NULL,
        epoch INTEGER NOT NULL,
        wrapped BLOB,
        PRIMARY KEY (subject, epoch)
    ) STRICT, WITHOUT ROWID;
";

/// Keeps wrapped keys in an SQLite file, which may be the application's own: the tables' names begin with `agent_guard_`. Several processes
/// may have it open.
pub struct SqliteKeyStore {
    connection: Mutex<Connection>,
}

impl SqliteKeyStore {
    /// Opens the key store in this file, and makes both if there is no such file.
    ///
    /// # Errors
    /// [`KeyStoreError`] if the file cannot be opened, is no SQLite file, or does not support write-ahead logging (a network drive).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, KeyStoreError> {
        let connection = connect(path.as_ref())?;
        create_tables(&connection)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere rolls its transaction back when it unwinds.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `change` in a transaction that excludes other writers from its first read on.
    fn change<T, E: From<rusqlite::Error>>(&self, change: impl FnOnce(&InTransaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = change(&InTransaction(&transaction))?;
        transaction.commit()?;
        Ok(changed)
    }
}

impl KeyStore for SqliteKeyStore {
    fn header(&self) -> Result<Option<VaultHeader>, KeyStoreError> {
        InTransaction(&self.lock()).header()
    }

    fn initialize(&self, header: &VaultHeader) -> Result<VaultHeader, KeyStoreError> {
        self.change(|keys| keys.initialize(header))
    }

    fn data_keys(&self, subject: &Pseudonym) -> Result<Vec<DataKeyRecord>, KeyStoreError> {
        InTransaction(&self.lock()).data_keys(subject)
    }

    fn add_data_key(&self, subject: &Pseudonym, after: Standing, wrapped: &[u8], master_key: &[u8]) -> Result<Added, KeyStoreError> {
        self.change(|keys| keys.add_data_key(subject, after, wrapped, master_key))
    }

    fn destroy_data_keys(&self, subject: &Pseudonym, last: Epoch) -> Result<(), KeyStoreError> {
        self.change(|keys| keys.destroy_data_keys(subject, last))?;
        truncate_log(&mut self.lock())
    }

    fn rewrap(&self, from: &[u8], to: &[u8], rewrap: Rewrap<'_>) -> Result<(), VaultError> {
        self.change(|keys| keys.rewrap(from, to, rewrap))?;
        // Keys under the old master key are to go as well, but that they are still in the log undoes nothing.
        match truncate_log(&mut self.lock()) {
            Err(error) if error.is_erasure_pending() => Ok(()),
            truncated => Ok(truncated?),
        }
    }
}

impl fmt::Debug for SqliteKeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteKeyStore").finish_non_exhaustive()
    }
}

/// A key store inside a transaction of the caller's. To destroy keys durably, the caller commits and then calls [`truncate_log`].
pub(crate) struct InTransaction<'a>(pub(crate) &'a Connection);

impl KeyStore for InTransaction<'_> {
    fn header(&self) -> Result<Option<VaultHeader>, KeyStoreError> {
        let mut statement = self.0.prepare_cached("SELECT master_key, index_key FROM agent_guard_vault")?;
        Ok(statement.query_row([], |row| Ok(VaultHeader { master_key: row.get(0)?, index_key: row.get(1)? })).optional()?)
    }

    fn initialize(&self, header: &VaultHeader) -> Result<VaultHeader, KeyStoreError> {
        if let Some(header) = self.header()? {
            return Ok(header);
        }
        // Keys without a header are keys that a new index key would orphan.
        if self.0.query_row("SELECT EXISTS (SELECT 1 FROM agent_guard_data_keys)", [], |row| row.get(0))? {
            return Err(KeyStoreError::damaged());
        }
        let insert = "INSERT INTO agent_guard_vault (id, master_key, index_key) VALUES (1, ?1, ?2)";
        self.0.execute(insert, params![header.master_key, header.index_key])?;
        Ok(header.clone())
    }

    fn data_keys(&self, subject: &Pseudonym) -> Result<Vec<DataKeyRecord>, KeyStoreError> {
        let mut statement = self.0.prepare_cached("SELECT epoch, wrapped FROM agent_guard_data_keys WHERE subject = ?1 ORDER BY epoch")?;
        let records = statement.query_map([subject.as_bytes()], |row| Ok(DataKeyRecord { epoch: row.get(0)?, wrapped: row.get(1)? }))?;
        Ok(records.collect::<Result<_, _>>()?)
    }

    fn add_data_key(&self, subject: &Pseudonym, after: Standing, wrapped: &[u8], master_key: &[u8]) -> Result<Added, KeyStoreError> {
        if self.header()?.is_none_or(|header| header.master_key != master_key) {
            return Ok(Added::MasterKeyRotated);
        }
        if Standing::of(&self.data_keys(subject)?) != after {
            return Ok(Added::StandingChanged);
        }
        let insert = "INSERT INTO agent_guard_data_keys (subject, epoch, wrapped) VALUES (?1, ?2, ?3)";
        self.0.execute(insert, params![subject.as_bytes(), after.next_epoch()?, wrapped])?;
        Ok(Added::Stored)
    }

    fn destroy_data_keys(&self, subject: &Pseudonym, last: Epoch) -> Result<(), KeyStoreError> {
        if self.data_keys(subject)?.is_empty() {
            self.0.execute("INSERT INTO agent_guard_data_keys (subject, epoch) VALUES (?1, 1)", [subject.as_bytes()])?;
        }
        let destroy = "UPDATE agent_guard_data_keys SET wrapped = NULL WHERE subject = ?1 AND epoch <= ?2 AND wrapped IS NOT NULL";
        self.0.execute(destroy, params![subject.as_bytes(), last])?;
        Ok(())
    }

    fn rewrap(&self, from: &[u8], to: &[u8], rewrap: Rewrap<'_>) -> Result<(), VaultError> {
        let header = self.header()?.filter(|header| header.master_key == from).ok_or(VaultError::MasterKeyRotated)?;
        let index_key = rewrap(KeyName::Index, &header.index_key)?;
        self.0.execute("UPDATE agent_guard_vault SET master_key = ?1, index_key = ?2", params![to, index_key])?;
        let mut select = self.0.prepare("SELECT subject, epoch, wrapped FROM agent_guard_data_keys WHERE wrapped IS NOT NULL")?;
        // Read whole before anything is changed: what a running query sees of changes to its table is undefined.
        let rows = select.query_map([], |row| Ok((Pseudonym::new(row.get(0)?), row.get(1)?, row.get::<_, Vec<u8>>(2)?)))?;
        let keys = rows.collect::<Result<Vec<(Pseudonym, Epoch, _)>, _>>()?;
        let mut update = self.0.prepare("UPDATE agent_guard_data_keys SET wrapped = ?3 WHERE subject = ?1 AND epoch = ?2")?;
        for (subject, epoch, wrapped) in keys {
            let wrapped = rewrap(KeyName::Data(&subject, epoch), &wrapped)?;
            update.execute(params![subject.as_bytes(), epoch, wrapped])?;
        }
        Ok(())
    }
}

/// Opens a file as every file of ours is opened, and finishes what an interrupted erasure left in its log.
pub(crate) fn connect(path: &Path) -> Result<Connection, KeyStoreError> {
    let mut connection = Connection::open(path)?;
    connection.busy_handler(Some(wait_for_writers))?;
    connection.pragma_update(None, "secure_delete", true)?;
    // A full sync at each commit: what was confirmed survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if patiently(|| connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)))? != "wal" {
        return Err(KeyStoreError::new("the file cannot have a write-ahead log: put it on a local disk"));
    }
    // Without waiting: where another process is at work, an erasure that it could not finish was reported to its caller.
    checkpoint(&mut connection, None)?;
    Ok(connection)
}

/// Tries again while another process is in the way. SQLite asks the busy handler, but not where it sees that waiting could end in a deadlock:
/// when processes that start at once each switch a new file to its log.
fn patiently<T>(mut attempt: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let mut attempts = 0;
    loop {
        match attempt() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && wait_for_writers(attempts) => attempts += 1,
            done => return done,
        }
    }
}

fn wait_for_writers(attempts: i32) -> bool {
    std::thread::sleep(PAUSE);
    attempts < PATIENCE_WITH_WRITERS
}

fn wait_for_readers(attempts: i32) -> bool {
    std::thread::sleep(PAUSE);
    attempts < PATIENCE_WITH_READERS
}

/// Creates the tables of a key store.
pub(crate) fn create_tables(connection: &Connection) -> Result<(), KeyStoreError> {
    Ok(connection.execute_batch(SCHEMA)?)
}

/// Moves the log into the file and cuts it to nothing, so that nothing overwritten is left in it. Waits for readers.
pub(crate) fn truncate_log(connection: &mut Connection) -> Result<(), KeyStoreError> {
    if checkpoint(connection, Some(wait_for_readers))? { Ok(()) } else { Err(KeyStoreError::erasure_pending()) }
}

/// Whether the log could be moved and cut. Nothing else happens in the meantime: a checkpoint keeps writers out while it waits.
fn checkpoint(connection: &mut Connection, wait: Option<fn(i32) -> bool>) -> Result<bool, KeyStoreError> {
    connection.busy_handler(wait)?;
    let is_busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
    connection.busy_handler(Some(wait_for_writers))?;
    Ok(!is_busy?)
}

/// Neither the messages nor the values of SQLite's errors quote what is stored: statements are constants, and values are bound.
impl From<rusqlite::Error> for KeyStoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(error)
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        Self::KeyStore(error.into())
    }
}
