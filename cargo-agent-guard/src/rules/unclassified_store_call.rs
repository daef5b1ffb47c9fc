//! AG904: see [`RULE`].

use super::{Found, wording};
use crate::{
    facts::Effect,
    link::{Program, Verdict},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds calls of methods that take a handle of a catalogued store, and that neither the catalogue nor the policy classifies as reading,
    /// writing, erasing, opening or harmless. Where consent is held anyway, whatever the call does, it finds nothing.
    ///
    /// ## Why it matters
    ///
    /// A new version of a store's client brings new methods. Nobody has looked at them yet, and one of them may read.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     memory.get_interrupt_handle().interrupt();
    ///     Ok(())
    /// }
    /// ```
    ///
    /// with this `agent-guard.toml`, which calls a type a handle of the store and does not know all its methods:
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "rusqlite"
    /// kind = "sql"
    /// handles = ["InterruptHandle"]
    ///
    /// [[catalogue.entry]]
    /// type = "InterruptHandle"
    /// methods = ["clone"]
    /// effect = "harmless"
    /// ```
    ///
    /// ## Use instead
    ///
    /// Say what the method does, here that it is harmless:
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     memory.get_interrupt_handle().interrupt();
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "rusqlite"
    /// kind = "sql"
    /// handles = ["InterruptHandle"]
    ///
    /// [[catalogue.entry]]
    /// type = "InterruptHandle"
    /// methods = ["interrupt"]
    /// effect = "harmless"
    /// ```
    ///
    /// ## Known misses
    ///
    /// Functions that take a handle as an ordinary argument, in crates that the catalogue does not know.
    AG904 {
        name: "unclassified-store-call",
        summary: "a store's method is called that nothing classifies",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: [],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        if access.effect != Effect::Unclassified || access.verdict == Verdict::Guarded {
            continue;
        }
        let (operation, store) = (&access.operation, &access.store);
        let message = format!("`{operation}` of `{store}` is not classified: it may read or write");
        let location = program.location(access.function.unit, access.access.span);
        let mut finding = RULE.finding(location, message, "what this does to the store is not known");
        if let Verdict::Unconsented(trace) | Verdict::OtherPurpose(_, trace) = &access.verdict {
            finding.trace.clone_from(trace);
        }
        let purpose = wording::purpose_type(program, &access.required);
        finding.help.push(format!("say what it does in a `[[catalogue]]` entry of `agent-guard.toml`, or hold a `Consent<{purpose}>` here"));
        found.push(Found::at_access(program, access, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{messages, one_access, program};

    #[test]
    fn a_call_that_nothing_classifies_is_found() {
        let units = [one_access("Connection::leaf_through", Effect::Unclassified)];
        let expected = ["`Connection::leaf_through` of `rusqlite` is not classified: it may read or write"];
        assert_eq!(messages(check, &program(&units)), expected);
    }

    #[test]
    fn where_consent_is_held_it_does_not_matter_what_it_does() {
        let units = [one_access("Connection::leaf_through", Effect::Unclassified)];
        let mut program = program(&units);
        program.accesses[0].verdict = Verdict::Guarded;
        assert_eq!(messages(check, &program), [""; 0]);
    }
}
