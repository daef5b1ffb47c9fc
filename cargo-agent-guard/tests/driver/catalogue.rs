//! `cargo agent-guard catalogue`: looking things up, testing entries, adding one.

use std::fs;

use crate::project::{MANIFEST, Project};

/// An agent whose module `notes` is a store, and its policy.
fn agent(policy: &str) -> Project {
    let main = "mod notes;\nfn main() { let notes = notes::Notes; println!(\"{}\", notes.get()); notes.put(1); }\n";
    let notes =
        "pub struct Notes;\nimpl Notes { pub fn get(&self) -> u8 { 1 } pub fn list(&self) -> u8 { 2 } pub fn put(&self, _: u8) {} }\n";
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/main.rs", main), ("src/notes.rs", notes)]);
    if !policy.is_empty() {
        project.write("agent-guard.toml", policy);
    }
    project
}

const NOTES: &str = "# Ours.\n[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\nentry = [{ type = \"Notes\", methods = [\"get\", \"list\"], effect = \"read\" }]\n";

#[test]
fn a_word_is_found_in_packages_types_and_functions() {
    let project = agent(NOTES);
    let said = project.guard(&["catalogue", "search", "Query_Row"]).ends_with(0);
    assert!(said.out.contains("rusqlite  Connection::query_row") && said.out.contains("query; sql in argument 1"), "{}", said.out);
    let said = project.guard(&["catalogue", "search", "notes"]).ends_with(0);
    assert!(said.out.contains("notes (key-value, of the policy): 2 functions") && said.out.contains("notes  Notes::list"), "{}", said.out);
    let said = project.guard(&["catalogue", "search", "rusqlite", "--format", "json"]).ends_with(0);
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
    assert_eq!((&found["version"], &found["packages"][0]["package"]), (&1.into(), &"rusqlite".into()), "{found}");
    assert_eq!(found["packages"][0]["from"], "built-in");
}

#[test]
fn a_word_that_nothing_is_called_is_told_from_one_that_is() {
    let project = agent("");
    project.guard(&["catalogue", "search", "zzzz"]).ends_with(1).says("nothing in the catalogue is called `zzzz`");
    project.guard(&["catalogue", "search", "rusqlight"]).ends_with(1).says("there is `rusqlite`");
    let said = project.guard(&["catalogue", "search", "zzzz", "--format", "json"]).ends_with(1);
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
    assert_eq!(found["functions"], serde_json::json!([]));
    project.guard(&["catalogue", "search", " "]).ends_with(2);
    project.guard(&["catalogue", "search"]).ends_with(2).says("<WORD>");
    project.guard(&["catalogue", "search", "x", "--format", "xml"]).ends_with(2).says("xml");
}

#[test]
fn a_package_is_shown_with_what_the_project_has() {
    let project = agent(NOTES);
    let said = project.guard(&["catalogue", "show", "rusqlite"]).ends_with(0);
    assert!(
        said.out.starts_with("rusqlite (sql)\n") && said.out.contains("handles: ") && !said.out.contains("this project"),
        "{}",
        said.out
    );
    project.write(
        "Cargo.lock",
        "version = 4\n[[package]]\nname = \"rusqlite\"\nversion = \"0.37.0\"\nsource = \"registry+x\"\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n",
    );
    let said = project.guard(&["catalogue", "show", "rusqlite"]).ends_with(0);
    assert!(said.out.ends_with("this project has rusqlite 0.37.0\n"), "{}", said.out);
    let said = project.guard(&["catalogue", "show", "sled"]).ends_with(0);
    assert!(said.out.ends_with("this project does not have it\n"), "{}", said.out);
    let said = project.guard(&["catalogue", "show", "rusqlite", "--format", "json"]).ends_with(0);
    let shown: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
    assert_eq!(shown["locked"][0], serde_json::json!({ "package": "rusqlite", "version": "0.37.0", "is_verified": true }));
    assert_eq!((&shown["stores"][0]["package"], &shown["stores"][0]["kind"]), (&"rusqlite".into(), &"sql".into()));
    assert!(shown["stores"][0]["entry"].as_array().is_some_and(|entries| !entries.is_empty()), "{shown}");
    project.guard(&["catalogue", "show", "rusqlit"]).ends_with(2).says("did you mean `rusqlite`?");
    project.guard(&["catalogue", "show", "zzzz"]).ends_with(2).says("`cargo agent-guard catalogue search WORD`");
    // Outside a project the catalogue is there all the same.
    let said = project.guard_with(&["catalogue", "show", "rusqlite"], |command| command.current_dir("/")).ends_with(0);
    assert!(said.out.starts_with("rusqlite (sql)\n"), "{}", said.out);
    project.guard(&["catalogue", "show", "rusqlite", "--manifest-path", "nowhere/Cargo.toml"]).ends_with(2).says("nowhere/Cargo.toml");
}

#[test]
fn entries_are_tested_by_the_calls_that_they_recognise() {
    let project = agent(NOTES);
    let said = project.guard(&["catalogue", "test"]).ends_with(0);
    assert!(said.out.contains("ok      notes Notes::{get, list} (read, agent-guard.toml:2): recognised; not called: list"), "{}", said.out);
    let more =
        "[[catalogue]]\npackage = \"shelf\"\nkind = \"sql\"\nentry = [{ type = \"Shelf\", methods = [\"query\"], effect = \"read\" }]\n";
    project.write("agent-guard.toml", &format!("{NOTES}{more}"));
    let said = project.guard(&["catalogue", "test"]).ends_with(1);
    assert!(said.out.contains("MISSING shelf Shelf::query (read, agent-guard.toml:6): no call was recognised by it"), "{}", said.out);
    assert!(said.out.contains("2 entries; by 1 of them no call was recognised"), "{}", said.out);
    // A harmless call is one that is recognised.
    project.write("agent-guard.toml", &NOTES.replace("\"read\"", "\"harmless\""));
    project.guard(&["catalogue", "test"]).ends_with(0);
    project.write("agent-guard.toml", &NOTES.replace("\"read\"", "\"reed\""));
    project.guard(&["catalogue", "test"]).ends_with(2).says("unknown variant `reed`");
    project.write("agent-guard.toml", "[rules]\n");
    project.guard(&["catalogue", "test"]).ends_with(3).says("there is no `[[catalogue]]` entry in the policy");
    project.write("agent-guard.toml", NOTES);
    project.write("src/main.rs", "fn main() { nothing }\n");
    project.guard(&["catalogue", "test"]).ends_with(3).says("E0425");
}

const ADD: [&str; 11] = ["catalogue", "add", "notes", "--type", "Notes", "--method", "get,list", "--effect", "read", "--kind", "key-value"];

#[test]
fn an_entry_is_added_shown_and_recognised() {
    let project = agent("");
    let said = project.guard(&ADD).ends_with(0);
    let expected = "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\nentry = [\n    { type = \"Notes\", methods = [\"get\", \"list\"], effect = \"read\" },\n]\n";
    let policy = || fs::read_to_string(project.root.join("agent-guard.toml")).expect("it was written");
    assert_eq!(policy(), expected);
    assert!(said.out.starts_with("made `agent-guard.toml`:\n\n    [[catalogue]]\n    package = \"notes\"\n"), "{}", said.out);
    let put = ["catalogue", "add", "notes", "--type", "Notes", "--method", "put", "--effect", "write"];
    let said = project.guard(&put).ends_with(0);
    let line = "    { type = \"Notes\", methods = [\"put\"], effect = \"write\" },\n";
    assert_eq!(policy(), format!("{}{line}]\n", expected.trim_end_matches("]\n")));
    assert!(said.out.starts_with(&format!("added to `agent-guard.toml`:\n\n    {line}")), "{}", said.out);
    project.guard(&["catalogue", "test"]).ends_with(0);
    project.guard(&["check"]).ends_with(1).says("AG101").says("AG102");
}

#[test]
fn an_entry_that_cannot_be_is_refused_and_nothing_is_written() {
    let project = agent(NOTES);
    let policy = || fs::read_to_string(project.root.join("agent-guard.toml")).expect("it is there");
    let refused = |arguments: &[&str]| {
        let said = project.guard(&[&["catalogue", "add"], arguments].concat()).ends_with(2);
        assert_eq!(policy(), NOTES);
        said
    };
    refused(&ADD[2..]).says("nothing was written: store `notes` says twice what `Notes::get` does");
    refused(&["notes", "--type", "Notes", "--method", "put", "--effect", "write", "--kind", "sql"]).says("of the kind `key-value`");
    refused(&["shelf", "--type", "Shelf", "--method", "put", "--effect", "write"]).says("with `--kind`");
    refused(&["notes", "--type", "Notes", "--method", "put(x)", "--effect", "write"]).says("`put`?");
    refused(&["notes", "--method", "put", "--effect", "write"]).says("`methods` needs a `type` or a `trait`");
    refused(&["notes", "--type", "Notes", "--method", "run", "--effect", "query"]).says("`query` belongs to");
    refused(&["notes", "--type", "Notes", "--method", "run", "--effect", "rite"]).says("unknown variant `rite`");
    refused(&["notes", "--type", "Notes", "--method", "run", "--effect", "query", "--query-argument", "1"]).says("--query-language");
    refused(&["notes", "--type", "Notes", "--method", "run"]).says("--effect");
    // A policy elsewhere, and one in the manifest.
    project.guard(&[&ADD[..], &["--policy", "mine.toml"]].concat()).ends_with(0);
    assert!(project.root.join("mine.toml").exists());
    fs::remove_file(project.root.join("agent-guard.toml")).expect("it is there");
    project.write("Cargo.toml", &format!("{MANIFEST}[workspace.metadata.agent-guard.rules]\nAG102 = \"warn\"\n"));
    project.guard(&ADD).ends_with(2).says("the policy is in `Cargo.toml`");
    assert!(!project.root.join("agent-guard.toml").exists());
}

#[test]
fn what_the_built_in_catalogue_says_besides_is_told() {
    let project = agent("");
    let said = project
        .guard(&["catalogue", "add", "rusqlite", "--type", "Connection", "--method", "execute", "--effect", "harmless"])
        .ends_with(0);
    assert!(said.out.contains("kind = \"sql\""), "{}", said.out);
    assert!(said.out.contains("the built-in catalogue knows `execute` of `rusqlite`, too; this entry speaks before it"), "{}", said.out);
}

#[test]
fn requests_over_http_are_added_and_shown() {
    let project = agent("");
    let add = ["catalogue", "add", "memory-server", "--request", "POST /memories/search", "--effect", "read"];
    let said = project.guard(&add).ends_with(0);
    assert!(said.out.starts_with("made `agent-guard.toml`:\n\n    [[api]]\n    store = \"memory-server\"\n"), "{}", said.out);
    let said = project.guard(&["catalogue", "show", "memory-server"]).ends_with(0);
    assert!(said.out.contains("  read         POST /memories/search, of the policy\n"), "{}", said.out);
    let said = project.guard(&["catalogue", "test"]).ends_with(1);
    assert!(said.out.contains("MISSING memory-server POST /memories/search (read, agent-guard.toml:1)"), "{}", said.out);
    let wrong = ["catalogue", "add", "memory-server", "--request", "GET memories", "--effect", "read"];
    project.guard(&wrong).ends_with(2).says("nothing was written: `GET memories` is no request");
    project.guard(&[&add[..], &["--type", "Notes"]].concat()).ends_with(2).says("cannot be used with");
}
