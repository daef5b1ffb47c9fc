//! The rules: what of a linked program is a finding. One file a rule, with its page.
//!
//! *Invariant*: a rule sees the [`Program`] and the [`Policy`] and nothing else: no source text, no clock, no other rule.

use crate::{
    facts::{Facts, Item},
    finding::{Finding, Level},
    index::FunctionId,
    link::{FunctionRef, LinkedAccess, Program},
    policy::Policy,
    rule::Rule,
};

mod wording;

/// Declares the rules' modules, the list of them, and the list of those that look at the program: `name(check)`. The others are raised
/// where what they find is known: when gaps are reported and when suppressions are applied.
macro_rules! rules {
    ($($rule:ident($($check:ident)?)),+ $(,)?) => {
        $(pub mod $rule;)+

        /// All rules, in the order of their codes.
        pub static RULES: &[&Rule] = &[$(&$rule::RULE),+];

        const CHECKS: &[(&Rule, Check)] = &[$($((&$rule::RULE, $rule::$check),)?)+];
    };
}

rules! {
    unconsented_read(check),
    unconsented_write(check),
    consent_for_another_purpose(check),
    gate_that_cannot_deny(check),
    discarded_consent(check),
    forged_consent(check),
    test_gate_in_production(check),
    unread_code(),
    unused_allow(),
    expired_or_malformed_allow(),
    unclassified_store_call(check),
}

type Check = fn(&Program<'_>, &mut Vec<Found>);

/// A finding with what suppressions need to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// The functions that it is in: more than one where the same source is compiled into several units.
    pub functions: Vec<FunctionRef>,
    /// The store it is about; empty where it is about none.
    pub store: String,
}

/// All findings of a program, before suppressions, in the order of their places. What several units share is found once.
pub fn findings(program: &Program<'_>, policy: &Policy) -> Vec<Found> {
    let mut found = Vec::new();
    for (rule, check) in CHECKS {
        let level = policy.level(rule);
        if level == Level::Allow {
            continue;
        }
        let from = found.len();
        check(program, &mut found);
        for one in &mut found[from..] {
            one.finding.level = level;
        }
    }
    merge(program, found)
}

/// The rule with this code or name, in any case, with `-` or `_`.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.trim().to_lowercase().replace('_', "-");
    RULES.iter().find(|rule| rule.code.to_lowercase() == wanted || rule.name == wanted).copied()
}

/// The rule whose code or name is most like what was written.
pub fn nearest(code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.trim().to_lowercase().replace('_', "-");
    let likeness = |rule: &Rule| strsim::jaro_winkler(&wanted, rule.name).max(strsim::jaro_winkler(&wanted, &rule.code.to_lowercase()));
    let best = RULES.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.75).then_some(*best)
}

impl Found {
    /// A finding at an access.
    fn at_access(program: &Program<'_>, access: &LinkedAccess<'_>, mut finding: Finding) -> Self {
        let facts = &program.units[access.function.unit];
        complete(&mut finding, program, access.function);
        Self { finding, functions: vec![access.function], store: facts.text(access.access.store).to_owned() }
    }

    /// A finding in a function.
    fn in_function(program: &Program<'_>, function: FunctionRef, mut finding: Finding) -> Self {
        complete(&mut finding, program, function);
        Self { finding, functions: vec![function], store: String::new() }
    }
}

fn complete(finding: &mut Finding, program: &Program<'_>, at: FunctionRef) {
    let facts = &program.units[at.unit];
    finding.package.clone_from(&facts.unit.package);
    finding.krate.clone_from(&facts.unit.crate_name);
    finding.function = named_function(program, at);
}

/// The function that a person would look for: around a closure or async body, the function that it stands in.
fn named_function(program: &Program<'_>, at: FunctionRef) -> String {
    let function = enclosing(&program.units[at.unit], at.function).last().unwrap_or(at.function);
    program.function_name(FunctionRef { unit: at.unit, function })
}

/// The function, and the bodies that it is nested in, from the inside out.
pub fn enclosing(facts: &Facts, function: FunctionId) -> impl Iterator<Item = FunctionId> {
    // Facts of a damaged file could chain in a circle; no chain is longer than there are functions.
    let parent = |id: &FunctionId| {
        let function = &facts.functions[id.index()];
        function.parent.filter(|_| function.item == Item::Nested)
    };
    std::iter::successors(Some(function), parent).take(facts.functions.len())
}

/// Joins findings of one place that several units share, and sorts them.
///
/// A library, its tests and a binary that takes in the same file are compiled from one source: one finding there is enough. The one kept
/// is of the unit that ships, as its path is the one that matters.
fn merge(program: &Program<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let is_test = |found: &Found| found.functions.iter().all(|function| program.units[function.unit].unit.is_test);
    found.sort_by_cached_key(|one| {
        let finding = &one.finding;
        (finding.location.clone(), finding.rule, finding.message.clone(), is_test(one), finding.krate.clone(), one.functions.clone())
    });
    let mut merged: Vec<Found> = Vec::new();
    for one in found {
        match merged.last_mut() {
            Some(last) if is_same_place(&last.finding, &one.finding) => last.functions.extend(one.functions),
            _ => merged.push(one),
        }
    }
    merged
}

/// Whether two findings say the same of one place of the source. Without a location, two crates can say the same and mean themselves.
fn is_same_place(one: &Finding, other: &Finding) -> bool {
    one.location.is_some() && one.location == other.location && one.rule == other.rule && one.message == other.message
}
