//! AG901: see [`RULE`].

use crate::{
    facts::Gap,
    finding::{Finding, Location},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Reports what the analysis did not understand: a body that the compiler printed in a form that is not known, a body that is missing,
    /// a call into the workspace that leads to no body there, a store in the dependency graph of which no call was recognised. Such a *gap*
    /// makes the result incomplete, and the exit code 3 where there is no finding beside it.
    ///
    /// ## Why it matters
    ///
    /// What was not looked at is not clean. A tool that passes over what it cannot read says "no findings" where it means "no idea".
    ///
    /// No level silences this rule. A `[[waiver]]` of the policy, with a reason and an end, accepts single gaps, and the report shows it.
    ///
    /// ## Example
    ///
    /// A store is among the dependencies, and no call of it is seen: either it is not needed, or its calls are made in a way that is not
    /// understood.
    ///
    /// ```rust
    /// pub use rusqlite as memory;
    ///
    /// pub fn greet() -> &'static str {
    ///     "hello"
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// Remove the dependency, or use it where it can be seen:
    ///
    /// ```rust
    /// use rusqlite::Connection;
    ///
    /// pub fn forget(memory: &Connection) -> rusqlite::Result<usize> {
    ///     memory.execute("DELETE FROM memories", [])
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// None are known: what is not understood and not reported here is a bug.
    AG901 {
        name: "unread-code",
        summary: "part of the code was not understood, and so not checked",
        level: Deny,
        since: "0.1.0",
        cwe: [],
        owasp: [],
    }
}

/// The report of a gap in the facts of a package's crate. Both names are empty where the gap is of no crate.
pub fn finding(gap: &Gap, package: &str, krate: &str) -> Finding {
    let location = gap.place.as_ref().map(|(file, line)| whole_line(file, *line));
    let mut finding = RULE.finding(location, format!("`{}` was not checked: {}", gap.subject, gap.reason), "not checked");
    finding.package = package.to_owned();
    finding.krate = krate.to_owned();
    finding.function.clone_from(&gap.subject);
    finding.help.push(format!(
        "look at it yourself, and accept it in `agent-guard.toml`: `[[waiver]]` with `rule = \"AG901\"`, `function = \"{}\"`, `reason` and `expires`",
        gap.subject
    ));
    finding
}

/// A line of which the columns are not known: reports mark its first character.
fn whole_line(file: &str, line: u32) -> Location {
    Location { file: file.to_owned(), line, column: 1, end_line: line, end_column: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_says_what_was_not_checked_and_how_to_accept_it() {
        let gap = Gap { subject: "agent::run".to_owned(), reason: "no body".to_owned(), place: Some(("src/a.rs".to_owned(), 7)) };
        let finding = finding(&gap, "my-agent", "my_agent");
        assert_eq!(finding.message, "`agent::run` was not checked: no body");
        assert_eq!(finding.location.map(|location| (location.file, location.line)), Some(("src/a.rs".to_owned(), 7)));
        assert!(finding.help[0].contains("`function = \"agent::run\"`"), "{:?}", finding.help);
    }
}
