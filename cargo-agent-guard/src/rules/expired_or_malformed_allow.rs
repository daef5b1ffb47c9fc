//! AG903: see [`RULE`].

use crate::{
    finding::{Finding, Location},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds suppressions that are out of date or that cannot be understood: no reason, an unknown rule, a date that is none. They suppress
    /// nothing.
    ///
    /// ## Why it matters
    ///
    /// A suppression with a mistake in it either hides nothing, and its author does not know, or hides too much. One whose date has passed
    /// was meant to be looked at again by now.
    ///
    /// ## Example
    ///
    /// The reason is missing:
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let memory = Connection::open("memory.db")?;
    ///     // agent-guard: allow(AG102)
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
    ///     // agent-guard: allow(AG102) counts starts of the program, nothing of a person, expires 2099-12-31
    ///     memory.execute("INSERT INTO starts DEFAULT VALUES", [])?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Comments in files of which no function was compiled. Comments that do not begin with `agent-guard:`.
    AG903 {
        name: "expired-or-malformed-allow",
        summary: "a suppression is out of date or cannot be understood",
        level: Deny,
        since: "0.1.0",
        cwe: [],
        owasp: [],
    }
}

/// The report of a suppression that suppresses nothing because of what is wrong with it.
pub fn finding(location: Option<Location>, message: String, label: String, help: String) -> Finding {
    let mut finding = RULE.finding(location, message, label);
    finding.help.push(help);
    finding
}
