//! What a check comes to: findings, gaps, what is suppressed, what was looked at, and the exit code that follows from it.
//!
//! *Invariant*: the exit code is decided here and nowhere else, and no report format changes it.

use std::collections::BTreeSet;

use crate::{
    checked::{Checked, Counts, SeenAccess},
    facts::Gap,
    finding::{Finding, Level},
    rules::unread_code,
    suppress::{self, Applied, Context, Suppressed},
};

/// The exit codes of `cargo agent-guard`. They are part of what users may rely on.
pub mod exit_code {
    /// Everything was looked at, and nothing was found that fails the check.
    pub const CLEAN: u8 = 0;
    /// There are findings.
    pub const FINDINGS: u8 = 1;
    /// The command line or the configuration is wrong.
    pub const USAGE: u8 = 2;
    /// Part of the code was not understood, or there was nothing to look at.
    pub const INCOMPLETE: u8 = 3;
    /// A bug in the tool.
    pub const BUG: u8 = 101;
}

/// What a check comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is wrong, in the order of the places. None is at [`Level::Allow`].
    pub findings: Vec<Finding>,
    /// What was not understood, as findings of AG901.
    pub gaps: Vec<Finding>,
    /// What somebody accepted.
    pub suppressed: Vec<Suppressed>,
    /// What else somebody should know. It changes no exit code.
    pub notices: Vec<String>,
    /// Every access that was looked at, in the order of the places. What several units share stands once, with its worst verdict.
    pub accesses: Vec<SeenAccess>,
    /// What was looked at.
    pub counts: Counts,
}

/// What is left of a check when the suppressions have been applied. `gaps` are those of no crate's facts: facts that are missing, a store
/// of which no call was seen.
pub fn outcome(checked: Checked, gaps: &[Gap], context: &Context<'_>) -> Outcome {
    let of_crates = checked.gaps.iter().map(|(gap, package, krate)| unread_code::finding(gap, package, krate));
    let reported: BTreeSet<Finding> = gaps.iter().map(|gap| unread_code::finding(gap, "", "")).chain(of_crates).collect();
    let Applied { findings, gaps, suppressed } = suppress::apply(&checked, reported, context);
    Outcome { findings, gaps, suppressed, notices: Vec::new(), accesses: checked.accesses, counts: checked.counts }
}

impl Outcome {
    /// How many findings fail the check.
    pub fn denied(&self) -> usize {
        self.findings.iter().filter(|finding| finding.level == Level::Deny).count()
    }

    /// How many findings do not.
    pub fn warned(&self) -> usize {
        self.findings.len() - self.denied()
    }

    /// Whether there was nothing to look at: not one access in all the code.
    pub fn is_empty(&self) -> bool {
        self.counts.accesses == 0
    }

    /// The exit code.
    ///
    /// Findings come before gaps: whoever repairs all findings is told of the gaps by the next code, and sees them in every report until
    /// then. An empty program is taken for a mistake unless `allow_empty`; gaps are not forgiven by it.
    pub fn exit_code(&self, allow_empty: bool) -> u8 {
        if self.denied() > 0 {
            exit_code::FINDINGS
        } else if !self.gaps.is_empty() || (self.is_empty() && !allow_empty) {
            exit_code::INCOMPLETE
        } else {
            exit_code::CLEAN
        }
    }

    /// The last line of every run: `checked 214 store accesses in 1,032 functions of 6 crates; 3 gaps; 2 findings`.
    pub fn summary(&self) -> String {
        let Counts { accesses, functions, crates } = self.counts;
        let mut summary = format!(
            "checked {} in {} of {}; {}; {}",
            counted(accesses, "store access", "store accesses"),
            counted(functions, "function", "functions"),
            counted(crates, "crate", "crates"),
            counted(self.gaps.len(), "gap", "gaps"),
            counted(self.denied(), "finding", "findings"),
        );
        if self.warned() > 0 {
            summary.push_str(&format!("; {}", counted(self.warned(), "warning", "warnings")));
        }
        if !self.suppressed.is_empty() {
            summary.push_str(&format!("; {} suppressed", grouped(self.suppressed.len())));
        }
        summary
    }

    /// The source files that reports quote.
    pub fn files(&self) -> BTreeSet<&str> {
        let suppressed = self.suppressed.iter().map(|suppressed| &suppressed.finding);
        let findings = self.findings.iter().chain(&self.gaps).chain(suppressed);
        findings
            .flat_map(|finding| {
                let steps = finding.related.iter().chain(&finding.trace).filter_map(|step| step.location.as_ref());
                finding.location.iter().chain(steps)
            })
            .map(|location| location.file.as_str())
            .collect()
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A number as people read it: `1,032`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::{
        facts::Effect,
        fixture::{Fixture, program},
        policy::{Levels, Policy},
        rules::{unconsented_read, unused_allow},
    };

    fn outcome(findings: Vec<Finding>, gaps: usize, accesses: usize) -> Outcome {
        let gap = Gap { subject: "agent".to_owned(), reason: "it is long".to_owned(), place: None };
        let gaps = (0..gaps).map(|_| unread_code::finding(&gap, "", "")).collect();
        Outcome { findings, gaps, counts: Counts { accesses, functions: 1_032, crates: 6 }, ..Outcome::default() }
    }

    fn denied() -> Finding {
        unconsented_read::RULE.finding(None, "it reads", "here")
    }

    fn warned() -> Finding {
        unused_allow::finding(None, &unconsented_read::RULE)
    }

    #[test]
    fn findings_come_before_gaps_and_gaps_before_emptiness() {
        assert_eq!(outcome(vec![denied()], 1, 1).exit_code(false), exit_code::FINDINGS);
        assert_eq!(outcome(vec![warned()], 1, 1).exit_code(false), exit_code::INCOMPLETE);
        assert_eq!(outcome(vec![warned()], 0, 1).exit_code(false), exit_code::CLEAN);
        assert_eq!(outcome(Vec::new(), 0, 0).exit_code(false), exit_code::INCOMPLETE);
        assert_eq!(outcome(Vec::new(), 0, 0).exit_code(true), exit_code::CLEAN);
        assert_eq!(outcome(Vec::new(), 1, 0).exit_code(true), exit_code::INCOMPLETE, "gaps are not forgiven");
    }

    #[test]
    fn the_last_line_counts_what_was_looked_at() {
        let text = "checked 214 store accesses in 1,032 functions of 6 crates; 3 gaps; 2 findings";
        assert_eq!(outcome(vec![denied(), denied()], 3, 214).summary(), text);
        let text = "checked 1 store access in 1,032 functions of 6 crates; 0 gaps; 1 finding; 1 warning";
        assert_eq!(outcome(vec![denied(), warned()], 0, 1).summary(), text);
    }

    #[test]
    fn what_was_checked_once_is_judged_by_the_day_and_by_the_text_of_the_sources() {
        let mut unit = Fixture::new("my-agent");
        let recall = unit.function("recall", 1, 9);
        unit.access(recall, "Connection::query_row", Effect::Read, 3);
        unit.access(recall, "Connection::execute", Effect::Write, 4);
        unit.allow(recall, "AG101", "a cache", "2026-11-20", 1);
        let units = [unit.facts];
        let checked = Checked::of(&program(&units), &Levels::default());
        let kept = Checked::decode(&checked.encode("key"), "key").expect("it is whole");
        let rules = |day: Date, comment: &str| -> Vec<&str> {
            let read = |_: &str| Some(format!("fn recall() {{\n\n    read();\n    write(); {comment}\n}}\n"));
            let policy = Policy::default();
            let context = Context { policy: &policy, read: &read, today: day, is_whole_workspace: true };
            let outcome = super::outcome(kept.clone(), &[], &context);
            outcome.findings.iter().map(|finding| finding.rule).collect()
        };
        let (last_day, day_after) = (Date::constant(2026, 11, 20), Date::constant(2026, 11, 21));
        assert_eq!(rules(last_day, ""), ["AG102"]);
        assert_eq!(rules(day_after, ""), ["AG903", "AG101", "AG102"]);
        let comment = "// agent-guard: allow(AG102) a cache, expires 2026-11-20";
        assert_eq!(rules(last_day, comment), [""; 0]);
        assert_eq!(rules(day_after, comment), ["AG903", "AG101", "AG102", "AG903"]);
        assert_eq!(rules(last_day, "// agent-guard: allow(AG102)"), ["AG102", "AG903"], "it gives no reason");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1_000, 12_345_678].map(grouped), ["0", "999", "1,000", "12,345,678"]);
    }
}
