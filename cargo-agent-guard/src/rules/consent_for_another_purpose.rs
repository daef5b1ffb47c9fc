//! AG103: see [`RULE`].

use super::{Found, wording};
use crate::{
    facts::Effect,
    link::{Program, Verdict},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each access to a store for which the policy names purposes, where on some path consent was obtained, but to none of these
    /// purposes. Without policy any purpose will do and this rule finds nothing.
    ///
    /// ## Why it matters
    ///
    /// Somebody who agreed to be reminded of their appointments did not agree to advertisements. Consent is given to a purpose, and a
    /// token of one purpose must not open what belongs to another.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Show you offers that may interest you.
    /// #[derive(Purpose)]
    /// #[purpose(id = "marketing")]
    /// struct Marketing;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let _consent = Consent::<Marketing>::require(&ledger, &SubjectId::new("ada"))?;
    ///     let note: String = memory.query_row("SELECT note FROM memories WHERE user = 'ada'", [], |row| row.get(0))?;
    ///     println!("{note}");
    ///     Ok(())
    /// }
    /// ```
    ///
    /// with this `agent-guard.toml`:
    ///
    /// ```toml
    /// [stores.rusqlite]
    /// purposes = ["memory.recall"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// Ask for the purpose that the access serves:
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
    /// ```toml
    /// [stores.rusqlite]
    /// purposes = ["memory.recall"]
    /// ```
    ///
    /// ## Known misses
    ///
    /// Stores that the policy does not link to purposes. Where the table or collection is made at run time, every purpose that the policy
    /// asks of any of them is asked for.
    AG103 {
        name: "consent-for-another-purpose",
        summary: "memory is used with consent to another purpose than the policy asks for",
        level: Deny,
        since: "0.1.0",
        cwe: [863],
        owasp: ["LLM02", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        let Verdict::OtherPurpose(held, trace) = &access.verdict else { continue };
        let verb = match access.effect {
            Effect::Read => "reads",
            Effect::Write => "writes",
            _ => "reads and writes",
        };
        let operation = &access.operation;
        let object = wording::object(program, access);
        let message = format!("`{operation}` {verb} {object} with consent to another purpose");
        let required = wording::quoted_list(&access.required, "or");
        let label = format!("needs consent to {required}; held is consent to {}", wording::quoted_list(held, "and"));
        let location = program.location(access.function.unit, access.access.span);
        let mut finding = RULE.finding(location, message, label);
        finding.trace.clone_from(trace);
        let purpose = wording::purpose_type(program, &access.required);
        finding.help.push(format!("ask for the purpose that this serves: `Consent::<{purpose}>::require(&gate, &subject)?`"));
        finding.help.push(format!(
            "or, if consent to {} covers it, name that purpose for this store in the policy",
            wording::quoted_list(held, "and")
        ));
        found.push(Found::at_access(program, access, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{messages, one_access, program};

    #[test]
    fn consent_to_another_purpose_is_found() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        let mut program = program(&units);
        program.accesses[0].required = vec!["memory.recall".to_owned(), "support".to_owned()];
        program.accesses[0].verdict = Verdict::OtherPurpose(vec!["marketing".to_owned()], Vec::new());
        let mut found = Vec::new();
        check(&program, &mut found);
        let finding = &found[0].finding;
        assert_eq!(finding.message, "`Connection::query_row` reads `memories` in `rusqlite` with consent to another purpose");
        assert_eq!(finding.label, "needs consent to `memory.recall` or `support`; held is consent to `marketing`");
    }

    #[test]
    fn no_consent_at_all_is_left_to_its_own_rule() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        assert_eq!(messages(check, &program(&units)), [""; 0]);
    }
}
