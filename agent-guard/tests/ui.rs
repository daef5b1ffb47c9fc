//! The macros, from outside: what is accepted compiles and runs, what is rejected says what to write instead.

use std::process::Command;

#[test]
fn every_accepted_form_compiles_without_a_warning_and_runs() {
    trybuild::TestCases::new().pass("tests/accept/*.rs");
}

#[test]
fn every_mistake_that_the_macros_see_is_told_where_it_is_and_with_what_to_write_instead() {
    trybuild::TestCases::new().compile_fail("tests/reject/*.rs");
}

/// Here the compiler speaks, in part with our words. Its own change, so they are compared under the compiler that they
/// were taken from. It also names types that have the trait which is missing: other ones with features.
#[test]
fn every_mistake_that_the_compiler_sees_is_told_where_it_is() {
    let has_features = cfg!(any(feature = "serde", feature = "vault", feature = "redact", feature = "_durable-ledger"));
    if compiler_is("1.95") && !has_features {
        trybuild::TestCases::new().compile_fail("tests/reject_by_compiler/*.rs");
    }
}

fn compiler_is(version: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("the compiler that built this test is there");
    String::from_utf8_lossy(&output.stdout).starts_with(&format!("rustc {version}."))
}
