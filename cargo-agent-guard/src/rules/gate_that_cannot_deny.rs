//! AG104: see [`RULE`].

use super::Found;
use crate::{link::Program, path::last_segment, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds implementations of `ConsentGate` and `AsyncConsentGate` in the workspace that no path leaves with a denial, or whose answer
    /// does not depend on the person and the purpose that they were asked about.
    ///
    /// ## Why it matters
    ///
    /// Such a gate turns every check behind it into decoration: each request is made, each token is obtained, and nobody was asked. It is
    /// usually a stand-in that was to be replaced before the release.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{ConsentGate, ConsentLedger, Decision, GateError, Purpose, PurposeInfo, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// struct Settings {
    ///     defaults: ConsentLedger,
    /// }
    ///
    /// impl ConsentGate for Settings {
    ///     fn decide(&self, _subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
    ///         self.defaults.decide(&SubjectId::new("everybody"), purpose)
    ///     }
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let settings = Settings { defaults: ConsentLedger::new() };
    ///     let purpose = PurposeInfo::of::<Recall>();
    ///     println!("{:?}", settings.decide(&SubjectId::new("ada"), &purpose)?);
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::{ConsentGate, ConsentLedger, Decision, GateError, Purpose, PurposeInfo, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// struct Settings {
    ///     ledger: ConsentLedger,
    /// }
    ///
    /// impl ConsentGate for Settings {
    ///     fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
    ///         self.ledger.decide(subject, purpose)
    ///     }
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let settings = Settings { ledger: ConsentLedger::new() };
    ///     let purpose = PurposeInfo::of::<Recall>();
    ///     println!("{:?}", settings.decide(&SubjectId::new("ada"), &purpose)?);
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// A gate that asks somebody else: what a server or a foreign crate answers is taken to be able to deny. A gate that denies only where
    /// it can never be reached.
    AG104 {
        name: "gate-that-cannot-deny",
        summary: "a consent gate grants whatever it is asked",
        level: Deny,
        since: "0.1.0",
        cwe: [862, 863],
        owasp: ["LLM02", "ASI03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for gate in &program.idle_gates {
        let ty = last_segment(&gate.ty);
        let location = program.location(gate.function.unit, gate.span);
        let mut finding = RULE.finding(location, format!("the consent gate `{ty}` cannot deny"), gate.reason.clone());
        finding.notes.push(match gate.requests {
            0 => "no request for consent in the workspace names this gate's type; what it grants may still be used".to_owned(),
            1 => "one request for consent is made of it, and what that guards is not guarded".to_owned(),
            many => format!("{many} requests for consent are made of it, and what they guard is not guarded"),
        });
        finding.help.push("look up what this subject agreed to for this purpose, and answer `Decision::Denied` otherwise".to_owned());
        finding.help.push("in tests, use `agent_guard::testing::AllowAll`".to_owned());
        found.push(Found::in_function(program, gate.function, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::Effect,
        fixture::{idle_gate, messages, one_access, program},
    };

    #[test]
    fn a_gate_that_cannot_deny_is_found() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let mut program = program(&units);
        program.idle_gates.push(idle_gate(2));
        let mut found = Vec::new();
        check(&program, &mut found);
        let finding = &found[0].finding;
        assert_eq!(finding.message, "the consent gate `Always` cannot deny");
        assert_eq!(finding.label, "every path answers `Granted`");
        assert_eq!(finding.notes, ["2 requests for consent are made of it, and what they guard is not guarded"]);
    }

    #[test]
    fn where_every_gate_can_deny_nothing_is_found() {
        let units = [one_access("Connection::execute", Effect::Write)];
        assert_eq!(messages(check, &program(&units)), [""; 0]);
    }
}
