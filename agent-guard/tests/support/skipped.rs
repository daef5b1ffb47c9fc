//! How a test says that it was not run.

use std::io::Write;

/// Says that tests were not run, and why, even where the output of tests that pass is not shown.
pub fn skipped(reason: &str) {
    // Not by `eprintln!`: the harness keeps that to itself.
    writeln!(std::io::stderr(), "SKIPPED: {reason}").expect("stderr is open");
}
