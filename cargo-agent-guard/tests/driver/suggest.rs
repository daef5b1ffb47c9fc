//! `cargo agent-guard suggest`: fields that look like personal data.

use crate::project::{MANIFEST, Project};

const PERSON: &str = "pub struct Person { pub email: String, pub theme: String }\n";

#[test]
fn fields_of_all_files_are_listed_with_their_places() {
    let project = Project::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/main.rs", "mod people;\nfn main() {}\n"),
        ("src/people.rs", PERSON),
        ("tests/all.rs", PERSON),
        ("build.rs", "struct Person { email: String }\nfn main() {}\n"),
    ]);
    let said = project.guard(&["suggest"]).ends_with(0).says("1 field looks like personal data");
    assert_eq!(said.out, "src/people.rs:1: `Person.email` looks like personal data: mark it `#[pii(email)]`\n");
}

#[test]
fn where_there_is_none_it_says_so() {
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/main.rs", "fn main() {}\n")]);
    let said = project.guard(&["suggest"]).ends_with(0).says("no field that is not marked looks like personal data");
    assert_eq!(said.out, "");
}

#[test]
fn a_file_that_is_no_rust_is_named_and_the_others_are_listed() {
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/main.rs", "fn main() {"), ("src/people.rs", PERSON)]);
    let said = project.guard(&["suggest"]).ends_with(3).says("`src/main.rs` cannot be read as Rust: its fields are not looked at");
    assert!(said.out.contains("`Person.email`"), "{}", said.out);
}

#[test]
fn without_a_workspace_it_fails() {
    let project = Project::new(&[("src/main.rs", "fn main() {}\n")]);
    project.guard(&["suggest"]).ends_with(2).says("Cargo.toml");
}
