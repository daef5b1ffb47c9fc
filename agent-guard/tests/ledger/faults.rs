//! The process dies, or the disk is full, at every single write: nothing that was confirmed is lost, nothing is there by half.
//!
//! `faults.c` is loaded between SQLite and the C library and counts the writes, flushes, truncations and removals of the
//! ledger's files. The test starts itself again with a part to play, and lets the first of them fail, then the second, and so on
//! until the part is played to its end. (C, because the workspace has no `unsafe`, and replacing a function of libc is nothing else.)

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use agent_guard::{Consent, DurableLedger, Evidence, Ledger, LedgerErrorKind, SqliteLedger, Statement, SubjectId};

use super::sqlite::{Home, key};
use super::support::{Recall, ada};
use crate::skipped::skipped;

const FILE: &str = "AGENT_GUARD_LEDGER_TEST_FILE";
/// How `faults.c` ends the process.
const KILLED: i32 = 86;
/// What the part is: grants, one withdrawal, one erasure. More records than a page holds, so that pages are added.
const GRANTS: usize = 12;

/// The library, built once; `None` (and a line that says why) where there is no C compiler.
fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/faults.c");
        let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
        match built {
            Ok(status) if status.success() => Some(library),
            _ => {
                skipped("faults cannot be injected, because there is no working C compiler called `cc`");
                None
            }
        }
    };
    SHIM.get_or_init(build).as_deref()
}

fn user(number: usize) -> SubjectId {
    SubjectId::new(format!("user-{number}"))
}

/// Says on stdout what has been confirmed, one word each; ends quietly at the first error.
fn play(file: &Path) {
    let confirm = |word: &str| {
        let mut out = std::io::stdout();
        // The test harness has begun a line of its own.
        writeln!(out, "\n{word}").and_then(|()| out.flush()).expect("stdout is open");
    };
    let said = Statement::new().evidenced_by(Evidence::text("x".repeat(600)));
    let done = || -> Result<(), agent_guard::LedgerError> {
        let ledger = SqliteLedger::open(file, &key())?;
        confirm("opened");
        ledger.record_grant::<Recall>(&ada(), &said)?;
        confirm("granted");
        for number in 0..GRANTS {
            ledger.record_grant::<Recall>(&user(number), &said)?;
            confirm("record");
        }
        ledger.record_withdrawal::<Recall>(&ada(), &said)?;
        confirm("withdrawn");
        ledger.forget(&user(0))?;
        confirm("forgotten");
        Ok(())
    };
    if let Err(error) = done() {
        confirm(&format!("error: {error}"));
        std::process::exit(if matches!(error.kind(), LedgerErrorKind::Full | LedgerErrorKind::Storage) { 1 } else { 2 });
    }
}

/// The words that were confirmed before the process ended.
fn play_with_fault(test: &str, file: &Path, shim: &Path, kind: &str, at: usize) -> (ExitStatus, Vec<String>) {
    let mut command = Command::new(std::env::current_exe().expect("the test knows its own path"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(FILE, file).env("LD_PRELOAD", shim).env("AGENT_GUARD_FAULT_AT", at.to_string()).env("AGENT_GUARD_FAULT_KIND", kind);
    let output = command.stderr(Stdio::inherit()).output().expect("it starts");
    let words = String::from_utf8(output.stdout).expect("it speaks UTF-8");
    (output.status, words.lines().map(str::to_owned).collect())
}

/// What is there must be what was confirmed, or that and the one step that was under way.
fn check(home: &Home, words: &[String], context: &str) {
    let confirmed = |word: &str| words.iter().filter(|it| *it == word).count();
    let opened = confirmed("opened") > 0;
    let ledger = match SqliteLedger::open(home.path(), &key()) {
        Ok(ledger) => ledger,
        Err(error) => panic!("{context}: {error} ({error:?})"),
    };
    let verified = ledger.verify().unwrap_or_else(|error| panic!("{context}: {error} ({error:?})"));
    let steps = confirmed("granted") + confirmed("record") + confirmed("withdrawn") + confirmed("forgotten");
    let records = usize::try_from(verified.records).unwrap();
    assert!(records == steps || records == steps + 1, "{context}: {records} records, {steps} confirmed");
    assert!(opened || records == 0, "{context}: records in a ledger that was never opened");

    let has_consent = |subject: &SubjectId| Consent::<Recall>::require(&ledger, subject).is_ok();
    if confirmed("withdrawn") > 0 {
        assert!(!has_consent(&ada()), "{context}: a confirmed withdrawal is lost");
    } else if confirmed("granted") > 0 && records == steps {
        assert!(has_consent(&ada()), "{context}: a confirmed grant is lost");
    }
    for number in 1..confirmed("record") {
        assert!(has_consent(&user(number)), "{context}: confirmed grant {number} is lost");
    }
    if confirmed("forgotten") > 0 {
        assert!(!has_consent(&user(0)), "{context}: somebody who was forgotten is there");
    }
    // It goes on from where it is.
    ledger.record_grant::<Recall>(&SubjectId::new("afterwards"), &Statement::new()).unwrap_or_else(|error| panic!("{context}: {error}"));
    assert_eq!(ledger.verify().expect("whole").records, verified.records + 1, "{context}");
}

/// Lets the first write fail, then the second, until none does.
fn at_every_write(test: &str, kind: &str, is_fault: impl Fn(ExitStatus) -> bool) {
    if let Some(file) = std::env::var_os(FILE) {
        return play(Path::new(&file));
    }
    let Some(shim) = shim() else { return };
    for at in 1..1000 {
        let home = Home::new();
        let (status, words) = play_with_fault(test, &home.path(), shim, kind, at);
        let context = format!("{kind} at write {at}, after {words:?}");
        if status.success() {
            assert!(at > 40, "only {at} writes were seen: is the library loaded?");
            assert!(words.iter().any(|word| word == "forgotten"), "{context}");
            check(&home, &words, &context);
            return;
        }
        assert!(is_fault(status), "{context}: {status}");
        check(&home, &words, &context);
    }
    panic!("it never came to its end");
}

#[test]
fn a_process_that_is_killed_at_any_write_loses_nothing() {
    at_every_write("ledger::faults::a_process_that_is_killed_at_any_write_loses_nothing", "kill", |status| status.code() == Some(KILLED));
}

#[test]
fn a_process_that_is_killed_in_the_midst_of_any_write_loses_nothing() {
    at_every_write("ledger::faults::a_process_that_is_killed_in_the_midst_of_any_write_loses_nothing", "torn", |status| {
        status.code() == Some(KILLED)
    });
}

#[test]
fn a_disk_that_is_full_from_any_write_on_is_an_error_and_loses_nothing() {
    at_every_write("ledger::faults::a_disk_that_is_full_from_any_write_on_is_an_error_and_loses_nothing", "full", |status| {
        status.code() == Some(1)
    });
}
