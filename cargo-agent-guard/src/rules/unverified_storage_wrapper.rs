//! AG202: see [`RULE`].

use std::collections::BTreeMap;

use super::{Found, exposure, wording};
use crate::{
    facts::NoteKind,
    link::{FunctionRef, Program},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Verifies what is marked `#[encrypted_storage]`: that each write to a store in that `impl` writes what authenticated encryption in the same `impl`
    /// has made, on every path. What comes into it from elsewhere counts as plain, whoever may have sealed it. An `impl`
    /// in which no write to a store is recognised is reported as well: there is nothing that could be verified.
    ///
    /// ## Why it matters
    ///
    /// A type that is called `EncryptedStore` is believed by everybody who uses it. One branch in it that does not encrypt, for short
    /// notes, for tests, for old records, is believed as well.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, Purpose, Vault, encrypted_storage};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// pub struct Remember;
    ///
    /// pub struct Memory {
    ///     pub rows: Connection,
    ///     pub vault: Vault,
    /// }
    ///
    /// #[encrypted_storage]
    /// impl Memory {
    ///     pub fn remember(&self, note: &str, consent: &Consent<Remember>) -> Result<(), Box<dyn std::error::Error>> {
    ///         let sealed = match note.len() {
    ///             0..16 => note.as_bytes().to_vec(),
    ///             _ => self.vault.seal(consent.subject(), "memories", b"note", note.as_bytes())?,
    ///         };
    ///         self.rows.execute("INSERT INTO memories (note) VALUES (?1)", [sealed])?;
    ///         Ok(())
    ///     }
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::{Consent, Purpose, Vault, encrypted_storage};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// pub struct Remember;
    ///
    /// pub struct Memory {
    ///     pub rows: Connection,
    ///     pub vault: Vault,
    /// }
    ///
    /// #[encrypted_storage]
    /// impl Memory {
    ///     pub fn remember(&self, note: &str, consent: &Consent<Remember>) -> Result<(), Box<dyn std::error::Error>> {
    ///         let sealed = self.vault.seal(consent.subject(), "memories", b"note", note.as_bytes())?;
    ///         self.rows.execute("INSERT INTO memories (note) VALUES (?1)", [sealed])?;
    ///         Ok(())
    ///     }
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// What a write's arguments are beside a sealed one: taken for ids and keys, as by AG201. How good the encryption is, beyond what the catalogue
    /// knows of it.
    AG202 {
        name: "unverified-storage-wrapper",
        summary: "what is marked `#[encrypted_storage]` does not encrypt on every path",
        level: Deny,
        since: "0.1.0",
        cwe: [311, 312],
        owasp: ["LLM02", "LLM08"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in program.accesses.iter().filter(|access| access.plain.is_in_wrapper) {
        let Some(way) = &access.plain.content else { continue };
        let (operation, object) = (&access.operation, wording::object(program, access));
        let message = format!("`{operation}` stores {} in {object} unencrypted, in an `#[encrypted_storage]`", way.what);
        let label = if access.plain.is_sealed_on_some { "sealed on some paths, and on this one not" } else { "nothing in this `impl` seals it" };
        let mut finding = exposure::at_the_end_of(program, access, way, &RULE, message, label);
        finding.help.push("seal it in this `impl`, on every path: `let sealed = vault.seal(…)?;` (`agent_guard::Vault`)".to_owned());
        found.push(Found::at_access(program, access, finding));
    }
    without_writes(program, found);
}

/// What is marked, and stores nothing that anybody recognises.
fn without_writes(program: &Program<'_>, found: &mut Vec<Found>) {
    // An `impl` is known by its type, as the macro saw it, and its file.
    let mut wrappers: BTreeMap<(usize, &str, &str), (FunctionRef, bool)> = BTreeMap::new();
    for &(at, note) in program.notes.iter().filter(|(_, note)| note.kind == NoteKind::EncryptedStorage) {
        let facts = &program.units[at.unit];
        let file = note.span.map_or("", |span| facts.text(span.file));
        let writes = |access: &&crate::link::LinkedAccess<'_>| {
            access.function.unit == at.unit && access.writes() && facts.enclosing(access.function.function).any(|function| function == at.function)
        };
        let entry = wrappers.entry((at.unit, file, facts.text(note.detail))).or_insert((at, false));
        entry.1 |= program.accesses.iter().any(|access| writes(&access));
    }
    for ((unit, _, ty), (at, writes)) in wrappers {
        if writes || program.units[unit].unit.is_test {
            continue;
        }
        let message = format!("`{ty}` is marked `#[encrypted_storage]`, and no write to a store is recognised in it");
        let span = program.units[unit].functions[at.function.index()].span;
        let mut finding = RULE.finding(program.location(unit, span), message, "nothing here could be verified");
        finding.help.push("put the mark on the `impl` that writes to the store itself".to_owned());
        finding.help.push("if it does write to one, tell the catalogue: `[[catalogue]]` in `agent-guard.toml`".to_owned());
        found.push(Found::in_function(program, at, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::Effect,
        fixture::{Fixture, messages, one_access, program},
        link::Way,
    };

    #[test]
    fn what_a_wrapper_stores_as_it_is_is_found_and_elsewhere_not() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let mut program = program(&units);
        program.accesses[0].plain.content = Some(Way { what: "what `remember` is given".to_owned(), trace: Vec::new() });
        assert_eq!(messages(check, &program), [""; 0]);
        program.accesses[0].plain.is_in_wrapper = true;
        let message = "`Connection::execute` stores what `remember` is given in `memories` in `rusqlite` unencrypted, in an `#[encrypted_storage]`";
        assert_eq!(messages(check, &program), [message]);
    }

    #[test]
    fn a_wrapper_without_a_write_is_found_and_one_with_a_write_is_not() {
        let wrapper = |effect| {
            let mut unit = Fixture::new("agent");
            let put = unit.function("put", 1, 9);
            unit.note(put, NoteKind::EncryptedStorage, "Memory", 2);
            unit.access(put, "Connection::execute", effect, 3);
            unit.facts
        };
        let (reads, writes) = ([wrapper(Effect::Read)], [wrapper(Effect::Write)]);
        assert_eq!(
            messages(check, &program(&reads)),
            ["`Memory` is marked `#[encrypted_storage]`, and no write to a store is recognised in it"]
        );
        assert_eq!(messages(check, &program(&writes)), [""; 0]);
    }
}
