//! Stores of which no call is seen: when that is a gap, when it is worth a notice, and when it is nothing.
//!
//! In all of these the store is compiled, because a library outside the workspace, `helper`, uses it.

use crate::project::{MANIFEST, Project};

const SILENT: &str = "pub fn recall() -> u8 { 1 }\n";
const READS: &str = "#[test]\nfn reads() { store::Store.get(); }\n";
const UNUSED: &str = "depends on this store, and not one call of it was recognised";
const UNUSED_BY_TESTS: &str = "depends on this store for tests, examples or benchmarks, and not one call of it was recognised";

/// An agent that depends on `helper`, and on whatever the end of its manifest says; `store` is in the catalogue.
fn agent(manifest: &str) -> Project {
    let manifest = format!("{MANIFEST}[workspace]\n[dependencies]\nhelper = {{ path = \"../helper\" }}\n{manifest}");
    let project = Project::new(&[
        ("Cargo.toml", &manifest),
        ("src/lib.rs", SILENT),
        (
            "../helper/Cargo.toml",
            "[package]\nname = \"helper\"\nversion = \"0.1.0\"\n[dependencies]\nstore = { path = \"../store\" }\n[workspace]\n",
        ),
        ("../helper/src/lib.rs", "pub struct Helper;\nimpl Helper { pub fn help(&self) -> u8 { store::Store.get() } }\n"),
        ("../store/Cargo.toml", "[package]\nname = \"store\"\nversion = \"0.1.0\"\n[workspace]\n"),
        ("../store/src/lib.rs", "pub struct Store;\nimpl Store { pub fn get(&self) -> u8 { 1 } }\n"),
    ]);
    project.write("agent-guard.toml", &catalogued("store", "key-value", "Store", "get"));
    project
}

fn catalogued(package: &str, kind: &str, handle: &str, method: &str) -> String {
    format!(
        "[[catalogue]]\npackage = \"{package}\"\nkind = \"{kind}\"\nhandles = [\"{handle}\"]\n\
         [[catalogue.entry]]\ntype = \"{handle}\"\nmethods = [\"{method}\"]\neffect = \"read\"\n"
    )
}

const STORE: &str = "store = { path = \"../store\" }\n";
const RENAMED: &str = "memory = { package = \"store\", path = \"../store\" }\n";

#[test]
fn a_dev_dependency_is_no_gap_where_no_tests_are_read() {
    for dependency in [STORE, RENAMED] {
        let project = agent(&format!("[dev-dependencies]\n{dependency}"));
        project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("depends on");
    }
}

#[test]
fn a_dev_dependency_is_one_where_all_tests_are_read_and_none_uses_it() {
    for dependency in [STORE, RENAMED] {
        let project = agent(&format!("[dev-dependencies]\n{dependency}"));
        project.guard(&["check", "--all-targets", "--allow-empty"]).ends_with(3).says(UNUSED_BY_TESTS);
    }
}

#[test]
fn a_dev_dependency_that_a_test_uses_is_seen() {
    let project = agent(&format!("[dev-dependencies]\n{STORE}"));
    project.write("tests/reads.rs", READS);
    project.guard(&["check", "--all-targets"]).ends_with(1).says("AG101").does_not_say("AG901");
}

#[test]
fn a_dev_dependency_is_worth_a_notice_where_some_tests_were_left_out() {
    let project = agent(&format!("[dev-dependencies]\n{STORE}"));
    project.write("tests/reads.rs", READS);
    project.write("tests/adds.rs", "#[test]\nfn adds() { assert_eq!(1 + 1, 2); }\n");
    let said = project.guard(&["check", "--test", "adds", "--allow-empty"]).ends_with(0);
    said.says("the others were not looked at").does_not_say("AG901");
    // The harness of the library is a test as well, and it is not among these.
    project.write("tests/reads.rs", "");
    project.guard(&["check", "--test", "*", "--allow-empty"]).ends_with(0).says("the others were not looked at");
    project.guard(&["check", "--tests", "--allow-empty"]).ends_with(3).says(UNUSED_BY_TESTS);
    project.write("benches/reads.rs", "fn main() { store::Store.get(); }\n");
    project.guard(&["check", "--tests", "--allow-empty"]).ends_with(0).says("the others were not looked at");
}

#[test]
fn a_dependency_of_what_ships_is_one_also_where_tests_use_it_too() {
    for dependency in [STORE, RENAMED] {
        let project = agent(dependency);
        project.guard(&["check", "--allow-empty"]).ends_with(3).says(UNUSED);
        let project = agent(&format!("{dependency}[dev-dependencies]\n{dependency}"));
        project.guard(&["check", "--allow-empty"]).ends_with(3).says(UNUSED);
    }
}

#[test]
fn a_build_dependency_is_no_gap_and_no_dependency_of_others() {
    let project = Project::new(&[
        ("Cargo.toml", &format!("{MANIFEST}[workspace]\n[build-dependencies]\n{STORE}")),
        ("build.rs", "fn main() { store::Store.get(); }\n"),
        ("src/lib.rs", SILENT),
        ("agent-guard.toml", &catalogued("store", "key-value", "Store", "get")),
        ("../store/Cargo.toml", "[package]\nname = \"store\"\nversion = \"0.1.0\"\n[workspace]\n"),
        ("../store/src/lib.rs", "pub struct Store;\nimpl Store { pub fn get(&self) -> u8 { 1 } }\n"),
    ]);
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("depends on").does_not_say("by dependencies only");
}

#[test]
fn what_is_not_compiled_for_this_platform_or_these_features_is_no_gap() {
    let project = agent(&format!("[target.'cfg(not(unix))'.dependencies]\n{STORE}"));
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("depends on");
    let project = agent(&format!("[target.'cfg(unix)'.dependencies]\n{STORE}"));
    project.guard(&["check", "--allow-empty"]).ends_with(3).says(UNUSED);
    let project = agent("store = { path = \"../store\", optional = true }\n");
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("depends on");
    project.guard(&["check", "--allow-empty", "--features", "store"]).ends_with(3).says(UNUSED);
}

#[test]
fn what_a_dependency_keeps_is_worth_a_notice_that_names_it() {
    let project = agent("");
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("`store` is used by dependencies only (`helper`)");
}

#[test]
fn what_a_catalogued_dependency_keeps_is_judged_at_its_own_calls() {
    let project = agent("");
    for kind in ["key-value", "framework"] {
        let entries = [catalogued("store", "key-value", "Store", "get"), catalogued("helper", kind, "Helper", "help")];
        project.write("agent-guard.toml", &entries.concat());
        project.write("src/lib.rs", "pub fn recall(helper: &helper::Helper) -> u8 { helper.help() }\n");
        project.guard(&["check"]).ends_with(1).says("AG101").does_not_say("by dependencies only").does_not_say("AG901");
    }
    // Another one beside it, of which nobody knows anything.
    project.write(
        "Cargo.toml",
        &format!("{MANIFEST}[workspace]\n[dependencies]\nhelper = {{ path = \"../helper\" }}\nother = {{ path = \"../other\" }}\n"),
    );
    project.write(
        "../other/Cargo.toml",
        "[package]\nname = \"other\"\nversion = \"0.1.0\"\n[workspace]\n[dependencies]\nstore = { path = \"../store\" }\n",
    );
    project.write("../other/src/lib.rs", "");
    project.guard(&["check"]).ends_with(1).says("`store` is used by dependencies only (`other`)");
}

#[test]
fn a_framework_that_only_a_dependency_uses_is_judged_by_nobody() {
    let project = agent("");
    project.write("Cargo.toml", &format!("{MANIFEST}[workspace]\n[dependencies]\nother = {{ path = \"../other\" }}\n"));
    project.write(
        "../other/Cargo.toml",
        "[package]\nname = \"other\"\nversion = \"0.1.0\"\n[workspace]\n[dependencies]\nhelper = { path = \"../helper\" }\n",
    );
    project.write("../other/src/lib.rs", "");
    let entries = [catalogued("store", "key-value", "Store", "get"), catalogued("helper", "framework", "Helper", "help")];
    project.write("agent-guard.toml", &entries.concat());
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("`store` is used by dependencies only (`helper`)");
}

#[test]
fn a_version_that_nobody_compared_is_told_where_the_workspace_is_concerned() {
    const NEWER: &str = "`store` 0.1.0 is none of the versions that the catalogue was compared with (>=7)";
    let compared = |kind: &str, also: &str| {
        let compared = format!("kind = \"{kind}\"\nverified = \">=7\"\nalso = [{also}]");
        catalogued("store", kind, "Store", "get").replace(&format!("kind = \"{kind}\""), &compared)
    };
    let through_helper = agent("");
    through_helper.write("agent-guard.toml", &compared("key-value", ""));
    through_helper.guard(&["check", "--allow-empty"]).ends_with(0).says(NEWER);
    // What only others use, and what keeps nothing, is no matter; through a facade the workspace uses it itself.
    through_helper.write("agent-guard.toml", &compared("library", ""));
    through_helper.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("none of the versions");
    through_helper.write("agent-guard.toml", &compared("library", "\"helper\""));
    through_helper.guard(&["check", "--allow-empty"]).ends_with(0).says(NEWER);
    let direct = agent(STORE);
    direct.write("agent-guard.toml", &compared("library", ""));
    direct.guard(&["check", "--allow-empty"]).ends_with(0).says(NEWER);
}

#[test]
fn the_version_of_a_facade_is_compared_with_nothing() {
    let project = agent("");
    let entries = catalogued("store", "library", "Store", "get");
    for (verified, notices) in [("<0.5", 0), (">=7", 1)] {
        let compared = format!("kind = \"library\"\nverified = \"{verified}\"\nalso = [\"helper\"]");
        project.write("agent-guard.toml", &entries.replace("kind = \"library\"", &compared));
        project.write(
            "../helper/Cargo.toml",
            "[package]\nname = \"helper\"\nversion = \"0.9.0\"\n[dependencies]\nstore = { path = \"../store\" }\n[workspace]\n",
        );
        let said = project.guard(&["check", "--allow-empty"]).ends_with(0);
        assert_eq!(said.err.matches("none of the versions").count(), notices, "{}", said.err);
    }
}
