//! The tables, and the statements that read and write them.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use zeroize::Zeroizing;

use super::super::engine::Storage;
use super::super::keys::{Digest, Keys, Person, random};
use super::super::record::{Head, Row};
use super::super::{Damage, LedgerError, LedgerErrorKind, LedgerKey};
use crate::new_file;

/// "AGL1", in the header of the file: tells a ledger from any other SQLite file.
const APPLICATION_ID: i32 = 0x4147_4c31;
/// The version of these tables, in the header of the file.
const TABLES_VERSION: i32 = 1;

/// The triggers are a guard against accidents, such as an `UPDATE` in a database browser. They keep nobody out who means to: that is
/// what hashes and codes are for. `INSERT OR REPLACE` removes rows without asking the triggers for `DELETE`, hence the third.
const TABLES: &str = "
    CREATE TABLE ledger (only INTEGER PRIMARY KEY CHECK (only = 1), id BLOB NOT NULL, key_check BLOB NOT NULL) STRICT;
    CREATE TABLE head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        number INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, code BLOB NOT NULL
    ) STRICT;
    CREATE TABLE people (lookup BLOB PRIMARY KEY NOT NULL, salt BLOB NOT NULL, identity BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE records (
        number INTEGER PRIMARY KEY,
        person BLOB NOT NULL, purpose TEXT NOT NULL, body TEXT NOT NULL, code BLOB NOT NULL
    ) STRICT;
    CREATE INDEX records_of_a_person ON records (person, purpose, number);
    CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records
        BEGIN SELECT RAISE (ABORT, 'the consent ledger is append-only'); END;
    CREATE TRIGGER records_are_not_removed BEFORE DELETE ON records
        BEGIN SELECT RAISE (ABORT, 'the consent ledger is append-only'); END;
    CREATE TRIGGER records_are_appended BEFORE INSERT ON records WHEN NEW.number <> (SELECT number + 1 FROM head)
        BEGIN SELECT RAISE (ABORT, 'the consent ledger is append-only'); END;
";

/// A connection for writing, and the id of the ledger.
pub(super) fn open_for_writing(path: &Path, busy_timeout: Duration, key: &LedgerKey) -> Result<(Connection, [u8; 16]), LedgerError> {
    let connection = connect(path)?;
    configure(&connection, busy_timeout)?;
    let id = identify(&connection, key)?;
    keep_a_log(&connection)?;
    // Each commit is flushed: `FULL` is what makes a log durable across a power cut.
    connection.pragma_update(None, "synchronous", "full").map_err(ledger_error)?;
    connection.pragma_update(None, "fullfsync", true).map_err(ledger_error)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true).map_err(ledger_error)?;
    connection.pragma_update(None, "secure_delete", true).map_err(ledger_error)?;
    Ok((connection, id))
}

/// What each connection needs.
pub(super) fn configure(connection: &Connection, busy_timeout: Duration) -> Result<(), LedgerError> {
    connection.busy_timeout(busy_timeout).map_err(ledger_error)?;
    // Whoever can write to the file could put code of theirs into its schema.
    connection.pragma_update(None, "trusted_schema", false).map_err(ledger_error)?;
    connection.pragma_update(None, "cell_size_check", true).map_err(ledger_error)
}

/// The id of the ledger, if it is one and the key is right. Nothing is written before this is known, not even the mode of the log.
fn identify(connection: &Connection, key: &LedgerKey) -> Result<[u8; 16], LedgerError> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(ledger_error);
    match (number("application_id")?, number("user_version")?) {
        (APPLICATION_ID, TABLES_VERSION) => {}
        (APPLICATION_ID, version) if version > TABLES_VERSION => return Err(LedgerError::new(LedgerErrorKind::TooNew)),
        _ => return Err(LedgerError::new(LedgerErrorKind::NotALedger)),
    }
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (id, check): ([u8; 16], Vec<u8>) = connection.query_row("SELECT id, key_check FROM ledger", [], read).map_err(ledger_error)?;
    if check == Keys::new(key, &id).check() { Ok(id) } else { Err(LedgerError::new(LedgerErrorKind::WrongKey)) }
}

/// Makes a ledger in a file of its own and gives it its name only when it is whole. So a file of that name is never half a ledger,
/// an empty one is damage and no invitation to begin anew, and of several processes that make one, one wins.
pub(super) fn create(path: &Path, key: &LedgerKey) -> Result<(), LedgerError> {
    let cannot = |error: std::io::Error| {
        let is_full = error.kind() == ErrorKind::StorageFull;
        LedgerError::caused_by(if is_full { LedgerErrorKind::Full } else { LedgerErrorKind::Storage }, error)
    };
    let unfinished = new_file::beside(path).map_err(cannot)?.into_temp_path();
    make_tables(&unfinished, key)?;
    match new_file::name(unfinished, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(cannot(error)),
        _ => Ok(()),
    }
}

/// Has the file written to through a write-ahead log, which is kept in the file. Where it is so already, this does nothing.
fn keep_a_log(connection: &Connection) -> Result<(), LedgerError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)).map_err(ledger_error)?;
    if mode == "wal" { Ok(()) } else { Err(LedgerError::new(LedgerErrorKind::Storage)) }
}

fn make_tables(path: &Path, key: &LedgerKey) -> Result<(), LedgerError> {
    let mut connection = connect(path)?;
    connection.pragma_update(None, "synchronous", "full").map_err(ledger_error)?;
    connection.pragma_update(None, "fullfsync", true).map_err(ledger_error)?;
    let transaction = connection.transaction().map_err(ledger_error)?;
    let id: [u8; 16] = random()?;
    let keys = Keys::new(key, &id);
    let head = Head::EMPTY;
    transaction.execute_batch(TABLES).map_err(ledger_error)?;
    transaction.execute("INSERT INTO ledger VALUES (1, ?1, ?2)", params![id, keys.check()]).map_err(ledger_error)?;
    let values = params![head.number, head.hash, head.at, keys.code_of_head(&head.to_bytes())];
    transaction.execute("INSERT INTO head VALUES (1, ?1, ?2, ?3, ?4)", values).map_err(ledger_error)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(ledger_error)?;
    transaction.pragma_update(None, "user_version", TABLES_VERSION).map_err(ledger_error)?;
    transaction.commit().map_err(ledger_error)?;
    // Here, where nobody else has it open: of processes that switch it at once, SQLite tells one at once that it is busy.
    keep_a_log(&connection)?;
    connection.close().map_err(|(_, error)| ledger_error(error))
}

pub(super) fn connect(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|error| LedgerError::caused_by(LedgerErrorKind::Storage, error))
}

pub(super) struct Tables<'a>(pub(super) &'a Connection);

const ROW: &str = "SELECT number, person, purpose, body, code FROM records";

impl Tables<'_> {
    fn one_row(&self, rest: &str, values: impl rusqlite::Params) -> Result<Option<Row>, LedgerError> {
        let mut statement = self.0.prepare_cached(&format!("{ROW} {rest}")).map_err(ledger_error)?;
        statement.query_row(values, row).optional().map_err(ledger_error)
    }
}

impl Storage for Tables<'_> {
    fn head(&mut self) -> Result<(Head, Vec<u8>), LedgerError> {
        let mut statement = self.0.prepare_cached("SELECT number, hash, at, code FROM head").map_err(ledger_error)?;
        let read = |row: &rusqlite::Row<'_>| Ok((Head { number: row.get(0)?, hash: row.get(1)?, at: row.get(2)? }, row.get(3)?));
        statement.query_row([], read).map_err(ledger_error)
    }

    fn person(&mut self, lookup: &Digest) -> Result<Option<Person>, LedgerError> {
        let mut statement = self.0.prepare_cached("SELECT lookup, salt, identity FROM people WHERE lookup = ?1").map_err(ledger_error)?;
        statement.query_row([lookup], person).optional().map_err(ledger_error)
    }

    fn people(&mut self) -> Result<Vec<Person>, LedgerError> {
        let mut statement = self.0.prepare_cached("SELECT lookup, salt, identity FROM people").map_err(ledger_error)?;
        let people = statement.query_map([], person).map_err(ledger_error)?;
        people.collect::<Result<_, _>>().map_err(ledger_error)
    }

    fn newest(&mut self, pseudonym: &Digest, purpose: &str) -> Result<Option<Row>, LedgerError> {
        self.one_row("WHERE person = ?1 AND purpose = ?2 ORDER BY number DESC LIMIT 1", params![pseudonym, purpose])
    }

    fn rows_of(&mut self, pseudonym: &Digest) -> Result<Vec<Row>, LedgerError> {
        let mut statement = self.0.prepare_cached(&format!("{ROW} WHERE person = ?1 ORDER BY number")).map_err(ledger_error)?;
        let rows = statement.query_map([pseudonym], row).map_err(ledger_error)?;
        rows.collect::<Result<_, _>>().map_err(ledger_error)
    }

    fn row(&mut self, number: u64) -> Result<Option<Row>, LedgerError> {
        self.one_row("WHERE number = ?1", [number])
    }

    fn each_row(&mut self, visit: &mut dyn FnMut(Row) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let mut statement = self.0.prepare_cached(&format!("{ROW} ORDER BY number")).map_err(ledger_error)?;
        for row in statement.query_map([], row).map_err(ledger_error)? {
            visit(row.map_err(ledger_error)?)?;
        }
        Ok(())
    }

    fn add_person(&mut self, person: &Person) -> Result<(), LedgerError> {
        let mut statement = self.0.prepare_cached("INSERT INTO people VALUES (?1, ?2, ?3)").map_err(ledger_error)?;
        statement.execute(params![person.lookup, &person.salt[..], person.identity]).map(drop).map_err(ledger_error)
    }

    fn remove_person(&mut self, lookup: &Digest) -> Result<(), LedgerError> {
        self.0.execute("DELETE FROM people WHERE lookup = ?1", [lookup]).map(drop).map_err(ledger_error)
    }

    fn append(&mut self, row: &Row, head: &Head, code: &Digest) -> Result<(), LedgerError> {
        let mut insert = self.0.prepare_cached("INSERT INTO records VALUES (?1, ?2, ?3, ?4, ?5)").map_err(ledger_error)?;
        insert.execute(params![row.number, row.person, row.purpose, row.body, row.code]).map_err(ledger_error)?;
        let mut update = self.0.prepare_cached("UPDATE head SET number = ?1, hash = ?2, at = ?3, code = ?4").map_err(ledger_error)?;
        update.execute(params![head.number, head.hash, head.at, code]).map(drop).map_err(ledger_error)
    }
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row { number: row.get(0)?, person: row.get(1)?, purpose: row.get(2)?, body: row.get(3)?, code: row.get(4)? })
}

fn person(row: &rusqlite::Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { lookup: row.get(0)?, salt: Zeroizing::new(row.get(1)?), identity: row.get(2)? })
}

/// What an error of SQLite means for a ledger. SQLite's own words name tables and statements, never values.
pub(super) fn ledger_error(error: rusqlite::Error) -> LedgerError {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerErrorKind::Busy,
        Some(ErrorCode::DiskFull) => LedgerErrorKind::Full,
        Some(ErrorCode::NotADatabase) => LedgerErrorKind::NotALedger,
        Some(ErrorCode::DatabaseCorrupt) => LedgerErrorKind::Damaged(Damage::Database),
        Some(_) => LedgerErrorKind::Storage,
        // A value of a type or length that the ledger does not write.
        None => return LedgerError::damaged(Damage::Database),
    };
    LedgerError::caused_by(kind, error)
}
