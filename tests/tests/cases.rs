//! The cases: small agents, each a crate of its own, that hold the consent analysis to what it promises.
//!
//! `tests/cases/src/bin/<topic>_<case>.rs` says in its first line what it shows. To look at one:
//! `cargo agent-guard check --manifest-path tests/cases/Cargo.toml --bin <topic>_<case>`.

use agent_guard_tests::check;

#[test]
fn every_case_is_judged_as_it_is_marked() {
    check("cases", &[]);
}
