//! Suppressions: attributes, comments and waivers that accept a finding, and what is wrong with them.
//!
//! *Invariant*: a suppression that is malformed or out of date suppresses nothing and is a finding itself. What is suppressed is not
//! lost: it is kept with the reason, and every report shows or counts it.

mod comment;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    checked::{Allow, Checked, Raised},
    finding::{Finding, Level, Location},
    policy::{Harmless, Policy, Waiver},
    rule::Rule,
    rules::{self, expired_or_malformed_allow, store_behind_a_dependency, unused_allow},
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

/// What [`apply`] looks at besides what was checked.
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
    /// What an attribute stands at, by its number.
    Attribute(usize),
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
pub fn apply(checked: &Checked, gaps: impl IntoIterator<Item = Finding>, context: &Context<'_>) -> Applied {
    let mut reports = Vec::new();
    let mut suppressions = attributes(checked, context.today, &mut reports);
    suppressions.extend(comments(checked, context, &mut reports));
    suppressions.extend(waivers(context, &mut reports));
    suppressions.extend(harmless(checked, context, &mut reports));

    let mut used = vec![false; suppressions.len()];
    let mut applied = Applied::default();
    for raised in &checked.raised {
        let finding = raised.finding.clone();
        match suppressions.iter().position(|suppression| suppression.covers(raised)) {
            Some(at) => {
                used[at] = true;
                applied.suppressed.push(suppressions[at].suppressed(finding));
            }
            None => applied.findings.push(finding),
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
    fn covers(&self, raised: &Raised) -> bool {
        if self.rule.code != raised.finding.rule {
            return false;
        }
        let file = raised.finding.location.as_ref().map(|location| location.file.as_str());
        match &self.scope {
            Scope::Attribute(at) => raised.allowed_by.contains(at),
            Scope::Lines(in_file, lines) => {
                let location = raised.finding.location.as_ref();
                location.is_some_and(|location| location.file == *in_file && lines.contains(&location.line))
            }
            Scope::Waiver(waiver) => waiver.covers(file, &raised.finding.function, &raised.store, &raised.finding.package),
            Scope::Dependency(package) => raised.store == *package,
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

/// The attributes that are in order.
fn attributes(checked: &Checked, today: Date, reports: &mut Vec<Finding>) -> Vec<Suppression<'static>> {
    let mut suppressions = Vec::new();
    for (at, Allow { location, rule, reason, expires }) in checked.allows.iter().enumerate() {
        match (Written { rule, reason, expires }).check(today) {
            Ok((rule, expires)) => suppressions.push(Suppression {
                kind: SuppressionKind::Attribute,
                rule,
                reason: reason.clone(),
                expires,
                location: location.clone(),
                scope: Scope::Attribute(at),
                is_judged: true,
            }),
            Err(wrong) => reports.push(wrong.at(location.clone())),
        }
    }
    suppressions
}

/// The comments in the source files that may have some.
fn comments(checked: &Checked, context: &Context<'_>, reports: &mut Vec<Finding>) -> Vec<Suppression<'static>> {
    let mut suppressions = Vec::new();
    for (file, compiled) in &checked.compiled_lines {
        let Some(text) = (context.read)(file) else { continue };
        for comment in comment::suppressions_in(file, &text) {
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
fn harmless<'p>(checked: &Checked, context: &Context<'p>, reports: &mut Vec<Finding>) -> Vec<Suppression<'p>> {
    let mut suppressions = Vec::new();
    for harmless in &context.policy.harmless {
        let known = checked.dependencies.iter().filter(|(package, _)| *package == harmless.package);
        let other = known.map(|(_, version)| version).find(|version| !harmless.speaks_of(version));
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
