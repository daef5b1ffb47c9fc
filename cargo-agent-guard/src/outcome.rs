//! What a check comes to: findings, gaps, what is suppressed, what was looked at, and the exit code that follows from it.
//!
//! *Invariant*: the exit code is decided here and nowhere else, and no report format changes it.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::{
    facts::{Effect, FunctionKind, Gap, Span},
    finding::{Finding, Level, Location},
    index::Text,
    link::{Program, Verdict},
    rules::{self, unread_code},
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

/// An access to a store, and what is proven of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
pub struct SeenAccess {
    /// Where it is.
    pub location: Option<Location>,
    /// The catalogued package: `qdrant-client`.
    pub store: String,
    /// What is called: `Qdrant::query`.
    pub operation: String,
    /// What it does.
    pub effect: Effect,
    /// The tables, collections or files that it names, as far as they are known.
    pub targets: Vec<String>,
    /// The function it is in.
    pub function: String,
    /// What is proven.
    pub verdict: Proven,
}

/// What is proven of an access, in the order from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Proven {
    /// It needs no consent.
    Exempt,
    /// A token is held on every path.
    Guarded,
    /// On some path only tokens for other purposes are held.
    OtherPurpose,
    /// On some path no token is held.
    Unconsented,
}

impl SeenAccess {
    /// All accesses of a program, each place once.
    fn all(program: &Program<'_>) -> Vec<Self> {
        let mut seen: Vec<SeenAccess> = Vec::new();
        for access in &program.accesses {
            let verdict = match &access.verdict {
                Verdict::Exempt => Proven::Exempt,
                Verdict::Guarded => Proven::Guarded,
                Verdict::OtherPurpose(..) => Proven::OtherPurpose,
                Verdict::Unconsented(_) => Proven::Unconsented,
            };
            let one = SeenAccess {
                location: program.location(access.function.unit, access.access.span),
                store: access.store.clone(),
                operation: access.operation.clone(),
                effect: access.effect,
                targets: access.targets.clone(),
                function: program.function_name(access.function),
                verdict,
            };
            // The accesses come in the order of their places. At one several may be made, by whose statement it is.
            let here = seen.iter_mut().rev().take_while(|known| known.location == one.location);
            let what = |access: &SeenAccess| (access.operation.clone(), access.effect, access.targets.clone());
            let same = |known: &&mut SeenAccess| what(known) == what(&one);
            match here.into_iter().find(same) {
                Some(known) if one.location.is_some() => known.verdict = known.verdict.max(one.verdict),
                _ => seen.push(one),
            }
        }
        seen
    }
}

/// What was looked at. What several units share counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Counts {
    /// Accesses to stores.
    pub accesses: usize,
    /// Functions and methods. Closures and async bodies belong to the function around them.
    pub functions: usize,
    /// Crates.
    pub crates: usize,
}

/// Runs all rules over a linked program and applies the suppressions. `gaps` are those of no crate's facts: facts that are missing, a
/// store of which no call was seen.
pub fn outcome(program: &Program<'_>, gaps: &[Gap], context: &Context<'_>) -> Outcome {
    let found = rules::findings(program, context.policy);
    let mut reported: BTreeSet<Finding> = gaps.iter().map(|gap| unread_code::finding(gap, "", "")).collect();
    for facts in program.units {
        reported.extend(facts.gaps.iter().map(|gap| unread_code::finding(gap, &facts.unit.package, &facts.unit.crate_name)));
    }
    for (unit, gap) in &program.gaps {
        let unit = &program.units[*unit].unit;
        reported.insert(unread_code::finding(gap, &unit.package, &unit.crate_name));
    }
    let Applied { findings, gaps, suppressed } = suppress::apply(program, found, reported.into_iter().collect(), context);
    Outcome { findings, gaps, suppressed, notices: Vec::new(), accesses: SeenAccess::all(program), counts: Counts::of(program) }
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

impl Counts {
    fn of(program: &Program<'_>) -> Self {
        let mut accesses = FxHashSet::default();
        for (at, access) in program.accesses.iter().enumerate() {
            let location = program.location(access.function.unit, access.access.span);
            // Without a place it is an access of its own.
            let own = location.is_none().then_some(at);
            accesses.insert((location, own, &access.operation, access.effect, &access.targets));
        }
        let mut functions = FxHashSet::default();
        let mut crates = FxHashSet::default();
        for facts in program.units {
            crates.insert((&facts.unit.package, &facts.unit.crate_name));
            for function in facts.functions.iter().filter(|function| function.kind == FunctionKind::Function) {
                let span = function.span.map(|span| (facts.text(span.file), Span { file: Text(0), ..span }));
                functions.insert((&facts.unit.package, span, facts.text(function.name)));
            }
        }
        Self { accesses: accesses.len(), functions: functions.len(), crates: crates.len() }
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
    use super::*;
    use crate::rules::{unconsented_read, unused_allow};

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
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1_000, 12_345_678].map(grouped), ["0", "999", "1,000", "12,345,678"]);
    }
}
