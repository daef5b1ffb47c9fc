//! The ledger on PostgreSQL, against a real server (`support/postgres_server.rs`), in a database in which schemas may be dropped. Without one
//! these tests print that they were skipped.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use agent_guard::{
    Consent, ConsentGate, Damage, DurableLedger, Evidence, Ledger, LedgerErrorKind, LedgerKey, PostgresLedger, Statement, SubjectId,
};
use postgres::{Client, NoTls};

use super::contract::TestClock;
use super::support::{Recall, Store, ada, grace};
use crate::postgres_server;

/// All of them use one schema.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A server with no ledger in it.
struct Server {
    config: String,
    _alone: MutexGuard<'static, ()>,
}

impl Server {
    fn new() -> Option<Self> {
        let config = postgres_server::config()?;
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let server = Self { config, _alone: alone };
        server.sql("DROP SCHEMA IF EXISTS agent_guard CASCADE");
        Some(server)
    }

    fn client(&self) -> Client {
        Client::connect(&self.config, NoTls).expect("the server answers")
    }

    fn sql(&self, statements: &str) {
        self.client().batch_execute(statements).expect("the statements are right");
    }

    fn open(&self) -> PostgresLedger {
        PostgresLedger::connect(&self.config, &key()).expect("the ledger opens")
    }

    fn with_clock(&self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> PostgresLedger {
        PostgresLedger::connect_with_clock(&self.config, &key(), clock).expect("the ledger opens")
    }
}

fn key() -> LedgerKey {
    LedgerKey::from_bytes([7; 32])
}

fn said() -> Statement {
    Statement::new().evidenced_by(Evidence::text("typed `yes, gladly`"))
}

fn with_clock(clock: TestClock) -> Option<(Server, PostgresLedger)> {
    let server = Server::new()?;
    let ledger = server.with_clock(move || clock.now());
    Some((server, ledger))
}

mod contract_of_postgres {
    use crate::contract;

    contract!(super::with_clock);
}

#[test]
fn what_was_recorded_is_seen_through_other_connections() {
    let Some(server) = Server::new() else { return };
    let (here, there) = (server.open(), server.open());
    let consents = |ledger: &PostgresLedger| Consent::<Recall>::require(ledger, &ada()).is_ok();
    for round in 0..50 {
        here.record_grant::<Recall>(&ada(), &said()).unwrap();
        assert!(consents(&here) && consents(&there), "round {round}: granted and not seen");
        there.record_withdrawal::<Recall>(&ada(), &said()).unwrap();
        assert!(!consents(&here) && !consents(&there), "round {round}: withdrawn and not seen");
    }
    assert_eq!(here.verify().unwrap().records, 100);
}

#[test]
fn connections_that_write_at_the_same_time_do_not_fork_the_chain() {
    let Some(server) = Server::new() else { return };
    std::thread::scope(|scope| {
        for number in 0..4 {
            let server = &server;
            // They also make the tables at the same time.
            scope.spawn(move || {
                let ledger = server.open();
                for round in 0..25 {
                    ledger.record_grant::<Recall>(&SubjectId::new(format!("{number}-{round}")), &said()).unwrap();
                }
            });
        }
    });
    let verified = server.open().verify().unwrap();
    assert_eq!((verified.records, verified.people), (100, 100));
}

#[test]
fn another_key_does_not_open_it() {
    let Some(server) = Server::new() else { return };
    drop(server.open());
    let error = PostgresLedger::connect(&server.config, &LedgerKey::from_bytes([8; 32])).unwrap_err();
    assert_eq!(error.kind(), &LedgerErrorKind::WrongKey);
}

#[test]
fn the_tables_refuse_to_be_changed_by_accident() {
    let Some(server) = Server::new() else { return };
    let ledger = server.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    for statement in [
        "UPDATE agent_guard.records SET purpose = 'x'",
        "DELETE FROM agent_guard.records",
        "TRUNCATE agent_guard.records",
        "INSERT INTO agent_guard.records SELECT 7, person, purpose, body, code FROM agent_guard.records",
    ] {
        let refused = server.client().batch_execute(statement).unwrap_err();
        assert!(refused.as_db_error().unwrap().message().contains("append-only"), "{statement}: {refused}");
    }
    assert_eq!(ledger.verify().unwrap().records, 1);
}

#[test]
fn damage_is_found() {
    let without_triggers = |change: &str| format!("SET session_replication_role = replica; {change}");
    for (change, damage) in [
        ("UPDATE agent_guard.records SET body = replace(body, 'withdrawn', 'granted') WHERE number = 2", Damage::Record(2)),
        ("UPDATE agent_guard.records SET purpose = 'memory.store' WHERE number = 2", Damage::Record(2)),
        ("DELETE FROM agent_guard.records WHERE number = 2", Damage::Missing(2)),
        ("DELETE FROM agent_guard.records WHERE number = 3", Damage::Truncated { found: 2, expected: 3 }),
        ("UPDATE agent_guard.head SET number = 2", Damage::Head),
        ("DELETE FROM agent_guard.people", Damage::People),
    ] {
        let Some(server) = Server::new() else { return };
        let ledger = server.open();
        ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
        ledger.record_withdrawal::<Recall>(&ada(), &said()).unwrap();
        ledger.record_grant::<Store>(&grace(), &said()).unwrap();
        let checkpoint = ledger.checkpoint().unwrap();
        assert_eq!(ledger.verify_against(&checkpoint).unwrap().records, 3);
        server.sql(&without_triggers(change));
        let error = ledger.verify().unwrap_err();
        assert_eq!(error.kind(), &LedgerErrorKind::Damaged(damage), "{change}");
        assert!(!format!("{error} {error:?}").contains("gladly"));
    }
}

#[test]
fn the_tables_name_nobody_and_quote_nothing() {
    let Some(server) = Server::new() else { return };
    let ledger = server.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let mut client = server.client();
    let mut dump = String::new();
    for table in ["ledger", "head", "people", "records"] {
        for row in client.query(&format!("SELECT t::text FROM agent_guard.{table} t"), &[]).unwrap() {
            dump += row.get::<_, &str>(0);
        }
    }
    assert!(dump.contains("memory.recall"), "what is searched for can be found");
    for secret in ["ada@", "example.org", "gladly", &hex_of("ada@example.org"), &"07".repeat(32)] {
        assert!(!dump.contains(secret), "{secret} is in the tables");
    }
    assert_eq!(ledger.events(&ada()).unwrap()[0].statement, said());
}

fn hex_of(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_lost_connection_is_an_error_and_then_made_anew() {
    let Some(server) = Server::new() else { return };
    let ledger = server.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    // Each of its connections may notice once; none of them says yes while it does not know.
    let answers: Vec<bool> = (0..10).map(|_| Consent::<Recall>::require(&ledger, &ada()).is_ok()).collect();
    assert!(answers[9], "{answers:?}");
    assert_eq!(ledger.verify().unwrap().records, 1);
}

#[test]
fn a_server_that_is_not_there_is_an_error_without_the_password() {
    let error = PostgresLedger::connect("host=127.0.0.1 port=1 user=u password=pa55word connect_timeout=2", &key()).unwrap_err();
    assert_eq!(error.kind(), &LedgerErrorKind::Storage);
    let unreadable = PostgresLedger::connect("password=pa55word what is this", &key()).unwrap_err();
    assert!(!format!("{error} {error:?} {unreadable} {unreadable:?}").contains("pa55word"));
}

/// In a runtime, blocking calls and awaited ones: neither panics, and both say the same.
#[test]
fn it_can_be_asked_within_an_async_runtime() {
    let Some(server) = Server::new() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let ledger = PostgresLedger::connect(&server.config, &key()).unwrap();
        ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
        assert!(Consent::<Recall>::require_async(&ledger, &ada()).await.is_ok());
        assert!(Consent::<Recall>::require(&ledger, &ada()).is_ok());
        assert!(Consent::<Recall>::require_async(&ledger, &grace()).await.is_err());
        let gate: &(dyn ConsentGate + Sync) = &ledger;
        assert!(Consent::<Recall>::require_async(gate, &ada()).await.is_ok());
    });
}
