//! What the rules' pages show is true: each *Example* has findings of its rule and of no other, each *Use instead* has none.

use std::{fs, path::Path};

use agent_guard_tests::{fixture, report::Report, tool};

/// An agent on a page, and its policy if it needs one.
struct Shown {
    agent: String,
    policy: Option<String>,
}

/// The code blocks below a heading of a page.
fn shown(page: &str, heading: &str) -> Shown {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("the page has no `{heading}`:\n{page}"));
    let section = section.split("\n## ").next().expect("a split has a first part");
    let block = |language: &str| Some(section.split(&format!("```{language}\n")).nth(1)?.split("```").next()?.to_owned());
    Shown { agent: block("rust").expect("it shows an agent"), policy: block("toml") }
}

/// Makes a package of an agent and checks it. All have one name, so that they can have one lock file and one target directory.
fn check(folder: &Path, shown: &Shown, lock: Option<&Path>) -> Report {
    fs::create_dir_all(folder.join("src")).expect("the target directory can be written");
    let runtime = fixture("../agent-guard");
    let runtime = runtime.display();
    let notes = fixture("stores/notes-client");
    let notes = notes.display();
    // A store that is compiled and not used would be a gap; the lock file has it either way.
    let uses = [
        ("rusqlite", "\"dep:rusqlite\""),
        ("notes_client", "\"dep:notes-client\""),
        ("Vault", "\"agent-guard/vault\""),
        ("VectorKey", "\"agent-guard/vault\""),
    ];
    let uses: Vec<&str> = uses.iter().filter(|(word, _)| shown.agent.contains(word)).map(|(_, feature)| *feature).collect();
    let uses = uses.join(", ");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"page\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         agent-guard = {{ path = \"{runtime}\" }}\nrusqlite = {{ version = \"=0.37.0\", optional = true }}\n\
         notes-client = {{ path = \"{notes}\", optional = true }}\n[features]\ndefault = [{uses}]\nvault = [\"agent-guard/vault\"]\n"
    );
    let file = if shown.agent.contains("fn main(") { "main.rs" } else { "lib.rs" };
    for other in ["main.rs", "lib.rs"] {
        let _ = fs::remove_file(folder.join("src").join(other));
    }
    fs::write(folder.join("Cargo.toml"), manifest).expect("the target directory can be written");
    fs::write(folder.join("src").join(file), &shown.agent).expect("the target directory can be written");
    match &shown.policy {
        Some(policy) => fs::write(folder.join("agent-guard.toml"), policy).expect("the target directory can be written"),
        None => drop(fs::remove_file(folder.join("agent-guard.toml"))),
    }
    match lock {
        Some(lock) => drop(fs::copy(lock, folder.join("Cargo.lock")).expect("the first page has left a lock file")),
        None => tool::lock(folder),
    }
    tool::check(folder, &["--allow-empty"], None)
}

#[test]
fn every_example_fires_its_rule_alone_and_every_remedy_is_silent() {
    let pages = fixture("../docs/rules");
    let work = fixture("../target/rule-pages");
    let mut files: Vec<_> = fs::read_dir(&pages).expect("the pages are there").map(|entry| entry.expect("a page").path()).collect();
    files.sort();
    let mut lock = None;
    let mut wrong = Vec::new();
    let mut rules = 0;
    for path in files {
        let page = fs::read_to_string(&path).expect("a page is text");
        let Some(code) = page.strip_prefix("# AG").map(|rest| format!("AG{}", &rest[..3])) else { continue };
        rules += 1;
        for (heading, fires) in [("Example", true), ("Use instead", false)] {
            let folder = work.join(format!("{code}-{}", if fires { "example" } else { "instead" }));
            let report = check(&folder, &shown(&page, heading), lock.as_deref());
            lock.get_or_insert_with(|| folder.join("Cargo.lock"));
            let found: Vec<&str> = report.findings.iter().chain(&report.gaps).map(|finding| finding.rule.as_str()).collect();
            let right = if fires { !found.is_empty() && found.iter().all(|rule| *rule == code) } else { found.is_empty() };
            if !right {
                wrong.push(format!("{code}, {heading}: found {found:?}"));
            }
        }
    }
    assert!(rules >= 11, "{rules} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
