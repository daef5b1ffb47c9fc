//! Two companions of one person, each a process of its own: what is taken back or forgotten in one holds in the other at once.

use std::process::Command;

use stand_ins::{
    Process,
    conversation::{LINES, QUESTION, SECRET, USER},
};

use crate::surroundings::{Outcome, Surroundings};

fn start(here: &Surroundings) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_companion"));
    command.args(["--user", USER, "--llm-url", &here.llm.url]).env("OPENAI_API_KEY", "none");
    Process::start(command.arg("--data").arg(here.path("data")).arg("--keys").arg(here.path("keys")))
}

/// Two processes, and one thing that is remembered from before.
fn two_processes(here: &Surroundings) -> [Process; 2] {
    let mut first = start(here);
    assert!(first.says().starts_with("Send what you say"));
    first.hears("yes");
    assert!(first.says().starts_with("Remember what you say"));
    first.hears("yes");
    first.hears(LINES[3]);
    drop(first);
    let mut both = [start(here), start(here)];
    // The first has opened the vectors that it searches in, and knows that there is consent.
    both[0].hears(QUESTION);
    assert!(here.llm.instructions().contains(SECRET), "{}", here.llm.instructions());
    both
}

#[test]
fn a_withdrawal_in_one_process_blocks_the_next_recall_in_the_other() -> Outcome {
    let here = Surroundings::new()?;
    let [mut first, mut second] = two_processes(&here);
    assert!(second.hears("/withdraw memory").starts_with("Noted: no longer."));

    assert_eq!(first.hears(QUESTION), format!("You said: {QUESTION}"));
    assert!(!here.llm.instructions().contains(SECRET), "{}", here.llm.instructions());
    assert!(first.hears("/memory").starts_with("I may not: no consent for `memory`: withdrawn."));
    Ok(())
}

#[test]
fn who_is_forgotten_in_one_process_is_unknown_to_the_other() -> Outcome {
    let here = Surroundings::new()?;
    let [mut first, mut second] = two_processes(&here);
    assert!(second.hears("/forget-me").starts_with("Forgotten"));

    assert!(first.hears(QUESTION).starts_with("I may not: no consent for `answers`: never asked."));
    first.hears("/agree answers");
    first.hears("/agree memory");
    assert_eq!(first.hears("/memory"), "I remember nothing of you.");
    first.hears(QUESTION);
    assert!(!here.llm.instructions().contains(SECRET), "{}", here.llm.instructions());
    // Nor does the first go on with the conversation that it was in.
    assert_eq!(here.llm.chats().last().and_then(|chat| chat["messages"].as_array()).map(Vec::len), Some(2));
    Ok(())
}
