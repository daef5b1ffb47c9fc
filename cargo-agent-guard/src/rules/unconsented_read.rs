//! AG101: see [`RULE`].

use super::{Found, wording};
use crate::{
    facts::Effect,
    link::{Program, Verdict},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where the agent reads what it remembers (a vector store, a database, a file that the policy calls memory) and
    /// where at least one path from a root of the program gets there without a `Consent` value. A root is `main`, a function that other
    /// crates can call, an implementation that a framework calls, or a spawned task.
    ///
    /// A place that reads and writes at once, and a place that hands the store to a framework which reads it by itself, is found by this
    /// rule too.
    ///
    /// ## Why it matters
    ///
    /// What somebody told an agent once is used again without a record that they agreed to it. Often the question is asked on the usual
    /// path and not on the others: after an early return, in one arm of a `match`, in a second caller that came later.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn recall(memory: &Connection, user: &str) -> rusqlite::Result<String> {
    ///     memory.query_row("SELECT note FROM memories WHERE user = ?1", [user], |row| row.get(0))
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     println!("{}", recall(&memory, "ada")?);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// Ask the gate, and let the function that reads demand the proof:
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn recall(memory: &Connection, user: &str, _consent: &Consent<Recall>) -> rusqlite::Result<String> {
    ///     memory.query_row("SELECT note FROM memories WHERE user = ?1", [user], |row| row.get(0))
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let consent = Consent::<Recall>::require(&ledger, &SubjectId::new("ada"))?;
    ///     println!("{}", recall(&memory, "ada", &consent)?);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Stores that neither the catalogue nor the policy knows. Whose consent it is: the consent of one person does not stop the agent from
    /// reading what it remembers of another. A `bool` that another function computed is not taken for consent; return the token instead.
    AG101 {
        name: "unconsented-read",
        summary: "memory is read without consent on some path",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM02", "LLM08", "ASI03", "ASI06"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        let Verdict::Unconsented(trace) = &access.verdict else { continue };
        let verb = match access.effect {
            Effect::Read => "reads",
            Effect::ReadWrite => "reads and writes",
            Effect::Bind => "hands",
            _ => continue,
        };
        found.push(wording::unconsented(program, access, &RULE, verb, trace));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{messages, one_access, program};

    #[test]
    fn a_read_without_consent_is_found() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        assert_eq!(messages(check, &program(&units)), ["`Connection::query_row` reads `memories` in `rusqlite` without consent"]);
    }

    #[test]
    fn what_reads_and_writes_is_found_as_such() {
        let units = [one_access("Connection::execute", Effect::ReadWrite), one_access("AgentBuilder::dynamic_context", Effect::Bind)];
        let mut program = program(&units);
        program.accesses[1].targets.clear();
        let expected = [
            "`Connection::execute` reads and writes `memories` in `rusqlite` without consent",
            "`AgentBuilder::dynamic_context` hands the store `rusqlite` to a framework, which reads and may write it, without consent",
        ];
        assert_eq!(messages(check, &program), expected);
    }

    #[test]
    fn a_guarded_read_is_not_found() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        let mut program = program(&units);
        program.accesses[0].verdict = Verdict::Guarded;
        assert_eq!(messages(check, &program), [""; 0]);
    }

    #[test]
    fn a_write_is_left_to_its_own_rule() {
        let units = [one_access("Connection::execute", Effect::Write)];
        assert_eq!(messages(check, &program(&units)), [""; 0]);
    }
}
