//! AG102: see [`RULE`].

use super::{Found, wording};
use crate::{
    facts::Effect,
    link::{Program, Verdict},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where the agent writes to what it remembers, and where at least one path from a root of the program gets there
    /// without a `Consent` value. Erasing needs no consent and is not found.
    ///
    /// ## Why it matters
    ///
    /// What is written down about somebody stays: it is read again in later conversations, by other parts of the agent, and by whoever
    /// gets hold of the store. The time to ask is before.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn remember(memory: &Connection, user: &str, note: &str) -> rusqlite::Result<usize> {
    ///     memory.execute("INSERT INTO memories (user, note) VALUES (?1, ?2)", [user, note])
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     remember(&memory, "ada", "takes the early train")?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// struct Remember;
    ///
    /// fn remember(memory: &Connection, user: &str, note: &str, _consent: &Consent<Remember>) -> rusqlite::Result<usize> {
    ///     memory.execute("INSERT INTO memories (user, note) VALUES (?1, ?2)", [user, note])
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let consent = Consent::<Remember>::require(&ledger, &SubjectId::new("ada"))?;
    ///     remember(&memory, "ada", "takes the early train", &consent)?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Stores that neither the catalogue nor the policy knows. Whose consent it is: the consent of one person does not stop the agent from
    /// writing about another.
    AG102 {
        name: "unconsented-write",
        summary: "memory is written without consent on some path",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM02", "LLM08", "ASI03", "ASI06"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        let Verdict::Unconsented(trace) = &access.verdict else { continue };
        if access.effect == Effect::Write {
            found.push(wording::unconsented(program, access, &RULE, "writes", trace));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{messages, one_access, program};

    #[test]
    fn a_write_without_consent_is_found() {
        let units = [one_access("Connection::execute", Effect::Write)];
        assert_eq!(messages(check, &program(&units)), ["`Connection::execute` writes `memories` in `rusqlite` without consent"]);
    }

    #[test]
    fn a_guarded_write_and_an_erasure_are_not_found() {
        let units = [one_access("Connection::execute", Effect::Write), one_access("Connection::execute", Effect::Erase)];
        let mut program = program(&units);
        program.accesses[0].verdict = Verdict::Guarded;
        program.accesses[1].verdict = Verdict::Exempt;
        assert_eq!(messages(check, &program), [""; 0]);
    }
}
