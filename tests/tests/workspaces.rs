//! Whole workspaces: what only shows where several crates, versions or targets meet.

use std::fs;

use agent_guard_tests::{check, check_rules, fixture, tool};

#[test]
fn a_renamed_dependency_is_the_crate_that_it_is() {
    check("workspaces/renamed-dependency", &[]);
}

#[test]
fn a_re_export_is_seen_through() {
    check("workspaces/re-exports", &[]);
}

#[test]
fn two_versions_of_a_store_are_both_stores() {
    check("workspaces/two-versions", &[]);
}

#[test]
fn consent_in_the_first_crate_guards_the_access_in_the_third() {
    check("workspaces/three-crates", &[]);
}

#[test]
fn a_library_is_judged_with_the_program_that_uses_it() {
    check("workspaces/library-and-binary", &[]);
}

#[test]
fn modules_that_are_compiled_twice_are_reported_once() {
    check("workspaces/shared-modules", &[]);
}

#[test]
fn a_policy_says_which_purposes_count() {
    check("workspaces/purposes", &[]);
}

#[test]
fn three_lines_of_the_policy_say_what_a_service_of_the_users_own_does() {
    check("workspaces/own-service", &[]);
}

#[test]
fn an_agent_without_the_runtime_is_told_of_every_access() {
    check("workspaces/newcomer", &[]);
}

#[test]
fn handlers_of_a_web_framework_are_roots() {
    check("workspaces/axum-agent", &[]);
}

#[test]
fn tests_are_roots_where_the_test_gate_is_at_home() {
    check("workspaces/test-code", &["--tests"]);
}

#[test]
fn a_module_named_like_the_runtime_is_never_clean() {
    let report = tool::check(&fixture("workspaces/namesake"), &[], None);
    assert!(!report.findings.is_empty() || !report.gaps.is_empty());
    report.assert_exit_code();
}

#[test]
fn a_call_that_leads_to_no_body_is_a_gap_unless_it_is_known_why() {
    check("workspaces/no-body", &[]);
}

#[test]
fn what_macros_make_has_bodies_of_known_types() {
    check("workspaces/made-by-macros", &[]);
}

#[test]
fn files_are_memory_where_the_policy_says_so() {
    check("workspaces/files", &[]);
}

#[test]
fn a_store_that_another_program_of_the_package_uses_is_no_gap() {
    check("workspaces/several-programs", &[]);
    let workspace = fixture("workspaces/several-programs");
    for (program, findings) in [("notes", 1), ("profiles", 1), ("greeter", 0)] {
        let report = tool::check(&workspace, &["--bin", program], None);
        assert_eq!((report.findings.len(), report.gaps.len()), (findings, 0), "{program}: {report:?}");
        assert!(report.notices.iter().any(|notice| notice.contains("the others were not looked at")), "{program}: {report:?}");
    }
    // All of them together use it, or nobody does.
    let report = tool::check(&workspace, &["--bins"], None);
    assert_eq!((report.findings.len(), report.gaps.len()), (2, 0), "{report:?}");
    let report = tool::check(&fixture("workspaces/unused-store"), &["--bin", "unused-store"], None);
    assert_eq!((report.gaps.len(), report.exit_code), (1, 3), "{report:?}");
}

#[test]
fn databases_that_were_opened_with_a_key_encrypt_what_is_written() {
    check_rules("workspaces/encrypting-stores", &["AG2"]);
}

#[test]
fn a_key_does_nothing_where_sqlite_is_built_without_encryption() {
    check_rules("workspaces/key-without-sqlcipher", &["AG2"]);
    let output =
        tool::command(&fixture("workspaces/key-without-sqlcipher"), None).args(["check", "--locked"]).output().expect("it was just built");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the key pragma does nothing: `rusqlite` is built without SQLCipher"), "{said}");
}

/// A folder that no test names would look as if it were checked.
#[test]
fn every_workspace_has_a_test() {
    let tests = include_str!("workspaces.rs");
    for entry in fs::read_dir(fixture("workspaces")).expect("the folder of the workspaces") {
        let name = entry.expect("a folder that opened can be listed").file_name().into_string().expect("a name in ASCII");
        assert!(tests.contains(&format!("\"workspaces/{name}\"")), "no test names `{name}`");
    }
}
