//! Two agents of one person, each a process of its own: what is taken back or forgotten in one holds in the other at once.

use std::{path::Path, process::Command};

use stand_ins::{
    Llm, Process, Qdrant,
    conversation::{LINES, QUESTION, SECRET, USER},
};
use tempfile::TempDir;

use crate::surroundings::Outcome;

fn start(llm: &Llm, qdrant: &Qdrant, folder: &Path) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guarded-agent"));
    command.args(["--user", USER, "--llm-url", &llm.url, "--qdrant-url", &qdrant.url]).env("OPENAI_API_KEY", "none");
    Process::start(command.arg("--data").arg(folder.join("data")).arg("--keys").arg(folder.join("keys")))
}

#[test]
fn what_one_process_is_told_holds_in_the_other() -> Outcome {
    let (llm, qdrant, folder) = (Llm::start(), Qdrant::start(), TempDir::new()?);
    let [mut first, mut second] = [start(&llm, &qdrant, folder.path()), start(&llm, &qdrant, folder.path())];
    for line in ["/consent memory.remember", "/consent memory.recall", LINES[3], "/profile I keep bees"] {
        second.hears(line);
    }
    first.hears(QUESTION);
    assert!(llm.instructions().contains(SECRET), "{}", llm.instructions());
    assert_eq!(first.hears("/profile"), "I keep bees");

    second.hears("/withdraw memory.recall");
    first.hears(QUESTION);
    assert!(!llm.instructions().contains(SECRET), "{}", llm.instructions());
    assert!(first.hears("/profile").starts_with("I may not: no consent for `memory.recall`: withdrawn."));

    assert_eq!(second.hears("/forget"), "Forgotten.");
    assert!(first.hears("/profile").starts_with("I may not: no consent for `memory.recall`: never asked."));
    for line in ["/consent memory.remember", "/consent memory.recall"] {
        first.hears(line);
    }
    assert_eq!(first.hears("/profile"), "I know nothing about you.");
    assert_eq!(first.hears("/count"), "I remember 0 things.");
    first.hears(QUESTION);
    assert!(!llm.instructions().contains(SECRET), "{}", llm.instructions());
    Ok(())
}
