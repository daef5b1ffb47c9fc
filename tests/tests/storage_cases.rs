//! The storage cases: what is stored in plain, and under whose consent.
//!
//! `tests/storage-cases/src/bin/<theme>.rs` says in its first line what it shows. To look at one:
//! `cargo agent-guard check --manifest-path tests/storage-cases/Cargo.toml --bin <theme>`.

use agent_guard_tests::check_rules;

#[test]
fn every_write_is_judged_as_it_is_marked() {
    check_rules("storage-cases", &["AG2", "AG108"]);
}
