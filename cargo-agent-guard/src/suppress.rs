//! Suppressions: attributes, comments and waivers that accept a finding, and what is wrong with them.
//!
//! *Invariant*: a suppression that is malformed or out of date suppresses nothing and is a finding itself. What is suppressed is not
//! lost: it is kept with the reason, and every report shows or counts it.

mod comment;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    facts::{Function, Span},
    finding::{Finding, Level, Location},
    index::{FunctionId, Text},
    link::{FunctionRef, Program},
    policy::{Harmless, Policy, Waiver},
    rule::Rule,
    rules::{self, Found, expired_or_malformed_allow, store_behind_a_dependency, unused_allow},
};

/// A finding that is suppressed, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// What suppresses it.
    pub by: SuppressionKind,
    /// Why.
    pub reason: String,
    /// The last day on which it is suppressed; `null` for no end.
    pub expires: Option<String>,
    /// Where the suppression stands.
    pub suppression: Option<Location>,
}

/// The kinds of suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuppressionKind {
    /// `#[agent_guard::allow(…)]`
    Attribute,
    /// `// agent-guard: allow(…)`
    Comment,
    /// A `[[waiver]]` of the policy.
    Waiver,
    /// A `[[deps.harmless]]` of the policy.
    Harmless,
}

/// What there is to say when all suppressions have been applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// What is left, with what is wrong with the suppressions themselves, in the order of the places.
    pub findings: Vec<Finding>,
    /// The gaps that nobody waived.
    pub gaps: Vec<Finding>,
    /// What is suppressed.
    pub suppressed: Vec<Suppressed>,
}

/// What [`apply`] looks at besides the program.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Reads a source file by the name that the facts give it. `None` where it cannot be read.
    pub read: &'a dyn Fn(&str) -> Option<String>,
    /// The day on which suppressions are judged.
    pub today: Date,
    /// Whether the whole workspace was checked. Otherwise a waiver that nothing needs may be for the rest.
    pub is_whole_workspace: bool,
}

/// A suppression that is in order.
struct Suppression<'p> {
    kind: SuppressionKind,
    rule: &'static Rule,
    reason: String,
    expires: Option<Date>,
    location: Option<Location>,
    scope: Scope<'p>,
    /// Whether to report it when nothing needs it: not where the code around it was not looked at.
    is_judged: bool,
}

enum Scope<'p> {
    /// These functions and what is nested in them.
    Functions(BTreeSet<FunctionRef>),
    /// Lines of a file.
    Lines(String, BTreeSet<u32>),
    /// What a waiver covers.
    Waiver(&'p Waiver),
    /// A dependency.
    Dependency(&'p str),
}

/// A suppression as it was written, before it is known to be in order.
struct Written<'t> {
    rule: &'t str,
    reason: &'t str,
    expires: &'t str,
}

/// Takes away what is suppressed, and adds what is wrong with the suppressions.
pub fn apply(program: &Program<'_>, found: Vec<Found>, gaps: Vec<Finding>, context: &Context<'_>) -> Applied {
    let mut reports = Vec::new();
    let mut suppressions = attributes(program, context.today, &mut reports);
    suppressions.extend(comments(program, context, &mut reports));
    suppressions.extend(waivers(context, &mut reports));
    suppressions.extend(harmless(program, context, &mut reports));

    let mut used = vec![false; suppressions.len()];
    let mut applied = Applied::default();
    for one in found {
        match suppressions.iter().position(|suppression| suppression.covers(program, &one)) {
            Some(at) => {
                used[at] = true;
                applied.suppressed.push(suppressions[at].suppressed(one.finding));
            }
            None => applied.findings.push(one.finding),
        }
    }
    for gap in gaps {
        match suppressions.iter().position(|suppression| suppression.covers_gap(&gap)) {
            Some(at) => {
                used[at] = true;
                applied.suppressed.push(suppressions[at].suppressed(gap));
            }
            None => applied.gaps.push(gap),
        }
    }
    let unused = suppressions.iter().zip(&used).filter(|(suppression, used)| !**used && suppression.is_judged);
    let unused = unused.filter(|(suppression, _)| context.policy.level(suppression.rule) != Level::Allow);
    reports.extend(unused.map(|(suppression, _)| unused_allow::finding(suppression.location.clone(), suppression.rule)));
    for mut report in reports {
        report.level = rules::find(report.rule).map_or(report.level, |rule| context.policy.level(rule));
        if report.level != Level::Allow {
            applied.findings.push(report);
        }
    }
    applied.findings.sort();
    applied.findings.dedup();
    applied.gaps.sort();
    applied.suppressed.sort_by(|a, b| a.finding.cmp(&b.finding));
    applied
}

impl Suppression<'_> {
    fn covers(&self, program: &Program<'_>, found: &Found) -> bool {
        if self.rule.code != found.finding.rule {
            return false;
        }
        let file = found.finding.location.as_ref().map(|location| location.file.as_str());
        match &self.scope {
            // One source place in several units is one place: it is suppressed where all its compilations are.
            Scope::Functions(covered) => {
                let mut functions = found.functions.iter();
                !found.functions.is_empty()
                    && functions.all(|function| {
                        let unit = function.unit;
                        program.units[unit].enclosing(function.function).any(|function| covered.contains(&FunctionRef { unit, function }))
                    })
            }
            Scope::Lines(in_file, lines) => {
                let location = found.finding.location.as_ref();
                location.is_some_and(|location| location.file == *in_file && lines.contains(&location.line))
            }
            Scope::Waiver(waiver) => waiver.covers(file, &found.finding.function, &found.store, &found.finding.package),
            Scope::Dependency(package) => found.store == *package,
        }
    }

    /// Gaps are covered by waivers alone. What a gap is about is its function, or a store of which nothing was seen.
    fn covers_gap(&self, gap: &Finding) -> bool {
        let Scope::Waiver(waiver) = &self.scope else { return false };
        let file = gap.location.as_ref().map(|location| location.file.as_str());
        waiver.rule == gap.rule && waiver.covers(file, &gap.function, &gap.function, &gap.package)
    }

    fn suppressed(&self, finding: Finding) -> Suppressed {
        Suppressed {
            finding,
            by: self.kind,
            reason: self.reason.clone(),
            expires: self.expires.map(|date| date.to_string()),
            suppression: self.location.clone(),
        }
    }
}

/// The `#[agent_guard::allow]` that the facts name. One attribute on an impl stands in the facts of each of its functions.
fn attributes(program: &Program<'_>, today: Date, reports: &mut Vec<Finding>) -> Vec<Suppression<'static>> {
    let mut written: BTreeMap<(Option<Location>, String, String, String), BTreeSet<FunctionRef>> = BTreeMap::new();
    // What a dependency allows itself is not for it to say.
    for (unit, facts) in program.units.iter().enumerate().filter(|(_, facts)| !facts.unit.is_dependency) {
        for (at, function) in facts.functions.iter().enumerate() {
            for allow in &function.allows {
                let [rule, reason, expires] = [allow.rule, allow.reason, allow.expires].map(|text| facts.text(text).to_owned());
                let place = (program.location(unit, allow.span), rule, reason, expires);
                written.entry(place).or_default().insert(FunctionRef { unit, function: FunctionId::from_usize(at) });
            }
        }
    }
    let mut suppressions = Vec::new();
    for ((location, rule, reason, expires), functions) in written {
        let written = Written { rule: &rule, reason: &reason, expires: &expires };
        match written.check(today) {
            Ok((rule, expires)) => suppressions.push(Suppression {
                kind: SuppressionKind::Attribute,
                rule,
                reason,
                expires,
                location,
                scope: Scope::Functions(functions),
                is_judged: true,
            }),
            Err(wrong) => reports.push(wrong.at(location)),
        }
    }
    suppressions
}

/// The comments in the source files that the facts name.
fn comments(program: &Program<'_>, context: &Context<'_>, reports: &mut Vec<Finding>) -> Vec<Suppression<'static>> {
    let mut suppressions = Vec::new();
    for (file, compiled) in compiled_lines(program) {
        let Some(text) = (context.read)(&file) else { continue };
        for comment in comment::suppressions_in(&file, &text) {
            let allow = match comment.parsed {
                Ok(allow) => allow,
                Err(wrong) => {
                    reports.push(wrong.at(Some(comment.location)));
                    continue;
                }
            };
            for rule in &allow.rules {
                let written = Written { rule, reason: &allow.reason, expires: &allow.expires };
                match written.check(context.today) {
                    Ok((rule, expires)) => suppressions.push(Suppression {
                        kind: SuppressionKind::Comment,
                        rule,
                        reason: allow.reason.clone(),
                        expires,
                        location: Some(comment.location.clone()),
                        is_judged: compiled.iter().any(|(first, last)| comment.covers.range(*first..=*last).next().is_some()),
                        scope: Scope::Lines(file.clone(), comment.covers.clone()),
                    }),
                    Err(wrong) => reports.push(wrong.at(Some(comment.location.clone()))),
                }
            }
        }
    }
    suppressions
}

/// The source files of the program that may have comments which suppress, and the lines of their functions. Code that no unit compiled is
/// in none.
fn compiled_lines(program: &Program<'_>) -> BTreeMap<String, BTreeSet<(u32, u32)>> {
    let mut files: BTreeMap<String, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for facts in program.units.iter().filter(|facts| !facts.unit.is_dependency) {
        let has_none: BTreeSet<Text> = facts.without_suppressions.iter().copied().collect();
        let may_have = |function: &&Function| {
            let own = function.span.into_iter();
            own.chain(spans_of(function)).any(|span| !has_none.contains(&span.file))
        };
        for function in facts.functions.iter().filter(may_have) {
            let Some(defined) = function.span else { continue };
            let inside = spans_of(function).filter(|span| span.file == defined.file);
            let last = inside.map(|span| span.end_line).max().unwrap_or(defined.end_line).max(defined.end_line);
            files.entry(facts.text(defined.file).to_owned()).or_default().insert((defined.line, last));
            for span in spans_of(function).filter(|span| span.file != defined.file) {
                files.entry(facts.text(span.file).to_owned()).or_default().insert((span.line, span.end_line));
            }
        }
    }
    for facts in program.units {
        for &file in &facts.without_suppressions {
            files.remove(facts.text(file));
        }
    }
    files
}

fn spans_of(function: &Function) -> impl Iterator<Item = Span> {
    let accesses = function.accesses.iter().map(|access| access.span);
    let calls = function.calls.iter().map(|call| call.span);
    let notes = function.notes.iter().map(|note| note.span);
    accesses.chain(calls).chain(notes).flatten()
}

/// The waivers of the policy. They are in order but for their date: reading the policy made sure.
fn waivers<'p>(context: &Context<'p>, reports: &mut Vec<Finding>) -> Vec<Suppression<'p>> {
    let mut suppressions = Vec::new();
    for waiver in &context.policy.waivers {
        if waiver.expires < context.today {
            reports.push(Wrong::expired(waiver.expires).at(Some(waiver.location.clone())));
            continue;
        }
        // The list of rules is static, and reading the policy took the code from it.
        let Some(rule) = rules::find(waiver.rule) else { continue };
        suppressions.push(Suppression {
            kind: SuppressionKind::Waiver,
            rule,
            reason: waiver.reason.clone(),
            expires: Some(waiver.expires),
            location: Some(waiver.location.clone()),
            scope: Scope::Waiver(waiver),
            is_judged: context.is_whole_workspace,
        });
    }
    suppressions
}

/// The dependencies that the policy calls harmless: they are suppressed like what is waived, so that reports show them with the reason.
fn harmless<'p>(program: &Program<'_>, context: &Context<'p>, reports: &mut Vec<Finding>) -> Vec<Suppression<'p>> {
    let mut suppressions = Vec::new();
    for harmless in &context.policy.harmless {
        let known = program.dependencies.iter().filter(|dependency| dependency.package == harmless.package);
        let other = known.map(|dependency| &dependency.version).find(|version| !harmless.speaks_of(version));
        if let (Some(version), Some(looked_at)) = (other, &harmless.versions) {
            let Harmless { package, location, .. } = harmless;
            let message = format!("`{package}` was looked at in `{looked_at}`, and the workspace has {version}");
            reports.push(Wrong::new(message, "look at it again, and change `versions`").at(Some(location.clone())));
            continue;
        }
        suppressions.push(Suppression {
            kind: SuppressionKind::Harmless,
            rule: &store_behind_a_dependency::RULE,
            reason: harmless.reason.clone(),
            expires: None,
            location: Some(harmless.location.clone()),
            scope: Scope::Dependency(&harmless.package),
            is_judged: context.is_whole_workspace,
        });
    }
    suppressions
}

/// What is wrong with a suppression.
struct Wrong {
    message: String,
    label: String,
    help: String,
}

impl Wrong {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), label: "suppresses nothing".to_owned(), help: help.into() }
    }

    fn expired(on: Date) -> Self {
        Self::new(format!("this suppression expired on {on}"), "repair what it suppresses, or look at it again and set a new date")
    }

    fn at(self, location: Option<Location>) -> Finding {
        expired_or_malformed_allow::finding(location, self.message, self.label, self.help)
    }
}

impl Written<'_> {
    /// The rule and the last day, if the suppression is in order and not out of date.
    fn check(&self, today: Date) -> Result<(&'static Rule, Option<Date>), Wrong> {
        let Some(rule) = rules::find(self.rule) else {
            let help = match rules::nearest(self.rule) {
                Some(near) => format!("did you mean `{}` (`{}`)?", near.code, near.name),
                None => "`cargo agent-guard rules` lists the rules".to_owned(),
            };
            return Err(Wrong::new(format!("there is no rule `{}`", self.rule), help));
        };
        if !rule.may_be_allowed_in_the_source() {
            let help = match rule.code {
                "AG905" => "write a `[[deps.harmless]]` or a `[[waiver]]` in `agent-guard.toml`",
                "AG901" => "write a `[[waiver]]` in `agent-guard.toml`",
                _ => "set its level in `[rules]` of `agent-guard.toml`",
            };
            return Err(Wrong::new(format!("`{}` cannot be allowed in the source", rule.code), help));
        }
        if self.reason.trim().is_empty() {
            return Err(Wrong::new(
                "this suppression gives no reason",
                "say why it may stay: `allow(AG101) the reason, expires 2027-06-30`",
            ));
        }
        if self.expires.is_empty() {
            return Ok((rule, None));
        }
        match self.expires.parse::<Date>() {
            Ok(expires) if expires < today => Err(Wrong::expired(expires)),
            Ok(expires) => Ok((rule, Some(expires))),
            Err(_) => Err(Wrong::new(format!("`{}` is no date", self.expires), "write it as year, month and day: `2027-06-30`")),
        }
    }
}

#[cfg(test)]
mod tests;
