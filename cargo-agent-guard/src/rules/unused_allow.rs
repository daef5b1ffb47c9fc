//! AG902: see [`RULE`].

use crate::{
    finding::{Finding, Location},
    rule::{Rule, declare_rule},
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds suppressions that suppress nothing: an `#[agent_guard::allow]`, a comment `// agent-guard: allow(…)`, or a `[[waiver]]` of the
    /// policy where the rule has no finding any more.
    ///
    /// ## Why it matters
    ///
    /// A suppression that has outlived its reason waits for the next mistake at this place, and hides it.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     // agent-guard: allow(AG102) the table holds the agent's own settings
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     memory.execute("DELETE FROM memories", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Suppressions in code that was not compiled (another feature, another target, tests that were not asked for) are not judged, nor are
    /// suppressions of a rule that the policy has switched off, nor waivers where only part of the workspace was checked.
    AG902 {
        name: "unused-allow",
        summary: "a suppression suppresses nothing",
        level: Warn,
        since: "0.1.0",
        cwe: [],
        owasp: [],
    }
}

/// The report of a suppression of `rule` that nothing needs.
pub fn finding(location: Option<Location>, rule: &Rule) -> Finding {
    let message = format!("nothing here needs to be allowed: `{}` has no finding", rule.code);
    let mut finding = RULE.finding(location, message, "suppresses nothing");
    finding.help.push("remove it".to_owned());
    finding
}
