//! The flow cases: small functions that hold the analysis of personal data to what it promises.
//!
//! `tests/flow-cases/src/bin/<theme>.rs` says in its first line what it shows. To look at one:
//! `cargo agent-guard check --manifest-path tests/flow-cases/Cargo.toml --bin <theme>`.

use std::collections::BTreeMap;

use agent_guard_tests::{check_rules, fixture, marks};

#[test]
fn every_flow_is_judged_as_it_is_marked() {
    check_rules("flow-cases", &["AG3"]);
}

#[test]
fn every_program_has_what_leaks_and_beside_it_what_does_not() {
    let marks = marks::of_workspace(&fixture("flow-cases"));
    let mut programs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((file, _), words) in &marks.lines {
        let (leaks, clean) = programs.entry(file).or_default();
        *(if words.is_empty() { clean } else { leaks }) += 1;
    }
    let one_sided: Vec<_> = programs.iter().filter(|(_, (leaks, clean))| *leaks == 0 || *clean == 0).collect();
    assert!(one_sided.is_empty(), "leaks and clean lines of the programs that lack one of the two: {one_sided:?}");
}
