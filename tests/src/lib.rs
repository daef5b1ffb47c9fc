//! Helpers of the end-to-end tests: running the tool on fixtures and comparing what it says with their marks.
//!
//! A fixture is a cargo workspace, `tests/cases`, `tests/flow-cases` or one below `tests/workspaces`, whose sources say in comments what
//! must be said of each line ([`marks`]). A line without mark must be silent, so a test fails on what is missed as well as on what is too
//! much.
//!
//! *Invariant*: the tool is a program to these tests. They run it and read its JSON report; nothing of it is linked.

pub mod catalogue;
pub mod compare;
pub mod marks;
pub mod report;
pub mod tool;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::report::Report;

/// A folder below `tests`, as `workspaces/renamed-dependency`.
pub fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Checks a fixture with each of the chosen toolchains and compares the reports with its marks.
///
/// # Panics
/// Where they differ, with all differences.
pub fn check(path: &str, arguments: &[&str]) {
    check_part(path, arguments, |report| report);
}

/// As [`check`], of some groups of rules only: what the others say is not compared. `AG3` are those about personal data.
///
/// # Panics
/// Where they differ, with all differences.
pub fn check_rules(path: &str, groups: &[&str]) {
    check_part(path, &[], |report| report.of_rules(groups));
}

/// The lines of a workspace on which the check is known to be wrong: `known-differences.txt` in its folder, a place and a reason a line.
fn known_differences(workspace: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(workspace.join("known-differences.txt")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split(" | ").next().unwrap_or(line).trim().to_owned()).collect()
}

fn check_part(path: &str, arguments: &[&str], part: impl Fn(Report) -> Report) {
    let workspace = fixture(path);
    let expected = marks::of_workspace(&workspace);
    for toolchain in tool::toolchains() {
        let report = part(tool::check(&workspace, arguments, toolchain.as_deref()));
        let is_at = |difference: &str, place: &str| difference.strip_prefix(place).is_some_and(|rest| rest.starts_with(':'));
        let known = known_differences(&workspace);
        let (listed, mut differences): (Vec<String>, Vec<String>) =
            compare::differences(&expected, &report).into_iter().partition(|difference| known.iter().any(|place| is_at(difference, place)));
        // What is known to be wrong is still told when it is right one day, so that the list stays true.
        let is_right = |place: &&String| !listed.iter().any(|difference| is_at(difference, place));
        differences.extend(known.iter().filter(is_right).map(|place| format!("{place}: known to differ, and does not any more")));
        let toolchain = toolchain.as_deref().unwrap_or("the default toolchain");
        assert!(differences.is_empty(), "{path} with {toolchain}: {} lines differ\n{}", differences.len(), differences.join("\n"));
        report.assert_exit_code();
    }
}
