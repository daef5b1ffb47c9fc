//! AG105: see [`RULE`].

use super::Found;
use crate::{facts::NoteKind, link::Program, path::last_segment, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds requests for consent whose answer nobody looks at: `let _ = Consent::<P>::require(…)`, `.ok();`, a result that is dropped.
    ///
    /// ## Why it matters
    ///
    /// The request can be denied, and then nothing happens. It reads like a check and is none.
    ///
    /// ## Example
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
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let _ = Consent::<Recall>::require(&ledger, &SubjectId::new("ada"));
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// Keep the token, and let a denial end the function:
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
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let _consent = Consent::<Recall>::require(&ledger, &SubjectId::new("ada"))?;
    ///     let note: String = memory.query_row("SELECT note FROM memories WHERE user = 'ada'", [], |row| row.get(0))?;
    ///     println!("{note}");
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// An answer that is looked at and then not acted upon, where no access follows. Where one follows, it is found as unconsented.
    AG105 {
        name: "discarded-consent",
        summary: "the answer to a request for consent is thrown away",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM02", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for (function, note) in &program.notes {
        if note.kind != NoteKind::DiscardedConsent {
            continue;
        }
        let purpose = last_segment(program.units[function.unit].text(note.detail));
        let location = program.location(function.unit, note.span);
        let message = format!("the answer to a request for consent to `{purpose}` is thrown away");
        let mut finding = RULE.finding(location, message, "a denial changes nothing here");
        finding.help.push(format!("keep the token: `let consent = Consent::<{purpose}>::require(…)?;`"));
        finding.help.push("or, if nothing depends on the answer, remove the request".to_owned());
        found.push(Found::in_function(program, *function, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::of_notes;

    #[test]
    fn an_answer_that_is_thrown_away_is_found_and_other_notes_are_left_to_their_rules() {
        let found = of_notes(check, "purposes::Recall");
        assert_eq!(found, [(NoteKind::DiscardedConsent, false), (NoteKind::DiscardedConsent, true)].map(|at| {
            (at, "the answer to a request for consent to `Recall` is thrown away".to_owned())
        }));
    }
}
