//! People and purposes that the tests share.

use agent_guard::{Purpose, SubjectId};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.store")]
pub struct Store;

pub fn ada() -> SubjectId {
    SubjectId::new("ada@example.org")
}

pub fn grace() -> SubjectId {
    SubjectId::new("grace@example.org")
}

/// Says that tests were not run, and why, even where the output of tests that pass is not shown.
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub fn skipped(reason: &str) {
    use std::io::Write;
    // Not by `eprintln!`: the harness keeps that to itself.
    writeln!(std::io::stderr(), "SKIPPED: {reason}").expect("stderr is open");
}
