//! `--deps`: the code of a dependency is looked at as if it were the workspace's, and nobody else's builds notice.
//!
//! `notes` keeps what it is told in `store`, which is in the catalogue. Both are outside the workspace, and `plain` is besides.

use std::fs;

use cargo_agent_guard::facts;

use crate::project::{MANIFEST, Project, TOOL};

const POLICY: &str = "[[catalogue]]\npackage = \"store\"\nkind = \"key-value\"\n\
    [[catalogue.entry]]\ntype = \"Store\"\nmethods = [\"get\"]\neffect = \"read\"\n";
const MAIN: &str = "fn main() { plain::f(); println!(\"{}\", notes::Notes.recall()); }\n";
const NOTES: &str = "pub struct Notes;\n\
    impl Notes {\n    pub fn recall(&self) -> u8 {\n        within(|| store::Store.get())\n    }\n    pub fn nobody_asks(&self) -> u8 {\n        store::Store.get()\n    }\n}\n\
    fn within(f: impl Fn() -> u8) -> u8 {\n    f()\n}\n";

fn agent() -> Project {
    let manifest = format!("{MANIFEST}[workspace]\n[dependencies]\nnotes = {{ path = \"../notes\" }}\nplain = {{ path = \"../plain\" }}\n");
    let project = Project::new(&[("Cargo.toml", &manifest), ("src/main.rs", MAIN), ("agent-guard.toml", POLICY)]);
    for (name, manifest, source) in [
        ("store", "", "pub struct Store;\nimpl Store { pub fn get(&self) -> u8 { 1 } }\n"),
        ("plain", "", "pub fn f() {}\n"),
        ("notes", "[dependencies]\nstore = { path = \"../store\" }\n", NOTES),
    ] {
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.3.0\"\nedition = \"2021\"\n[workspace]\n{manifest}");
        project.write(&format!("../{name}/Cargo.toml"), &package);
        project.write(&format!("../{name}/src/lib.rs"), source);
    }
    project
}

const WITH: [&str; 3] = ["check", "--deps", "notes"];

#[test]
fn what_a_dependency_keeps_is_found_in_its_own_source() {
    let project = agent();
    project.guard(&["check", "--allow-empty"]).ends_with(1).says("AG905").does_not_say("AG101");
    let said = project.guard(&WITH).ends_with(1).says("AG101").does_not_say("AG905").does_not_say("by dependencies only");
    said.says("/notes/src/lib.rs:4:").says("ask on every path before the workspace calls it").says("1 finding");
    // Nothing in the workspace calls the other one.
    let said = project.guard(&["check", "--deps", "notes", "--format", "json"]).ends_with(1);
    assert!(said.out.contains("`Store::get`") && !said.out.contains("nobody_asks"), "{}", said.out);
    assert_eq!(said.out.matches("\"verdict\"").count(), 1, "{}", said.out);
    assert_eq!(project.crates().iter().filter(|name| *name == "notes").count(), 1);
}

#[test]
fn the_policy_can_name_it_for_good() {
    let project = agent();
    project.write("agent-guard.toml", &format!("{POLICY}[deps]\nanalyse = [\"notes\"]\n"));
    project.guard(&["check"]).ends_with(1).says("AG101").does_not_say("AG905");
    project.guard(&["facts"]).ends_with(0).does_not_say("AG905");
}

#[test]
fn a_dependency_that_nothing_is_wrong_with_is_silent() {
    let project = agent();
    project.write("../notes/src/lib.rs", &NOTES.replace("within(|| store::Store.get())", "within(|| 1)"));
    // `nobody_asks` reads still, and nobody asks.
    project.guard(&["check", "--deps", "notes", "--allow-empty"]).ends_with(0).does_not_say("AG").says("checked 0 store accesses");
    project.guard(&WITH).ends_with(3);
}

#[test]
fn the_users_own_builds_stay_fresh_and_so_do_both_of_ours() {
    let project = agent();
    let plain = || project.cargo(&["check"]).ends_with(0);
    let guard = || project.guard(&["check", "--allow-empty"]).ends_with(1);
    let with = || project.guard(&WITH).ends_with(1);
    plain().says("Checking notes").says("Checking plain").says("Checking app");
    guard().does_not_say("Checking notes").says("Checking app");
    // It is compiled apart; what does not depend on it is there already.
    with().says("Checking notes").does_not_say("Checking plain").does_not_say("Checking store").says("Checking app");
    for _ in 0..2 {
        plain().does_not_say("Checking");
        guard().does_not_say("Checking").says("AG905");
        with().does_not_say("Checking").says("AG101");
    }
    project.write("../notes/src/lib.rs", &format!("\n{NOTES}"));
    with().says("Checking notes").says("/notes/src/lib.rs:5:");
    plain().says("Checking notes").says("Checking app");
    with().does_not_say("Checking");
}

#[test]
fn other_profiles_are_kept_apart_as_well() {
    let project = agent();
    project.write(
        "Cargo.toml",
        &format!(
            "{}[profile.careful]\ninherits = \"release\"\n",
            fs::read_to_string(project.root.join("Cargo.toml")).expect("it is there")
        ),
    );
    for profile in [&["--release"][..], &["--profile", "careful"], &["--profile", "test"]] {
        let arguments = |first: &[&'static str]| [first, profile].concat();
        project.cargo(&arguments(&["check"])).ends_with(0);
        project.guard(&arguments(&WITH)).ends_with(1).says("AG101").does_not_say("Checking plain");
        project.cargo(&arguments(&["check"])).ends_with(0).does_not_say("Checking");
    }
}

#[test]
fn facts_of_a_dependency_that_cannot_be_used_are_made_anew() {
    let project = agent();
    project.guard(&WITH).ends_with(1);
    let of_notes = || project.facts().into_iter().find(|path| path.to_string_lossy().contains("notes-")).expect("it is there");
    let good = fs::read(of_notes()).expect("it is readable");
    let decoded = facts::decode(&good, facts::key_of(&good).expect("it is whole")).expect("it is whole");
    assert!(decoded.unit.is_dependency);
    for bytes in [None, Some(facts::encode(&decoded, "another"))] {
        match bytes {
            Some(bytes) => fs::write(of_notes(), bytes),
            None => fs::remove_file(of_notes()),
        }
        .expect("it is writable");
        project.guard(&WITH).ends_with(1).says("Checking notes").says("AG101");
        assert_eq!(fs::read(of_notes()).expect("it is there again"), good);
        project.guard(&WITH).ends_with(1).does_not_say("Checking");
    }
    project.cargo(&["check"]).ends_with(0).says("Checking notes");
}

#[test]
fn a_name_that_is_no_dependency_is_an_error() {
    let project = agent();
    let check = |name: &str| project.guard(&["check", "--deps", name]).ends_with(2);
    check("note").says("`note` is no dependency of the workspace; did you mean `notes`?");
    check("plain,zzz").says("`zzz` is no dependency of the workspace").does_not_say("did you mean");
    check("notes@0.1.0").says("is no dependency of the workspace in this version; it has 0.3.0");
    check("app").says("`app` is of the workspace");
    check("store").says("the catalogue says what the functions of `store` do");
    project.guard(&["check", "--deps", "notes@0.3.0,plain"]).ends_with(1).says("AG101");
    project.write("agent-guard.toml", &format!("{POLICY}[deps]\nanalyse = [\"note\"]\n"));
    project.guard(&["check"]).ends_with(2).says("`note` (agent-guard.toml:9) is no dependency");
}

#[test]
fn what_is_not_compiled_here_is_said() {
    let project = agent();
    project.write(
        "Cargo.toml",
        &format!("{MANIFEST}[workspace]\n[target.'cfg(not(unix))'.dependencies]\nnotes = {{ path = \"../notes\" }}\n"),
    );
    project.write("src/main.rs", "fn main() {}\n");
    project.guard(&["check", "--deps", "notes", "--allow-empty"]).ends_with(0).says("`notes` is not compiled for this platform");
}

#[test]
fn what_a_framework_calls_in_it_counts_where_it_is_used_at_all() {
    let project = agent();
    let notes = "pub struct Notes;\nimpl Iterator for Notes {\n    type Item = u8;\n    fn next(&mut self) -> Option<u8> {\n        Some(store::Store.get())\n    }\n}\n\
        pub fn notes() -> Notes {\n    Notes\n}\n";
    project.write("../notes/src/lib.rs", notes);
    project.write("src/main.rs", "fn main() { plain::f(); for note in notes::notes().take(1) { println!(\"{note}\"); } }\n");
    project.guard(&WITH).ends_with(1).says("AG101").says("/notes/src/lib.rs:5:");
    project.write("src/main.rs", "fn main() { plain::f(); }\n");
    project.guard(&["check", "--deps", "notes", "--allow-empty"]).ends_with(0).does_not_say("AG101");
}

#[test]
fn what_a_dependency_calls_back_is_guarded_or_not_as_it_is_called() {
    let project = agent();
    project.write("../notes/src/lib.rs", "pub trait Source {\n    fn get(&self) -> u8;\n}\npub fn ask(source: &dyn Source) -> u8 {\n    source.get()\n}\npub fn ask_in_vain(source: &dyn Source) -> u8 {\n    source.get()\n}\n");
    project.write(
        "src/main.rs",
        "struct Own(store::Store);\nimpl notes::Source for Own {\n    fn get(&self) -> u8 {\n        self.0.get()\n    }\n}\n\
         fn main() {\n    plain::f();\n    println!(\"{}\", notes::ask(&Own(store::Store)));\n}\n",
    );
    let manifest = fs::read_to_string(project.root.join("Cargo.toml")).expect("it is there");
    project.write("Cargo.toml", &format!("{manifest}store = {{ path = \"../store\" }}\n"));
    project.guard(&WITH).ends_with(1).says("--> src/main.rs:4:").says("`main` calls `ask`").says("`ask` calls `Own::get`");
    // Where nothing leads to it, it is where control enters.
    let main = fs::read_to_string(project.root.join("src/main.rs")).expect("it is there");
    project.write("src/main.rs", &main.replace("notes::ask(&Own(store::Store))", "1"));
    project.guard(&WITH).ends_with(1).says("--> src/main.rs:4:").says("`Own::get` is where control enters");
}

#[test]
fn a_dependency_allows_itself_nothing() {
    let project = agent();
    project
        .write("../notes/src/lib.rs", &NOTES.replace("        within(", "        // agent-guard: allow(AG101) trust me\n        within("));
    project.guard(&WITH).ends_with(1).says("AG101").does_not_say("AG902").does_not_say("suppressed");
    // A waiver of the workspace's own is another thing.
    let waiver = "[[waiver]]\nrule = \"AG101\"\npackage = \"notes\"\nreason = \"goes in spring\"\nexpires = \"2099-12-31\"\n";
    project.write("agent-guard.toml", &format!("{POLICY}{waiver}"));
    project.guard(&WITH).ends_with(0).says("1 suppressed");
}

#[test]
fn the_users_own_wrapper_comes_first_also_for_dependencies() {
    let project = agent();
    let log = project.folder.path().join("log");
    let wrapper = project.script("wrapper", &format!("echo \"$@\" >> '{}'\nexec \"$@\"", log.display()));
    project.guard_with(&WITH, |command| command.env("RUSTC_WRAPPER", &wrapper)).ends_with(1).says("AG101");
    let seen = fs::read_to_string(&log).expect("it was called");
    let line =
        |krate: &str| seen.lines().find(|line| line.contains(&format!("--crate-name {krate} "))).expect("it was compiled").to_owned();
    assert!(line("plain").starts_with('/') && !line("plain").contains(TOOL), "{seen}");
    for krate in ["notes", "app"] {
        assert_eq!(line(krate).matches(TOOL).count(), 1, "{seen}");
    }
    let cache = project.script("sccache", "echo 'the cache was asked' >&2\nexit 1");
    project.guard_with(&WITH, |command| command.env("RUSTC_WRAPPER", &cache)).ends_with(1).does_not_say("the cache was asked");
}

#[test]
fn a_store_that_the_dependency_uses_unseen_is_a_gap() {
    let project = agent();
    project.write("../notes/src/lib.rs", "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { 1 } }\npub use store;\n");
    project.guard(&WITH).ends_with(3).says("`notes` depends on this store, and not one call of it was recognised");
}

#[test]
fn a_dependency_of_a_registry_is_looked_at_and_made_anew() {
    // One that the tool itself depends on, so that it is there.
    let project = Project::new(&[
        ("Cargo.toml", &format!("{MANIFEST}[workspace]\n[dependencies]\nsemver = \"1\"\n")),
        ("src/main.rs", "fn main() { println!(\"{:?}\", semver::Version::parse(\"1.2.3\")); }\n"),
    ]);
    let with = || project.guard(&["check", "--deps", "semver", "--allow-empty"]).ends_with(0).says("0 gaps");
    project.cargo(&["check"]).ends_with(0).says("Checking semver");
    with().says("Checking semver").says("of 2 crates");
    with().does_not_say("Checking");
    let of_semver = || project.facts().into_iter().find(|path| path.to_string_lossy().contains("semver-"));
    fs::remove_file(of_semver().expect("it was looked at")).expect("it is writable");
    with().says("Checking semver");
    assert!(of_semver().is_some());
    with().does_not_say("Checking");
    // The user's own entries are part of the facts.
    project.write("agent-guard.toml", POLICY);
    with().says("Checking semver");
    with().does_not_say("Checking");
    project.cargo(&["check"]).ends_with(0).does_not_say("Checking");
}
