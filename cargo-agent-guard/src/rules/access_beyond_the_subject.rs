//! AG108: see [`RULE`].

use super::{Found, exposure, wording};
use crate::{link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each access for which somebody's consent was obtained, and which depends on nothing that says whose: neither its query nor its
    /// filter, record or key comes from where the subject of a `Consent` comes from, or from the token. So it reads or writes everybody's
    /// memory, or another person's, under one person's consent.
    ///
    /// ## Why it matters
    ///
    /// Consent is given by one person for their own data. An agent that asks Ada, and then searches all memories for what is like
    /// her question, shows her what Grace said.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Recall what you told me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let user = std::env::args().nth(1).unwrap_or_default();
    ///     let question = std::io::read_to_string(std::io::stdin())?;
    ///     Consent::<Recall>::require(&ledger, &SubjectId::new(&user))?;
    ///     let note: String = memory.query_row("SELECT note FROM memories WHERE note LIKE ?1", [&question], |row| row.get(0))?;
    ///     println!("{}", note.len());
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
    /// /// Recall what you told me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let user = std::env::args().nth(1).unwrap_or_default();
    ///     let question = std::io::read_to_string(std::io::stdin())?;
    ///     let consent = Consent::<Recall>::require(&ledger, &SubjectId::new(&user))?;
    ///     let mine = "SELECT note FROM memories WHERE user = ?1 AND note LIKE ?2";
    ///     let note: String = memory.query_row(mine, [consent.subject().as_str(), &question], |row| row.get(0))?;
    ///     println!("{}", note.len());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// An access that depends on the subject and on another person as well. Where the token comes into the workspace from outside (a public function of a library
    /// takes it), whose it is cannot be told; nor where a request over HTTP that is written by hand names another person in its address alone; nor where the access depends on nothing at all that comes from where the subject does.
    /// A store that lies in one value beside who was asked (`self.memory`, `self.user`) may be that person's own, and counts as theirs.
    AG108 {
        name: "access-beyond-the-subject",
        summary: "an access does not depend on the person whose consent was obtained",
        level: Warn,
        since: "0.1.0",
        cwe: [639, 863],
        owasp: ["LLM02", "LLM08", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        let Some(way) = &access.plain.beyond else { continue };
        let object = wording::object(program, access);
        let message = format!("`{}` on {object} does not depend on the person whose consent was obtained", access.operation);
        let label = format!("it depends on {}, and not on them", way.what);
        let mut finding = exposure::at_the_end_of(program, access, way, &RULE, message, label);
        finding.help.push("put the subject into the filter or the record: `consent.subject()` is the person who was asked".to_owned());
        found.push(Found::at_access(program, access, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::Effect,
        fixture::{messages, one_access, program},
        link::Way,
    };

    #[test]
    fn an_access_that_is_about_somebody_else_is_found_and_one_about_the_subject_is_not() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        let mut program = program(&units);
        assert_eq!(messages(check, &program), [""; 0]);
        program.accesses[0].plain.beyond = Some(Way { what: "what `io::stdin` gives".to_owned(), trace: Vec::new() });
        let message = "`Connection::query_row` on `memories` in `rusqlite` does not depend on the person whose consent was obtained";
        assert_eq!(messages(check, &program), [message]);
    }
}
