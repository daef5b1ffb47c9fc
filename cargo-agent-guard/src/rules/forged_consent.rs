//! AG106: see [`RULE`].

use super::Found;
use crate::{facts::NoteKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds `Consent` values that no gate gave out: made by `transmute`, `zeroed`, `MaybeUninit::assume_init`, a read through a raw
    /// pointer, or a union.
    ///
    /// ## Why it matters
    ///
    /// A `Consent` is believed wherever it turns up, because safe code cannot make one. Unsafe code can, and then the record says that
    /// somebody agreed who was never asked. It is undefined behaviour besides.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use std::mem::MaybeUninit;
    ///
    /// use agent_guard::{Consent, Purpose};
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
    ///     let consent: Consent<Recall> = unsafe { MaybeUninit::zeroed().assume_init() };
    ///     println!("{:?}", consent.obtained_at());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// In tests, `agent_guard::testing::AllowAll` is a gate that grants everything. Elsewhere, ask:
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
    /// Bytes that are written over a token through a pointer of another type, and tokens that a foreign function makes.
    AG106 {
        name: "forged-consent",
        summary: "a `Consent` is made without asking a gate",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM02", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for (function, note) in &program.notes {
        if note.kind != NoteKind::ForgedConsent {
            continue;
        }
        let how = program.units[function.unit].text(note.detail);
        let location = program.location(function.unit, note.span);
        let mut finding = RULE.finding(location, format!("a `Consent` is made without asking a gate, by {how}"), "nobody agreed to this");
        finding.help.push("obtain it: `Consent::<P>::require(&gate, &subject)?`; in tests, ask `agent_guard::testing::AllowAll`".to_owned());
        found.push(Found::in_function(program, *function, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::of_notes;

    #[test]
    fn a_forged_token_is_found_and_other_notes_are_left_to_their_rules() {
        let found = of_notes(check, "`transmute`");
        assert_eq!(found, [(NoteKind::ForgedConsent, false), (NoteKind::ForgedConsent, true)].map(|at| {
            (at, "a `Consent` is made without asking a gate, by `transmute`".to_owned())
        }));
    }
}
