//! What it costs to ask a ledger, and to record in it.
//!
//! `cargo bench -p agent-guard --features sqlite-ledger --bench ledger`; the figures and the machine are in `docs/ledger.md`.
//!
//! - `require_warm`: the same person asked about again, nothing written in between. What an agent does nearly always.
//! - `require_warm_in_threads`: the same from several threads.
//! - `require_changed`: each time after somebody else has written, so that nothing remembered may be believed.
//! - `record`: a grant, flushed to the disk.
//! - `data_version`: the floor of `require_warm` on SQLite, which is to ask whether anybody has written.

use std::sync::OnceLock;

use agent_guard::{Consent, ConsentLedger, Ledger, LedgerKey, Purpose, SqliteLedger, Statement, SubjectId};
use divan::{Bencher, black_box};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall", expires_after = "365 days")]
struct Recall;

/// People in the ledger.
const PEOPLE: usize = 1000;

fn main() {
    divan::main();
}

fn person(number: usize) -> SubjectId {
    SubjectId::new(format!("user-{number}@example.org"))
}

fn folder() -> &'static tempfile::TempDir {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder can be made"))
}

fn open() -> SqliteLedger {
    SqliteLedger::open(folder().path().join("consent.db"), &LedgerKey::from_bytes([1; 32])).expect("the ledger opens")
}

/// A ledger with many people in it, made once.
fn ledger() -> &'static SqliteLedger {
    static LEDGER: OnceLock<SqliteLedger> = OnceLock::new();
    LEDGER.get_or_init(|| {
        let ledger = open();
        for number in 0..PEOPLE {
            ledger.record_grant::<Recall>(&person(number), &Statement::new()).expect("recorded");
        }
        ledger
    })
}

#[divan::bench]
fn require_warm_in_memory(bencher: Bencher<'_, '_>) {
    let (ledger, ada) = (ConsentLedger::new(), person(500));
    ledger.grant::<Recall>(&ada);
    bencher.bench_local(|| drop(black_box(Consent::<Recall>::require(&ledger, black_box(&ada)))));
}

#[divan::bench]
fn require_warm(bencher: Bencher<'_, '_>) {
    let (ledger, ada) = (ledger(), person(500));
    bencher.bench_local(|| drop(black_box(Consent::<Recall>::require(ledger, black_box(&ada)))));
}

#[divan::bench(threads = [1, 2, 4])]
fn require_warm_in_threads(bencher: Bencher<'_, '_>) {
    let (ledger, ada) = (ledger(), person(500));
    bencher.bench(|| drop(black_box(Consent::<Recall>::require(ledger, black_box(&ada)))));
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn require_changed(bencher: Bencher<'_, '_>) {
    let (ledger, other, ada) = (ledger(), open(), person(500));
    bencher
        .with_inputs(|| drop(other.record_grant::<Recall>(&person(1), &Statement::new()).expect("recorded")))
        .bench_local_values(|()| drop(black_box(Consent::<Recall>::require(ledger, black_box(&ada)))));
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn record(bencher: Bencher<'_, '_>) {
    let (ledger, ada) = (ledger(), person(500));
    let statement = Statement::new();
    bencher.bench_local(|| black_box(ledger.record_grant::<Recall>(&ada, &statement)));
}

#[divan::bench]
fn data_version(bencher: Bencher<'_, '_>) {
    let _ = ledger();
    let connection = rusqlite::Connection::open(folder().path().join("consent.db")).expect("it opens");
    let mut statement = connection.prepare("PRAGMA data_version").expect("it is a statement");
    bencher.bench_local(|| statement.query_row([], |row| row.get::<_, i64>(0)).expect("it answers"));
}
