//! Two companions of one person, each a process of its own: what is taken back or forgotten in one holds in the other at once.

use std::{
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use stand_ins::conversation::{LINES, QUESTION, SECRET, USER};

use crate::surroundings::{Outcome, Surroundings};

/// A companion in a process of its own, which ends with this value.
struct Process {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(here: &Surroundings) -> Outcome<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_companion"))
            .args(["--user", USER, "--llm-url", &here.llm.url])
            .args([&"--data".into(), &here.path("data"), &"--keys".into(), &here.path("keys")])
            .env("OPENAI_API_KEY", "none")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("it was piped")?;
        let output = BufReader::new(child.stdout.take().ok_or("it was piped")?).lines();
        Ok(Self { child, input, output })
    }

    /// Types a line and returns the line that is printed next.
    fn hears(&mut self, line: &str) -> Outcome<String> {
        writeln!(self.input, "{line}")?;
        self.reads()
    }

    fn reads(&mut self) -> Outcome<String> {
        Ok(self.output.next().ok_or("the process has ended")??)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // If it has ended already, there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Two processes, and one thing that is remembered from before.
fn two_processes(here: &Surroundings) -> Outcome<[Process; 2]> {
    let mut first = Process::start(here)?;
    assert!(first.reads()?.starts_with("Send what you say"));
    first.hears("yes")?;
    assert!(first.reads()?.starts_with("Remember what you say"));
    first.hears("yes")?;
    first.hears(LINES[3])?;
    drop(first);
    let mut both = [Process::start(here)?, Process::start(here)?];
    // The first has opened the vectors that it searches in, and knows that there is consent.
    both[0].hears(QUESTION)?;
    assert!(here.instructions().contains(SECRET), "{}", here.instructions());
    Ok(both)
}

#[test]
fn a_withdrawal_in_one_process_blocks_the_next_recall_in_the_other() -> Outcome {
    let here = Surroundings::new()?;
    let [mut first, mut second] = two_processes(&here)?;
    assert!(second.hears("/withdraw memory")?.starts_with("Noted: no longer."));

    assert_eq!(first.hears(QUESTION)?, format!("You said: {QUESTION}"));
    assert!(!here.instructions().contains(SECRET), "{}", here.instructions());
    assert!(first.hears("/memory")?.starts_with("I may not: no consent for `memory`: withdrawn."));
    Ok(())
}

#[test]
fn who_is_forgotten_in_one_process_is_unknown_to_the_other() -> Outcome {
    let here = Surroundings::new()?;
    let [mut first, mut second] = two_processes(&here)?;
    assert!(second.hears("/forget-me")?.starts_with("Forgotten"));

    assert!(first.hears(QUESTION)?.starts_with("I may not: no consent for `answers`: never asked."));
    first.hears("/agree answers")?;
    first.hears("/agree memory")?;
    assert_eq!(first.hears("/memory")?, "I remember nothing of you.");
    first.hears(QUESTION)?;
    assert!(!here.instructions().contains(SECRET), "{}", here.instructions());
    // Nor does the first go on with the conversation that it was in.
    assert_eq!(here.llm.chats().last().and_then(|chat| chat["messages"].as_array()).map(Vec::len), Some(2));
    Ok(())
}
