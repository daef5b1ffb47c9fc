//! The tables, and the statements that read and write them.

use std::collections::HashMap;

use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, GenericClient, Statement, Transaction};
use zeroize::Zeroizing;

use super::super::engine::Storage;
use super::super::keys::{Digest, Keys, Person, random};
use super::super::record::{Head, Row};
use super::super::{Damage, LedgerError, LedgerErrorKind, LedgerKey};

/// Names the lock: "AGL1", and the number of this kind of lock.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1095191601, 1)";

/// The triggers are a guard against accidents, as in SQLite. `body` is text and not `jsonb`: the bytes count.
const TABLES: &str = "
    CREATE SCHEMA IF NOT EXISTS agent_guard;
    CREATE TABLE agent_guard.ledger (
        only_row boolean PRIMARY KEY CHECK (only_row), tables_version integer NOT NULL, id bytea NOT NULL, key_check bytea NOT NULL);
    CREATE TABLE agent_guard.head (
        only_row boolean PRIMARY KEY CHECK (only_row),
        number bigint NOT NULL, hash bytea NOT NULL, at bigint NOT NULL, code bytea NOT NULL);
    CREATE TABLE agent_guard.people (lookup bytea PRIMARY KEY, salt bytea NOT NULL, identity bytea NOT NULL);
    CREATE TABLE agent_guard.records (
        number bigint PRIMARY KEY, person bytea NOT NULL, purpose text NOT NULL, body text NOT NULL, code bytea NOT NULL);
    CREATE INDEX records_of_a_person ON agent_guard.records (person, purpose, number);
    CREATE FUNCTION agent_guard.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the consent ledger is append-only'; END $$;
    CREATE FUNCTION agent_guard.append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.number <> (SELECT number + 1 FROM agent_guard.head) THEN RAISE EXCEPTION 'the consent ledger is append-only'; END IF;
        RETURN NEW; END $$;
    CREATE TRIGGER records_are_kept BEFORE UPDATE OR DELETE ON agent_guard.records
        FOR EACH ROW EXECUTE FUNCTION agent_guard.refuse();
    CREATE TRIGGER records_are_not_emptied BEFORE TRUNCATE ON agent_guard.records
        FOR EACH STATEMENT EXECUTE FUNCTION agent_guard.refuse();
    CREATE TRIGGER records_are_appended BEFORE INSERT ON agent_guard.records
        FOR EACH ROW EXECUTE FUNCTION agent_guard.append_only();
";

/// Of the tables as above.
const TABLES_VERSION: i32 = 1;

/// Nobody else who takes it writes until this transaction ends.
pub(super) fn lock(transaction: &mut Transaction<'_>) -> Result<(), LedgerError> {
    transaction.batch_execute(LOCK).map_err(ledger_error)
}

/// The id of the ledger; makes the tables where there are none.
pub(super) fn make_or_read(client: &mut Client, key: &LedgerKey) -> Result<[u8; 16], LedgerError> {
    let mut transaction = client.transaction().map_err(ledger_error)?;
    lock(&mut transaction)?;
    let there = transaction.query_one("SELECT to_regclass('agent_guard.ledger') IS NOT NULL", &[]).map_err(ledger_error)?;
    if there.get::<_, bool>(0) {
        let row = transaction
            .query_one("SELECT tables_version, id, key_check FROM agent_guard.ledger", &[])
            .map_err(|error| LedgerError::caused_by(LedgerErrorKind::NotALedger, error))?;
        if row.get::<_, i32>(0) > TABLES_VERSION {
            return Err(LedgerError::new(LedgerErrorKind::TooNew));
        }
        let id = row.get::<_, Vec<u8>>(1).try_into().map_err(|_| LedgerError::damaged(Damage::Database))?;
        let is_right = row.get::<_, Vec<u8>>(2) == Keys::new(key, &id).check();
        return if is_right { Ok(id) } else { Err(LedgerError::new(LedgerErrorKind::WrongKey)) };
    }
    let id: [u8; 16] = random()?;
    let keys = Keys::new(key, &id);
    transaction.batch_execute(TABLES).map_err(ledger_error)?;
    let values: &[&(dyn ToSql + Sync)] = &[&TABLES_VERSION, &&id[..], &&keys.check()[..]];
    transaction.execute("INSERT INTO agent_guard.ledger VALUES (true, $1, $2, $3)", values).map_err(ledger_error)?;
    let head = Head::EMPTY;
    let code = keys.code_of_head(&head.to_bytes());
    let values: &[&(dyn ToSql + Sync)] = &[&0_i64, &&head.hash[..], &head.at, &&code[..]];
    transaction.execute("INSERT INTO agent_guard.head VALUES (true, $1, $2, $3, $4)", values).map_err(ledger_error)?;
    transaction.commit().map_err(ledger_error)?;
    Ok(id)
}

/// A connection, and the statements that it has prepared: each saves a round trip when it is used again.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) statements: Statements,
}

impl Connection {
    pub(super) fn new(client: Client) -> Self {
        Self { client, statements: Statements::new() }
    }
}

pub(super) type Statements = HashMap<&'static str, Statement>;

/// The tables, in a transaction or, for a single question, without one.
pub(super) struct Tables<'a, C> {
    pub(super) client: &'a mut C,
    pub(super) statements: &'a mut Statements,
}

/// The columns of a record.
macro_rules! select_records {
    ($rest:literal) => {
        concat!("SELECT number, person, purpose, body, code FROM agent_guard.records ", $rest)
    };
}

/// The columns of a person.
macro_rules! select_people {
    ($rest:literal) => {
        concat!("SELECT lookup, salt, identity FROM agent_guard.people ", $rest)
    };
}

/// How many records are read in one round trip.
const PAGE: i64 = 1000;

impl<C: GenericClient> Tables<'_, C> {
    fn prepared(&mut self, sql: &'static str) -> Result<Statement, LedgerError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(ledger_error)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    fn query(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<postgres::Row>, LedgerError> {
        let statement = self.prepared(sql)?;
        self.client.query(&statement, values).map_err(ledger_error)
    }

    /// How many rows it has changed.
    fn execute(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<u64, LedgerError> {
        let statement = self.prepared(sql)?;
        self.client.execute(&statement, values).map_err(ledger_error)
    }

    fn one_row(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>, LedgerError> {
        self.query(sql, values)?.first().map(row).transpose()
    }
}

impl<C: GenericClient> Storage for Tables<'_, C> {
    fn head(&mut self) -> Result<(Head, Vec<u8>), LedgerError> {
        let rows = self.query("SELECT number, hash, at, code FROM agent_guard.head", &[])?;
        let row = rows.first().ok_or_else(|| LedgerError::damaged(Damage::Head))?;
        let head = Head { number: number(row.get(0))?, hash: digest(row.get(1))?, at: row.get(2) };
        Ok((head, row.get(3)))
    }

    fn person(&mut self, lookup: &Digest) -> Result<Option<Person>, LedgerError> {
        self.query(select_people!("WHERE lookup = $1"), &[&&lookup[..]])?.first().map(person).transpose()
    }

    fn people(&mut self) -> Result<Vec<Person>, LedgerError> {
        self.query(select_people!(""), &[])?.iter().map(person).collect()
    }

    fn newest(&mut self, pseudonym: &Digest, purpose: &str) -> Result<Option<Row>, LedgerError> {
        self.one_row(select_records!("WHERE person = $1 AND purpose = $2 ORDER BY number DESC LIMIT 1"), &[&&pseudonym[..], &purpose])
    }

    fn rows_of(&mut self, pseudonym: &Digest) -> Result<Vec<Row>, LedgerError> {
        self.query(select_records!("WHERE person = $1 ORDER BY number"), &[&&pseudonym[..]])?.iter().map(row).collect()
    }

    fn row(&mut self, number: u64) -> Result<Option<Row>, LedgerError> {
        self.one_row(select_records!("WHERE number = $1"), &[&to_number(number)?])
    }

    fn each_row(&mut self, visit: &mut dyn FnMut(Row) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let mut last = i64::MIN;
        loop {
            let page = self.query(select_records!("WHERE number > $1 ORDER BY number LIMIT $2"), &[&last, &PAGE])?;
            let Some(newest) = page.last() else { return Ok(()) };
            last = newest.get(0);
            for record in &page {
                visit(row(record)?)?;
            }
        }
    }

    fn add_person(&mut self, person: &Person) -> Result<(), LedgerError> {
        let values: &[&(dyn ToSql + Sync)] = &[&&person.lookup[..], &&person.salt[..], &person.identity];
        self.execute("INSERT INTO agent_guard.people VALUES ($1, $2, $3)", values).map(drop)
    }

    fn remove_person(&mut self, lookup: &Digest) -> Result<(), LedgerError> {
        self.execute("DELETE FROM agent_guard.people WHERE lookup = $1", &[&&lookup[..]]).map(drop)
    }

    fn append(&mut self, row: &Row, head: &Head, code: &Digest) -> Result<(), LedgerError> {
        let number = to_number(row.number)?;
        let values: &[&(dyn ToSql + Sync)] = &[&number, &row.person, &row.purpose, &row.body, &row.code];
        self.execute("INSERT INTO agent_guard.records VALUES ($1, $2, $3, $4, $5)", values)?;
        let values: &[&(dyn ToSql + Sync)] = &[&number, &&head.hash[..], &head.at, &&code[..]];
        let update = "UPDATE agent_guard.head SET number = $1, hash = $2, at = $3, code = $4 WHERE number + 1 = $1";
        match self.execute(update, values)? {
            1 => Ok(()),
            _ => Err(LedgerError::damaged(Damage::Head)),
        }
    }
}

fn row(row: &postgres::Row) -> Result<Row, LedgerError> {
    Ok(Row { number: number(row.get(0))?, person: row.get(1), purpose: row.get(2), body: row.get(3), code: row.get(4) })
}

fn person(row: &postgres::Row) -> Result<Person, LedgerError> {
    Ok(Person { lookup: digest(row.get(0))?, salt: Zeroizing::new(digest(row.get(1))?), identity: row.get(2) })
}

fn digest(bytes: Vec<u8>) -> Result<Digest, LedgerError> {
    bytes.try_into().map_err(|_| LedgerError::damaged(Damage::Database))
}

fn number(stored: i64) -> Result<u64, LedgerError> {
    stored.try_into().map_err(|_| LedgerError::damaged(Damage::Database))
}

fn to_number(number: u64) -> Result<i64, LedgerError> {
    number.try_into().map_err(|_| LedgerError::damaged(Damage::Database))
}

/// What an error of the server means for a ledger. Its details are left out: they may quote values.
pub(super) fn ledger_error(error: postgres::Error) -> LedgerError {
    let kind = match error.code() {
        Some(&SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY) => LedgerErrorKind::Full,
        Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
            LedgerErrorKind::Busy
        }
        Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED) => LedgerErrorKind::Damaged(Damage::Database),
        _ => LedgerErrorKind::Storage,
    };
    match error.as_db_error() {
        Some(said) => LedgerError::caused_by(kind, format!("{}: {}", said.severity(), said.message())),
        None => LedgerError::caused_by(kind, error),
    }
}
