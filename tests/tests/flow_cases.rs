//! The flow cases: small functions that hold the analysis of personal data to what it promises.
//!
//! `tests/flow-cases/src/bin/<theme>.rs` says in its first line what it shows. To look at one:
//! `cargo agent-guard check --manifest-path tests/flow-cases/Cargo.toml --bin <theme>`.

use std::collections::BTreeMap;

use agent_guard_tests::{check_rules, fixture, marks, report::Location, tool};

#[test]
fn every_flow_is_judged_as_it_is_marked() {
    check_rules("flow-cases", &["AG3"]);
}

/// Whether a place has room for a function's name and nothing else.
fn is_named(place: &Location, name: &str) -> bool {
    let last = name.trim_matches('`').rsplit("::").next().unwrap_or_default();
    place.line == place.end_line && (place.end_column - place.column) as usize == last.len()
}

/// What goes into a function by one call comes out of it by the same.
#[test]
fn ways_leave_a_function_where_they_entered_it() {
    let report = tool::check(&fixture("flow-cases"), &[], None).of_rules(&["AG3"]);
    let mut compared = 0;
    for finding in &report.findings {
        let mut entered: Vec<(&str, &Option<Location>)> = Vec::new();
        for step in &finding.trace {
            // Not where an async function makes its future: that is left where somebody awaits it.
            let is_called = |name: &&str| step.location.as_ref().is_some_and(|place| is_named(place, name));
            if let Some(name) = step.message.strip_suffix(" is given it").filter(is_called) {
                entered.push((name, &step.location));
            }
            let left = [" gives it back", " writes it to what it is given"].iter().find_map(|end| step.message.strip_suffix(end));
            let Some(name) = left.filter(|name| entered.iter().any(|(inner, _)| inner == name)) else { continue };
            let at = entered.iter().rposition(|&(inner, place)| inner == name && *place == step.location);
            assert!(at.is_some(), "{name} is left at {:?}: {}\n{:#?}", step.location, finding.message, finding.trace);
            entered.truncate(at.unwrap_or(0));
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared} ways go into a function and out of it");
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
