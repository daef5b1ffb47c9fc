//! Dependencies that have a store behind them: when AG905 tells of one, when it does not, and how it is answered.
//!
//! `notes` keeps what it is told in `store`, which is in the catalogue. Both are outside the workspace.

use std::fs;

use crate::project::{MANIFEST, Project};

const MAIN: &str = "fn main() { println!(\"{}\", notes::Notes.recall()); }\n";
const FOUND: &str = "`notes` has the store `store` behind it, and nothing says what its functions do";

/// A library outside the workspace, with what its manifest says of its dependencies.
fn outside(project: &Project, name: &str, manifest: &str, source: &str) {
    let package = format!("[package]\nname = \"{name}\"\nversion = \"0.3.0\"\nedition = \"2021\"\n[workspace]\n{manifest}");
    project.write(&format!("../{name}/Cargo.toml"), &package);
    project.write(&format!("../{name}/src/lib.rs"), source);
}

const STORE: &str = "[[catalogue]]\npackage = \"store\"\nkind = \"key-value\"\n\
    [[catalogue.entry]]\ntype = \"Store\"\nmethods = [\"get\"]\neffect = \"read\"\n";

/// A program that calls `notes`. `of_notes` is what the manifest of `notes` says, `of_agent` what the agent's says after `notes`.
fn agent(of_agent: &str, of_notes: &str) -> Project {
    let manifest = format!("{MANIFEST}[workspace]\n[dependencies]\nnotes = {{ path = \"../notes\" }}\n{of_agent}");
    let project = Project::new(&[("Cargo.toml", &manifest), ("src/main.rs", MAIN), ("agent-guard.toml", STORE)]);
    outside(&project, "store", "", "pub struct Store;\nimpl Store { pub fn get(&self) -> u8 { 1 } }\n");
    outside(
        &project,
        "notes",
        of_notes,
        "#[derive(Clone)]\npub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { store::Store.get() } }\n",
    );
    project
}

const ON_STORE: &str = "[dependencies]\nstore = { path = \"../store\" }\n";

fn told(project: &Project) {
    project.guard(&["check", "--allow-empty"]).ends_with(1).says("AG905").says(FOUND);
}

fn not_told(project: &Project) {
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("AG905");
}

#[test]
fn a_store_behind_a_dependency_that_is_called_is_told_at_the_dependencys_line() {
    let project = agent("", ON_STORE);
    let said = project.guard(&["check", "--allow-empty"]).ends_with(1).says(FOUND).says("--> Cargo.toml:7:1");
    said.says("`Notes::recall` is called here")
        .says("`cargo agent-guard check --deps notes`")
        .says("entry = [{ type = \"Notes\", methods = [\"recall\"], effect = \"read\" }]")
        .does_not_say("by dependencies only");
    project.guard(&["facts"]).ends_with(0).says("`notes` has the store `store` behind it");
}

#[test]
fn a_type_or_a_derive_alone_is_no_call() {
    let project = agent("", ON_STORE);
    project.write("src/main.rs", "fn main() { println!(\"{}\", std::mem::size_of::<notes::Notes>()); }\n");
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("AG905").says("by dependencies only (`notes`)");
    // To copy a value and to show it is no work of the store's.
    project.write("src/main.rs", "pub fn copy(notes: &notes::Notes) -> notes::Notes { notes.clone() }\nfn main() {}\n");
    not_told(&project);
    project.write("src/main.rs", "fn main() { let recall = notes::Notes::recall; recall(&notes::Notes); }\n");
    told(&project);
}

#[test]
fn a_store_further_behind_is_told_with_the_way_to_it() {
    let project = agent("", "[dependencies]\nshelf = { path = \"../shelf\" }\n");
    outside(&project, "shelf", ON_STORE, "pub fn get() -> u8 { store::Store.get() }\n");
    outside(
        &project,
        "notes",
        "[dependencies]\nshelf = { path = \"../shelf\" }\n",
        "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { shelf::get() } }\n",
    );
    project
        .guard(&["check", "--allow-empty"])
        .ends_with(1)
        .says(FOUND)
        .says("depends on it through `shelf`")
        .does_not_say("by dependencies only");
    // What is behind something that the catalogue knows is that one's.
    let shelf = "[[catalogue]]\npackage = \"shelf\"\nkind = \"library\"\n";
    project.write("agent-guard.toml", &format!("{STORE}{shelf}"));
    not_told(&project);
}

#[test]
fn what_is_not_really_compiled_into_the_dependency_is_not_behind_it() {
    let optional = "[features]\nkeep = [\"dep:store\"]\n[dependencies]\nstore = { path = \"../store\", optional = true }\n";
    let recall = "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { 1 } }\n";
    for of_notes in [
        "[dev-dependencies]\nstore = { path = \"../store\" }\n",
        "[build-dependencies]\nstore = { path = \"../store\" }\n",
        "[target.'cfg(not(unix))'.dependencies]\nstore = { path = \"../store\" }\n",
        optional,
    ] {
        // Something else brings the store, and it is in the lock file as well.
        let project = agent("other = { path = \"../other\" }\n[features]\nkeep = [\"notes/keep\"]\n", of_notes);
        outside(&project, "other", ON_STORE, "");
        outside(&project, "notes", of_notes, recall);
        if !of_notes.contains("features") {
            project.write(
                "Cargo.toml",
                &fs::read_to_string(project.root.join("Cargo.toml"))
                    .expect("it is there")
                    .replace("[features]\nkeep = [\"notes/keep\"]\n", ""),
            );
        } else {
            project.guard(&["check", "--allow-empty", "--features", "keep"]).ends_with(1).says(FOUND);
        }
        not_told(&project);
    }
}

#[test]
fn a_feature_that_another_member_turns_on_is_off_where_that_one_is_not_compiled() {
    let optional = "[features]\nkeep = [\"dep:store\"]\n[dependencies]\nstore = { path = \"../store\", optional = true }\n";
    let project = agent("", optional);
    outside(&project, "notes", optional, "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { 1 } }\n");
    // Something else brings the store.
    outside(&project, "other", ON_STORE, "");
    project.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"keeper\"]\nresolver = \"2\"\n");
    let dependencies = "[dependencies]\nnotes = { path = \"../../notes\" }\nother = { path = \"../../other\" }\n";
    project.write("app/Cargo.toml", &format!("{MANIFEST}{dependencies}"));
    project.write("app/src/main.rs", MAIN);
    let keeps = dependencies.replace("../notes\"", "../notes\", features = [\"keep\"]");
    project.write("keeper/Cargo.toml", &format!("{}{keeps}", MANIFEST.replace("app", "keeper")));
    project.write("keeper/src/lib.rs", "");
    project.guard(&["check", "--allow-empty", "-p", "app"]).ends_with(0).does_not_say("AG905");
    project.guard(&["check", "--allow-empty", "--workspace"]).ends_with(1).says(FOUND).says("--> app/Cargo.toml:6:1");
}

#[test]
fn a_procedural_macro_runs_in_the_compiler() {
    let project = agent("", "[dependencies]\nmacros = { path = \"../macros\" }\n");
    outside(&project, "macros", "[lib]\nproc-macro = true\n[dependencies]\nstore = { path = \"../store\" }\n", "");
    outside(
        &project,
        "notes",
        "[dependencies]\nmacros = { path = \"../macros\" }\n",
        "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { 1 } }\n",
    );
    not_told(&project);
}

#[test]
fn a_renamed_dependency_and_one_of_tests_are_told_at_their_lines() {
    let project = agent("", ON_STORE);
    let manifest = |rest: &str| format!("{MANIFEST}[workspace]\n{rest}");
    project.write("Cargo.toml", &manifest("[dependencies]\nmemory = { package = \"notes\", path = \"../notes\" }\n"));
    project.write("src/main.rs", &MAIN.replace("notes::", "memory::"));
    project.guard(&["check", "--allow-empty"]).ends_with(1).says(FOUND).says("--> Cargo.toml:7:1").says("memory = {");
    project.write("Cargo.toml", &manifest("[dev-dependencies.notes]\npath = \"../notes\"\n"));
    project.write("src/main.rs", "#[test]\nfn recalls() { notes::Notes.recall(); }\nfn main() {}\n");
    not_told(&project);
    project.guard(&["check", "--tests", "--allow-empty"]).ends_with(1).says(FOUND).says("--> Cargo.toml:6:19");
}

#[test]
fn a_library_may_have_another_name_than_its_package() {
    let project = agent("", "[lib]\nname = \"remember\"\n[dependencies]\nstore = { path = \"../store\" }\n");
    project.write("src/main.rs", &MAIN.replace("notes::", "remember::"));
    told(&project);
    project.guard(&["check", "--deps", "notes"]).ends_with(1).says("AG101").does_not_say("AG905");
    project.write("src/main.rs", "fn main() {}\n");
    not_told(&project);
}

#[test]
fn what_a_member_re_exports_is_told_where_it_is_brought_in() {
    let project = agent("", ON_STORE);
    project.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"facade\"]\nresolver = \"2\"\n");
    project.write("app/Cargo.toml", &format!("{MANIFEST}[dependencies]\nfacade = {{ path = \"../facade\" }}\n"));
    project.write("app/src/main.rs", "fn main() { facade::notes().recall(); }\n");
    project.write("facade/Cargo.toml", &MANIFEST.replace("app", "facade"));
    project.write(
        "facade/Cargo.toml",
        &format!("{}[dependencies]\nnotes = {{ path = \"../../notes\" }}\n", MANIFEST.replace("app", "facade")),
    );
    project.write("facade/src/lib.rs", "pub fn notes() -> notes::Notes { notes::Notes }\n");
    project
        .guard(&["check", "--allow-empty"])
        .ends_with(1)
        .says(FOUND)
        .says("--> app/Cargo.toml:6:1")
        .says("`app` calls what `facade` brings in");
}

#[test]
fn a_dependency_that_the_catalogue_knows_is_judged_at_its_calls() {
    let project = agent("", ON_STORE);
    for (effect, code) in [("read", 1), ("harmless", 0)] {
        let entry = format!(
            "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\nentry = [{{ type = \"Notes\", methods = [\"recall\"], effect = \"{effect}\" }}]\n"
        );
        project.write("agent-guard.toml", &format!("{STORE}{entry}"));
        let said = project.guard(&["check", "--allow-empty"]).ends_with(code).does_not_say("AG905");
        assert_eq!(said.err.contains("AG101"), code == 1, "{}", said.err);
    }
}

#[test]
fn what_somebody_has_looked_at_is_shown_with_the_reason() {
    let project = agent("", ON_STORE);
    let harmless = |versions: &str| format!("{STORE}[[deps.harmless]]\npackage = \"notes\"\n{versions}reason = \"keeps the weather\"\n");
    project.write("agent-guard.toml", &harmless(""));
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("1 suppressed").does_not_say("error");
    project.write("agent-guard.toml", &harmless("versions = \"0.3\"\n"));
    let said = project.guard(&["check", "--allow-empty", "--format", "json"]).ends_with(0);
    assert!(said.out.contains("\"by\": \"harmless\"") && said.out.contains("keeps the weather"), "{}", said.out);
    // Another version is one that nobody has looked at.
    project.write("agent-guard.toml", &harmless("versions = \"0.2\"\n"));
    let said = project.guard(&["check", "--allow-empty"]).ends_with(1);
    said.says("`notes` was looked at in `^0.2`, and the workspace has 0.3.0").says(FOUND);
    project.write("agent-guard.toml", &harmless("").replace("keeps the weather", " "));
    project.guard(&["check", "--allow-empty"]).ends_with(2).says("agent-guard.toml:10:").says("needs a reason");
    // One that is not needed any more is told.
    project.write("agent-guard.toml", &harmless(""));
    project.write("src/main.rs", "fn main() {}\n");
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("AG902");
}

#[test]
fn it_can_be_waived_and_its_level_set() {
    let project = agent("", ON_STORE);
    project.guard(&["check", "--allow-empty", "--warn", "AG905"]).ends_with(0).says(FOUND);
    project.guard(&["check", "--allow-empty", "--allow", "AG905"]).ends_with(0).does_not_say(FOUND);
    let waiver = "[[waiver]]\nrule = \"AG905\"\nstore = \"notes\"\nreason = \"goes in spring\"\nexpires = \"2099-12-31\"\n";
    project.write("agent-guard.toml", &format!("{STORE}{waiver}"));
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("1 suppressed");
}

#[test]
fn where_cargo_cannot_say_more_the_lock_file_must_do_and_that_is_said() {
    // What only the other platform needs is in the lock file, and another dependency brings it here.
    let of_notes = "[target.'cfg(not(unix))'.dependencies]\nstore = { path = \"../store\" }\n";
    let project = agent("other = { path = \"../other\" }\n", of_notes);
    outside(&project, "other", ON_STORE, "");
    outside(&project, "notes", of_notes, "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { 1 } }\n");
    not_told(&project);
    // A cargo that answers, but not this question.
    let cargo = project.script(
        "cargo",
        "for word in \"$@\"; do [ \"$word\" = --filter-platform ] && { echo 'error: no network' >&2; exit 101; }; done; exec cargo \"$@\"",
    );
    let said = project.guard_with(&["check", "--allow-empty"], |command| command.env("CARGO", &cargo)).ends_with(1);
    said.says(FOUND).says("rests on `Cargo.lock` alone").says("no network");
}

#[test]
fn what_a_derive_writes_counts_where_somebody_calls_it() {
    let project = agent("macros = { path = \"../macros\" }\n", ON_STORE);
    let derive = "extern crate proc_macro;\n#[proc_macro_derive(Record)]\n\
        pub fn record(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n\
            \"impl notes::Record for Person { fn load() -> u8 { notes::Notes.recall() } } impl Person { pub fn find(&self) -> u8 { notes::Notes.recall() } }\"\n\
            .parse().unwrap()\n}\n";
    outside(&project, "macros", "[lib]\nproc-macro = true\n", derive);
    let notes =
        "pub struct Notes;\nimpl Notes { pub fn recall(&self) -> u8 { store::Store.get() } }\npub trait Record { fn load() -> u8; }\n";
    outside(&project, "notes", ON_STORE, notes);
    let main = |call: &str| format!("#[derive(macros::Record)]\npub struct Person;\nfn main() {{ println!(\"{{}}\", {call}); }}\n");
    project.write("src/main.rs", &main("1"));
    not_told(&project);
    for call in ["Person.find()", "<Person as notes::Record>::load()"] {
        project.write("src/main.rs", &main(call));
        told(&project);
    }
}
