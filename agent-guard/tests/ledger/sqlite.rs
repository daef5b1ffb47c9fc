//! The ledger on SQLite.

use std::fs;
use std::path::PathBuf;

use agent_guard::{Consent, Denial, DurableLedger, Ledger, LedgerError, LedgerErrorKind, LedgerKey, Purpose, SqliteLedger, Statement};

use super::contract::{DAY, TestClock};
use super::support::{Recall, ada, grace};

/// A folder with a ledger in it, removed when dropped.
pub struct Home(pub tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("consent.db")
    }

    pub fn open(&self) -> SqliteLedger {
        self.try_open().expect("the ledger opens")
    }

    pub fn try_open(&self) -> Result<SqliteLedger, LedgerError> {
        SqliteLedger::open(self.path(), &key())
    }
}

pub fn key() -> LedgerKey {
    LedgerKey::from_bytes([7; 32])
}

fn with_clock(clock: TestClock) -> Option<(Home, SqliteLedger)> {
    let home = Home::new();
    let ledger = SqliteLedger::options().clock(move || clock.now()).open(home.path(), &key()).unwrap();
    Some((home, ledger))
}

mod contract_of_sqlite {
    use crate::contract;

    contract!(super::with_clock);
}

fn said() -> Statement {
    Statement::new()
}

#[test]
fn what_was_recorded_is_there_after_opening_again() {
    let home = Home::new();
    let receipt = home.open().record_grant::<Recall>(&ada(), &said()).unwrap();
    let ledger = home.open();
    assert_eq!(Consent::<Recall>::require(&ledger, &ada()).unwrap().receipt(), &receipt);
    assert_eq!(ledger.verify().unwrap().records, 1);
}

#[test]
fn a_new_ledger_is_whole_and_only_its_owner_can_read_it() {
    let home = Home::new();
    let ledger = home.open();
    assert_eq!(ledger.verify().unwrap().records, 0);
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    #[cfg(unix)]
    for entry in fs::read_dir(home.0.path()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(["consent.db", "consent.db-wal", "consent.db-shm"].contains(&&*name), "{name} was left behind");
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn another_key_does_not_open_it() {
    let home = Home::new();
    home.open().record_grant::<Recall>(&ada(), &said()).unwrap();
    let error = SqliteLedger::open(home.path(), &LedgerKey::from_bytes([8; 32])).unwrap_err();
    assert_eq!(error.kind(), &LedgerErrorKind::WrongKey);
    home.open();
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let home = Home::new();
    let other = rusqlite::Connection::open(home.path()).unwrap();
    other.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(other);
    let before = fs::read(home.path()).unwrap();
    assert_eq!(home.try_open().unwrap_err().kind(), &LedgerErrorKind::NotALedger);
    assert_eq!(fs::read(home.path()).unwrap(), before);

    for content in [&b""[..], b"not a database, but long enough to be taken for the header of one, which has a hundred bytes, or more"] {
        fs::write(home.path(), content).unwrap();
        assert_eq!(home.try_open().unwrap_err().kind(), &LedgerErrorKind::NotALedger);
    }
    let nowhere = SqliteLedger::open(home.0.path().join("no/such/folder/consent.db"), &key());
    assert_eq!(nowhere.unwrap_err().kind(), &LedgerErrorKind::Storage);
}

#[test]
fn a_later_version_is_told_from_no_ledger() {
    let home = Home::new();
    drop(home.open());
    rusqlite::Connection::open(home.path()).unwrap().pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(home.try_open().unwrap_err().kind(), &LedgerErrorKind::TooNew);
}

#[test]
fn the_tables_refuse_to_be_changed_by_accident() {
    let home = Home::new();
    let ledger = home.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let browser = rusqlite::Connection::open(home.path()).unwrap();
    for statement in [
        "UPDATE records SET purpose = 'x'",
        "DELETE FROM records",
        "INSERT OR REPLACE INTO records SELECT * FROM records",
        "INSERT INTO records SELECT 7, person, purpose, body, code FROM records",
    ] {
        let refused = browser.execute(statement, []).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    assert_eq!(ledger.verify().unwrap().records, 1);
}

#[test]
fn a_consent_that_ran_out_stays_out_in_a_later_process_with_a_wrong_clock() {
    #[derive(Purpose)]
    #[purpose(id = "memory.recall", description = "Recall.", expires_after = "30 days")]
    struct ForAMonth;

    let (home, clock) = (Home::new(), TestClock::new());
    let open = || {
        let clock = clock.clone();
        SqliteLedger::options().clock(move || clock.now()).open(home.path(), &key()).unwrap()
    };
    open().record_grant::<ForAMonth>(&ada(), &said()).unwrap();
    clock.advance(31 * DAY);
    let denied = |ledger: &SqliteLedger| Consent::<ForAMonth>::require(ledger, &ada()).unwrap_err().denial().cloned();
    assert_eq!(denied(&open()), Some(Denial::Expired));
    clock.set_back(20 * DAY);
    assert_eq!(denied(&open()), Some(Denial::Expired));
    assert_eq!(open().verify().unwrap().records, 2, "that it ran out was noted once");
}

#[test]
fn a_busy_ledger_says_so_and_goes_on_answering() {
    let home = Home::new();
    let ledger = SqliteLedger::options().busy_timeout(std::time::Duration::from_millis(20)).open(home.path(), &key()).unwrap();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let other = rusqlite::Connection::open(home.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ledger.record_grant::<Recall>(&grace(), &said()).unwrap_err().kind(), &LedgerErrorKind::Busy);
    assert!(Consent::<Recall>::require(&ledger, &ada()).is_ok());
    other.execute_batch("ROLLBACK").unwrap();
    ledger.record_grant::<Recall>(&grace(), &said()).unwrap();
    assert_eq!(ledger.verify().unwrap().records, 2);
}

#[test]
fn an_erasure_that_another_reader_delays_says_so_and_can_be_repeated() {
    let home = Home::new();
    let ledger = SqliteLedger::options().busy_timeout(std::time::Duration::from_millis(20)).open(home.path(), &key()).unwrap();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let other = rusqlite::Connection::open(home.path()).unwrap();
    other.execute_batch("BEGIN; SELECT count(*) FROM records").unwrap();
    let error = ledger.forget(&ada()).unwrap_err();
    assert_eq!(error.kind(), &LedgerErrorKind::ErasureUnfinished);
    assert!(Consent::<Recall>::require(&ledger, &ada()).is_err(), "it holds already");
    other.execute_batch("ROLLBACK").unwrap();
    ledger.forget(&ada()).unwrap();
    assert_eq!(fs::metadata(home.0.path().join("consent.db-wal")).unwrap().len(), 0);
}
