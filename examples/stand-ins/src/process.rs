//! An agent in a process of its own, to type to and to read from.

use std::{
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A running agent, which ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts it.
    ///
    /// # Panics
    /// Where the machine cannot run it.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the agent was built and can be run");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = BufReader::new(output.expect("it is piped")).lines();
        Self { child, input: input.expect("it is piped"), output }
    }

    /// Types a line, and returns the line that is printed next.
    ///
    /// # Panics
    /// Where the process has ended.
    pub fn hears(&mut self, line: &str) -> String {
        writeln!(self.input, "{line}").expect("the process reads what is typed");
        self.says()
    }

    /// The line that is printed next.
    ///
    /// # Panics
    /// Where the process has ended.
    pub fn says(&mut self) -> String {
        self.output.next().expect("the process has not ended").expect("what is printed is text")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // If it has ended already, there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
