//! AG107: see [`RULE`].

use super::Found;
use crate::{facts::NoteKind, link::Program, path::last_segment, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds the runtime's test gate, `agent_guard::testing::AllowAll`, in code that is not compiled for tests.
    ///
    /// ## Why it matters
    ///
    /// The test gate grants everything to everybody. In a release it makes each check behind it pass.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, Purpose, SubjectId, testing::AllowAll};
    /// use rusqlite::Connection;
    ///
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     let consent = Consent::<Recall>::require(&AllowAll, &SubjectId::new("ada"))?;
    ///     println!("{:?}", consent.obtained_at());
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
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     let ledger = ConsentLedger::new();
    ///     let consent = Consent::<Recall>::require(&ledger, &SubjectId::new("ada"))?;
    ///     println!("{:?}", consent.obtained_at());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// A gate of your own that wraps the test gate in another crate than the one that uses it is found where it wraps, not where it is
    /// used.
    AG107 {
        name: "test-gate-in-production",
        summary: "the test gate is used outside tests",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM02", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for (function, note) in &program.notes {
        let facts = &program.units[function.unit];
        if note.kind != NoteKind::TestGate || facts.unit.is_test {
            continue;
        }
        let gate = last_segment(facts.text(note.detail));
        let location = program.location(function.unit, note.span);
        let mut finding = RULE.finding(location, format!("the test gate `{gate}` is used outside tests"), "grants everything to everybody");
        finding.help.push("ask a gate that knows what people agreed to, such as `agent_guard::ConsentLedger`".to_owned());
        finding.help.push("or, if this is for tests, put it under `#[cfg(test)]`".to_owned());
        found.push(Found::in_function(program, *function, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::of_notes;

    #[test]
    fn the_test_gate_is_found_in_what_ships_and_in_tests_it_is_what_it_is_for() {
        let found = of_notes(check, "agent_guard::testing::AllowAll");
        assert_eq!(found, [((NoteKind::TestGate, false), "the test gate `AllowAll` is used outside tests".to_owned())]);
    }
}
