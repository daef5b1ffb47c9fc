//! Over PostgreSQL with pgvector: a real server (`support/postgres_server.rs`), in which each test makes a database of its own. Without a server
//! these tests print that they were skipped.

use std::sync::{Mutex, PoisonError};

use agent_guard::store::{MemoryError, MemoryId, NewMemory, PgVectorStore, PgVectorStoreError, SealedStore, VectorStore};
use pgvector::Vector;
use postgres::error::SqlState;
use postgres::{Client, NoTls};
use tokio::task::JoinSet;

use super::support::{Database, Row, Use, at, filled, now, pseudonyms, record, tells_nothing, to, vault};
use crate::postgres_server;

const COLLECTION: &str = "memories";

/// A database that goes with the test.
struct Fresh {
    /// Of the server's own database.
    server: String,
    name: String,
}

/// PostgreSQL makes one database at a time: each is a copy of the same.
static ONE_AT_A_TIME: Mutex<u32> = Mutex::new(0);

impl Fresh {
    fn new() -> Option<Self> {
        let server = postgres_server::config()?;
        let mut number = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        *number += 1;
        let name = format!("agent_guard_test_{}_{number}", std::process::id());
        Client::connect(&server, NoTls).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Some(Self { server, name })
    }

    /// A connection string for the database; what it says of the database counts because it comes last.
    fn config(&self) -> String {
        format!("{} dbname={}", self.server, self.name)
    }

    fn client(&self) -> Client {
        Client::connect(&self.config(), NoTls).unwrap()
    }

    fn sql(&self, statements: &str) {
        self.client().batch_execute(statements).unwrap();
    }

    fn connect(&self) -> Result<PgVectorStore, PgVectorStoreError> {
        now(PgVectorStore::connect(&self.config(), COLLECTION))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let dropped = Client::connect(&self.server, NoTls)
            .map(|mut server| server.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        // Of a server that is stopped nothing is left in any case.
        drop(dropped);
    }
}

struct OverPostgres {
    database: Fresh,
    store: PgVectorStore,
}

fn over_postgres() -> Option<OverPostgres> {
    let database = Fresh::new()?;
    let store = database.connect().unwrap();
    Some(OverPostgres { database, store })
}

impl Database for OverPostgres {
    type Store = PgVectorStore;

    fn store(&self) -> PgVectorStore {
        self.store.clone()
    }

    fn rows(&self) -> Vec<Row> {
        let rows = self.database.client().query("SELECT subject, id, content, vector FROM agent_guard.memories", &[]).unwrap();
        let id = |bytes: &[u8]| MemoryId::from_bytes(bytes.try_into().unwrap());
        let to_row = |row: &postgres::Row| Row {
            key: String::new(),
            subject: row.get(0),
            id: id(row.get(1)),
            content: row.get(2),
            vector: row.get::<_, Vector>(3).to_vec(),
        };
        rows.iter().map(to_row).collect()
    }

    fn put_back(&self, rows: &[Row]) {
        let mut client = self.database.client();
        client.batch_execute("DELETE FROM agent_guard.memories").unwrap();
        for Row { subject, id, content, vector, .. } in rows {
            let values: &[&(dyn postgres::types::ToSql + Sync)] =
                &[&COLLECTION, subject, &&id.as_bytes()[..], content, &Vector::from(vector.clone())];
            client.execute("INSERT INTO agent_guard.memories VALUES ($1, $2, $3, $4, $5)", values).unwrap();
        }
    }

    /// Every row as text, every column as bytes, and the files of the table, of what is stored beside it, and of its key.
    fn seen(&self) -> Vec<u8> {
        let mut client = self.database.client();
        let mut seen = Vec::new();
        for row in client.query("SELECT t::text FROM agent_guard.memories t", &[]).unwrap() {
            seen.extend_from_slice(row.get::<_, &str>(0).as_bytes());
        }
        let columns = "SELECT convert_to(collection, 'UTF8'), subject, id, content, vector_send(vector) FROM agent_guard.memories";
        for row in client.query(columns, &[]).unwrap() {
            (0..row.len()).for_each(|column| seen.extend_from_slice(row.get(column)));
        }
        client.batch_execute("CHECKPOINT").unwrap();
        let files = "SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c, pg_class t
            WHERE t.oid = 'agent_guard.memories'::regclass
            AND (c.oid IN (t.oid, t.reltoastrelid) OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid))";
        let files = client.query(files, &[]).unwrap();
        assert_eq!(files.len(), 3);
        files.iter().for_each(|file| seen.extend_from_slice(file.get(0)));
        seen
    }
}

crate::contract!(over_postgres);

#[test]
fn the_table_is_made_once_whoever_comes_first() {
    let Some(database) = Fresh::new() else { return };
    let config = database.config();
    let all_open = now(async {
        let mut opening = JoinSet::new();
        for _ in 0..8 {
            let config = config.clone();
            opening.spawn(async move { PgVectorStore::connect(&config, COLLECTION).await.map(drop) });
        }
        opening.join_all().await.into_iter().collect::<Result<(), _>>()
    });
    assert!(all_open.is_ok(), "{all_open:?}");
    let (ada, _) = pseudonyms();
    now(database.connect().unwrap().put(&ada, record(1, b"x", 0.0))).unwrap();
    assert_eq!(now(database.connect().unwrap().all(&ada)).unwrap().len(), 1, "opening again leaves what is there");
}

#[cfg(feature = "postgres-ledger")]
#[test]
fn the_ledger_may_be_made_in_the_same_database_at_the_same_time() {
    use agent_guard::{LedgerKey, PostgresLedger};
    for _ in 0..5 {
        let Some(database) = Fresh::new() else { return };
        std::thread::scope(|scope| {
            let ledger = scope.spawn(|| PostgresLedger::connect(&database.config(), &LedgerKey::from_bytes([7; 32])).map(drop));
            database.connect().unwrap();
            ledger.join().unwrap().unwrap();
        });
    }
}

#[test]
fn a_role_that_may_only_use_the_table_uses_it() {
    let Some(OverPostgres { database, .. }) = over_postgres() else { return };
    let role = format!("{}_agent", database.name);
    database.sql(&format!(
        "CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA agent_guard TO {role};
         GRANT SELECT, INSERT, UPDATE, DELETE ON agent_guard.memories TO {role}"
    ));
    let (ada, _) = pseudonyms();
    let store = now(PgVectorStore::connect(&format!("{} user={role}", database.config()), COLLECTION)).unwrap();
    now(store.put(&ada, record(1, b"x", 0.0))).unwrap();
    assert!(now(store.delete(&ada, record(1, b"x", 0.0).id)).unwrap());

    database.sql("DROP SCHEMA agent_guard CASCADE");
    let not_permitted = now(PgVectorStore::connect(&format!("{} user={role}", database.config()), COLLECTION));
    assert!(matches!(not_permitted, Err(PgVectorStoreError::Refused(code)) if code == SqlState::INSUFFICIENT_PRIVILEGE));
    database.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn a_server_without_the_extension_is_told_apart() {
    let Some(database) = Fresh::new() else { return };
    // What a server says that does not have it: nothing.
    database.sql("CREATE TABLE public.pg_available_extensions (name text)");
    let config = format!("{} options='-c search_path=public,pg_catalog'", database.config());
    let opened = now(PgVectorStore::connect(&config, COLLECTION));
    assert!(matches!(opened, Err(PgVectorStoreError::Extension)), "{opened:?}");
}

#[test]
fn a_lost_connection_is_made_anew() {
    let Some(OverPostgres { database, store }) = over_postgres() else { return };
    let (ada, _) = pseudonyms();
    now(store.put(&ada, record(1, b"x", 0.0))).unwrap();
    // Five seconds are the time to wait until they are gone.
    database
        .sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    // It may be noticed by a call that fails, and once only.
    let answers: Vec<bool> = (0..3).map(|_| now(store.all(&ada)).is_ok_and(|all| all.len() == 1)).collect();
    assert_eq!(answers[1..], [true, true], "{answers:?}");
}

#[test]
fn collections_in_one_table_are_apart() {
    let Some(OverPostgres { database, store }) = over_postgres() else { return };
    let diary = now(PgVectorStore::connect(&database.config(), "diary")).unwrap();
    let (ada, _) = pseudonyms();
    now(store.put(&ada, record(1, b"in one", 0.0))).unwrap();
    now(diary.put(&ada, record(1, b"in the other", 0.0))).unwrap();
    assert_eq!(now(store.all(&ada)).unwrap()[0].1, b"in one");
    assert_eq!(now(diary.nearest(&ada, &at(0.0), 9)).unwrap().len(), 1);
    now(diary.delete_all(&ada)).unwrap();
    assert_eq!(now(store.all(&ada)).unwrap().len(), 1);
}

#[test]
fn vectors_of_another_model_lie_beside_and_are_not_compared() {
    let Some(database) = over_postgres() else { return };
    let (memory, _) = filled(&database, &vault());
    now(memory.remember(&to("ada"), NewMemory::new("by a new model").with_vector([0.6, 0.8]))).unwrap();
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 4);
    assert_eq!(now(memory.recall_by_vector(&to("ada"), &at(0.0), 9)).unwrap().len(), 3);
    let found = now(memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 9)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].memory.text, "by a new model");
}

#[test]
fn the_errors_of_the_server_are_not_quoted() {
    let Some(database) = over_postgres() else { return };
    let vault = vault();
    let (memory, ids) = filled(&database, &vault);
    // Refusing a row, the server quotes it.
    database.database.sql("ALTER TABLE agent_guard.memories ADD CONSTRAINT no_more CHECK (false) NOT VALID");
    let refused = now(memory.remember(&to("ada"), NewMemory::new("likes tea").with_vector(at(0.0)))).unwrap_err();
    assert!(refused.to_string().ends_with("PostgreSQL refused; SQLSTATE 23514 says why"), "{refused}");
    database.database.sql("DROP TABLE agent_guard.memories");
    let ada = to("ada");
    let errors = [
        now(memory.recall_by_vector(&ada, &at(0.0), 1)).unwrap_err(),
        now(memory.list(&ada)).unwrap_err(),
        now(memory.forget(ada.subject(), ids[0])).unwrap_err(),
        now(memory.forget_subject(ada.subject())).unwrap_err(),
        refused,
    ];
    let pseudonym: String = vault.pseudonym(ada.subject()).as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    for error in errors {
        assert!(matches!(error, MemoryError::Database(_)));
        assert!(!format!("{error} {error:?}").contains(&pseudonym));
        tells_nothing(&error);
    }
}

#[test]
fn a_row_that_is_not_one_of_ours_is_an_error() {
    let Some(database) = over_postgres() else { return };
    let memory = SealedStore::<_, Use>::new(database.store(), vault(), "chat");
    now(memory.remember(&to("ada"), NewMemory::new("likes tea").with_vector(at(0.0)))).unwrap();
    database.database.sql("UPDATE agent_guard.memories SET id = 'short'");
    let error = now(memory.list(&to("ada"))).unwrap_err();
    let MemoryError::Database(cause) = &error else { panic!("{error:?}") };
    assert!(matches!(cause.downcast_ref(), Some(PgVectorStoreError::Damaged)));
}

#[test]
fn a_server_that_is_not_there_is_an_error_without_the_password() {
    let unreachable =
        now(PgVectorStore::connect("host=127.0.0.1 port=1 user=u password=pa55word connect_timeout=2", COLLECTION)).unwrap_err();
    assert!(matches!(unreachable, PgVectorStoreError::Connection(_)));
    let unreadable = now(PgVectorStore::connect("password=pa55word what is this", COLLECTION)).unwrap_err();
    assert!(matches!(unreadable, PgVectorStoreError::Config));
    assert!(!format!("{unreachable} {unreachable:?} {unreadable} {unreadable:?}").contains("pa55word"));

    // The server of the tests lets everybody in, whatever the password.
    let Some(database) = Fresh::new() else { return };
    let store = now(PgVectorStore::connect(&format!("{} password=pa55word", database.config()), COLLECTION)).unwrap();
    assert_eq!(format!("{store:?}"), "PgVectorStore { collection: \"memories\", .. }");
}
