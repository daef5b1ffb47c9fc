//! The rules: what of a linked program is a finding. One file a rule, with its page.
//!
//! *Invariant*: a rule sees the [`Program`] and nothing else: no policy beside its level, no source text, no clock, no other rule.

use crate::{
    finding::{Finding, Level},
    link::{FunctionRef, LinkedAccess, Program},
    policy::{Levels, Policy},
    rule::Rule,
};

mod exposure;
mod wording;

/// Declares the rules' modules, the list of them, and the lists of those that look at the program, `name(check)`, and of these that look
/// at where data get, `name(check: flows)`. The others are raised where what they find is known: when gaps are reported and when
/// suppressions are applied.
macro_rules! rules {
    ($($rule:ident($($check:ident $(: $flows:ident)?)?)),+ $(,)?) => {
        $(pub mod $rule;)+

        /// All rules, in the order of their codes.
        pub static RULES: &[&Rule] = &[$(&$rule::RULE),+];

        const CHECKS: &[(&Rule, Check)] = &[$($((&$rule::RULE, $rule::$check),)?)+];

        /// The rules that ask where data get.
        const OF_FLOWS: &[&Rule] = &[$($($(rules!(@$flows $rule),)?)?)+];
    };
    (@flows $rule:ident) => { &$rule::RULE };
}

rules! {
    unconsented_read(check),
    unconsented_write(check),
    consent_for_another_purpose(check),
    gate_that_cannot_deny(check),
    discarded_consent(check),
    forged_consent(check),
    test_gate_in_production(check),
    access_beyond_the_subject(check: flows),
    plaintext_write(check: flows),
    unverified_storage_wrapper(check: flows),
    weak_encryption(check),
    plain_embedding(check: flows),
    store_over_plain_http(check),
    pii_to_llm(check: flows),
    pii_to_log(check: flows),
    pii_to_network(check: flows),
    pii_to_file(check: flows),
    pii_in_error(check: flows),
    secret_in_code(check),
    unread_code(),
    unused_allow(),
    expired_or_malformed_allow(),
    unclassified_store_call(check),
    store_behind_a_dependency(check),
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
pub fn findings(program: &Program<'_>, levels: &Levels) -> Vec<Found> {
    let mut found = Vec::new();
    for (rule, check) in CHECKS {
        let level = levels.of(rule);
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

/// Whether some rule that needs to know where data get is not switched off.
pub fn need_flows(policy: &Policy) -> bool {
    OF_FLOWS.iter().any(|rule| policy.level(rule) != Level::Allow)
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
        complete(&mut finding, program, access.function);
        Self { finding, functions: vec![access.function], store: access.store.clone() }
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
    let function = program.units[at.unit].enclosing(at.function).last().unwrap_or(at.function);
    program.function_name(FunctionRef { unit: at.unit, function })
}

/// Joins findings of one place that several units share, and sorts them.
///
/// A library, its tests and a binary that takes in the same file are compiled from one source: one finding there is enough. The one kept
/// is of the unit that ships, as its path is the one that matters.
fn merge(program: &Program<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let is_test = |found: &Found| found.functions.iter().all(|function| program.units[function.unit].unit.is_test);
    found.sort_by_cached_key(|one| {
        let finding = &one.finding;
        (finding.location.clone(), finding.rule, is_test(one), finding.message.clone(), finding.krate.clone(), one.functions.clone())
    });
    let mut merged: Vec<Found> = Vec::new();
    for one in found {
        let place = (&one.finding.location, one.finding.rule);
        let same = merged.iter().rposition(|known| (&known.finding.location, known.finding.rule) != place).map_or(0, |before| before + 1);
        let same = &mut merged[same..];
        match same
            .iter()
            .position(|known| says_the_same(known, &one))
            .or_else(|| same.iter().position(|known| is_of_other_units(known, &one)))
        {
            Some(at) => same[at].functions.extend(one.functions),
            None => merged.push(one),
        }
    }
    merged
}

/// Whether two findings at one place of the source say the same. Without a location, two crates can say the same and mean themselves.
fn says_the_same(one: &Found, other: &Found) -> bool {
    one.finding.location.is_some() && one.finding.message == other.finding.message
}

/// Whether two findings at one place of the source are what two compilations of one package come to: what is stored there may begin
/// somewhere else in a library than in the program beside it.
fn is_of_other_units(one: &Found, other: &Found) -> bool {
    let is_in = |function: &FunctionRef| other.functions.iter().any(|known| known.unit == function.unit);
    let are_somewhere = one.finding.location.is_some() && !one.functions.is_empty() && !other.functions.is_empty();
    are_somewhere && one.finding.package == other.finding.package && !one.functions.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;
    use crate::{
        facts::{
            Effect, Facts, GivenKind,
            flows::{Sink, SinkKind},
        },
        finding::Step,
        fixture::{Fixture, NOTE_KINDS, idle_gate, one_access, program, step},
        index::FunctionId,
        link::{Dependency, Leak, Plain, User, Verdict, Way},
        rule::HEADINGS,
    };

    #[test]
    fn every_file_of_a_rule_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let files = std::fs::read_dir(folder).expect("the rules are there").map(|file| file.expect("it can be listed").path());
        let names = files.filter_map(|file| Some(file.file_stem()?.to_str()?.replace('_', "-")));
        let files: BTreeSet<String> = names.filter(|name| !["exposure", "wording"].contains(&name.as_str())).collect();
        let listed: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
        assert_eq!(files, listed);
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        assert!(RULES.is_sorted_by(|a, b| a.code < b.code));
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn every_page_has_its_headings_in_order() {
        for rule in RULES {
            let page = rule.page();
            let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(headings, HEADINGS, "{}", rule.code);
            for heading in HEADINGS {
                assert!(rule.section(heading).is_some_and(|text| !text.is_empty()), "{} says nothing under {heading}", rule.code);
            }
        }
    }

    #[test]
    fn every_page_has_an_example_and_what_to_use_instead() {
        for rule in RULES {
            for example in [rule.example(), rule.use_instead()] {
                let example = example.unwrap_or_else(|| panic!("{} lacks one", rule.code));
                assert!(syn::parse_file(&example.code).is_ok(), "{}: {}", rule.code, example.code);
                if let Some(policy) = &example.policy {
                    crate::config::from_file("agent-guard.toml", policy).unwrap_or_else(|error| panic!("{}: {error}", rule.code));
                }
            }
            assert_ne!(rule.example(), rule.use_instead(), "{}", rule.code);
        }
    }

    #[test]
    fn a_rule_is_found_by_code_and_by_name() {
        for name in ["AG101", "ag101", "unconsented-read", "unconsented_read", " AG101 "] {
            assert_eq!(find(name).map(|rule| rule.code), Some("AG101"), "{name}");
        }
        assert!(find("AG999").is_none());
        assert_eq!(nearest("unconsented-reads").map(|rule| rule.code), Some("AG101"));
        assert!(nearest("spelling").is_none());
    }

    /// A program in which every rule that looks at the program finds something.
    fn everything_wrong() -> Vec<Facts> {
        let mut unit = Fixture::new("my-agent");
        let main = unit.function("main", 1, 9);
        for kind in NOTE_KINDS {
            unit.note(main, kind, "Thing", 4);
        }
        unit.given(main, GivenKind::Url, &["http://db.example.com"], 5);
        unit.outside(main, "notes_client", "Notes::recall", 5);
        let operation = unit.text("Client::send");
        for kind in [SinkKind::Llm, SinkKind::Log, SinkKind::Network, SinkKind::File, SinkKind::Error] {
            unit.facts.functions[main.index()].flows.sinks.push(Sink { kind, operation, stored: None, span: None });
        }
        let effects = [Effect::Read, Effect::Write, Effect::ReadWrite, Effect::Bind, Effect::Unclassified];
        std::iter::once(unit.facts).chain(effects.map(|effect| one_access("Store::call", effect))).collect()
    }

    /// The same with what the linker finds out.
    fn completely_wrong(units: &[Facts]) -> Program<'_> {
        let mut program = program(units);
        program.idle_gates.push(idle_gate(0));
        let unit = &units[0].unit;
        program.dependencies.push(Dependency {
            package: "notes-client".to_owned(),
            version: "0.3.0".to_owned(),
            library: "notes_client".to_owned(),
            way: vec!["rusqlite".to_owned()],
            users: vec![User { package: unit.package.clone(), version: unit.version.clone(), through: None, declared: None }],
        });
        program.accesses[0].verdict = Verdict::OtherPurpose(Vec::new(), Vec::new());
        let way = || Some(Way { what: "what `main` is given".to_owned(), trace: Vec::new() });
        program.accesses[1].plain = Plain { content: way(), embedding: way(), beyond: way(), ..Plain::default() };
        program.accesses[2].plain = Plain { content: way(), is_in_wrapper: true, ..Plain::default() };
        for kind in [SinkKind::Llm, SinkKind::Log, SinkKind::Network, SinkKind::File, SinkKind::Error] {
            let function = FunctionRef { unit: 0, function: FunctionId(0) };
            let sink = units[0].functions[0].flows.sinks.iter().position(|sink| sink.kind == kind).expect("there is one");
            program.leaks.push(Leak { function, sink, kind, what: "a field".to_owned(), trace: Vec::new() });
        }
        program
    }

    #[test]
    fn messages_are_in_lower_case_and_without_full_stop() {
        let units = everything_wrong();
        let program = completely_wrong(&units);
        let found = findings(&program, &Levels::default());
        let rules: BTreeSet<&str> = found.iter().map(|found| found.finding.rule).collect();
        assert_eq!(rules.len(), CHECKS.len(), "each rule finds something: {rules:?}");
        let summaries = RULES.iter().map(|rule| rule.summary.to_owned());
        let texts = found.into_iter().flat_map(|found| {
            let Finding { message, label, notes, help, .. } = found.finding;
            [message, label].into_iter().chain(notes).chain(help)
        });
        for text in texts.chain(summaries) {
            assert!(!text.starts_with(char::is_uppercase), "begins with a capital: {text}");
            assert!(!text.ends_with('.') && !text.contains('\n'), "one line without a full stop: {text}");
        }
    }

    #[test]
    fn a_policy_sets_the_level_and_switches_off() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        let program = program(&units);
        let mut policy = Policy::default();
        policy.set_level(&unconsented_read::RULE, Level::Warn).expect("it can be set");
        assert_eq!(findings(&program, &policy.levels)[0].finding.level, Level::Warn);
        policy.set_level(&unconsented_read::RULE, Level::Allow).expect("it can be set");
        assert_eq!(findings(&program, &policy.levels), []);
    }

    #[test]
    fn without_the_rules_that_ask_where_data_get_nobody_follows_them() {
        let mut policy = Policy::default();
        for rule in OF_FLOWS {
            assert!(need_flows(&policy), "{} is left", rule.code);
            policy.set_level(rule, Level::Allow).expect("it can be set");
        }
        assert!(!need_flows(&policy));

        let units = everything_wrong();
        let program = completely_wrong(&units);
        let codes = |program: &Program<'_>| -> BTreeSet<&str> {
            findings(program, &Levels::default()).into_iter().map(|found| found.finding.rule).collect()
        };
        let all = codes(&program);
        let mut without_flows = program;
        without_flows.leaks.clear();
        without_flows.accesses.iter_mut().for_each(|access| access.plain = Plain::default());
        let lost: Vec<&str> = all.difference(&codes(&without_flows)).copied().collect();
        assert!(lost.len() >= 8, "{lost:?}");
        assert!(lost.iter().all(|code| OF_FLOWS.iter().any(|rule| rule.code == *code)), "{lost:?}");
    }

    #[test]
    fn one_source_place_in_two_units_is_one_finding_with_the_path_of_what_ships() {
        let mut tests = Fixture { facts: one_access("Connection::query_row", Effect::Read) }.for_tests().facts;
        tests.unit.extra_filename = "-tests".to_owned();
        let units = [tests, one_access("Connection::query_row", Effect::Read)];
        let mut program = program(&units);
        let path: Vec<Step> = vec![step("a test calls `recall`", "src/main.rs", 20)];
        program.accesses[0].verdict = Verdict::Unconsented(path);
        let found = findings(&program, &Levels::default());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].finding.trace[0].message, "`main` calls `recall`");
        assert_eq!(found[0].functions.len(), 2);
    }

    #[test]
    fn what_two_units_say_of_one_place_in_other_words_is_one_finding_and_what_one_says_is_not() {
        let units = [one_access("Connection::query_row", Effect::Write), one_access("Connection::query_row", Effect::Write)];
        let way = |what: &str| Some(Way { what: what.to_owned(), trace: Vec::new() });
        let mut program = program(&units);
        program.accesses[0].plain.content = way("what `main` is given");
        program.accesses[1].plain.content = way("what `handle` is given");
        let plain = |program: &Program<'_>| {
            let found = findings(program, &Levels::default());
            found.into_iter().filter(|found| found.finding.rule == "AG201").map(|found| found.functions.len()).collect::<Vec<_>>()
        };
        assert_eq!(plain(&program), [2]);
        program.accesses[1].function = program.accesses[0].function;
        assert_eq!(plain(&program), [1, 1]);
    }

    #[test]
    fn a_closure_goes_by_the_function_that_it_stands_in() {
        let mut unit = Fixture::new("my-agent");
        let recall = unit.function("memory::recall", 1, 9);
        let closure = unit.closure(recall, 3);
        unit.access(closure, "Connection::query_row", Effect::Read, 3);
        let units = [unit.facts];
        let found = findings(&program(&units), &Levels::default());
        assert_eq!(found[0].finding.function, "memory::recall");
        assert_eq!(found[0].finding.package, "my-agent");
    }

    #[test]
    fn an_agent_that_never_heard_of_us_is_told_what_to_add_where() {
        let units = [one_access("Connection::query_row", Effect::Read)];
        let help = findings(&program(&units), &Levels::default()).remove(0).finding.help;
        assert_eq!(help.len(), 3);
        assert!(help[0].contains("`cargo add agent-guard -p my-agent`"), "{help:?}");
        assert!(help[2].contains("`recall`"), "{help:?}");

        let mut knows = one_access("Connection::query_row", Effect::Read);
        knows.purposes.push((crate::index::Text(0), crate::index::Text(0)));
        let units = [knows];
        let help = findings(&program(&units), &Levels::default()).remove(0).finding.help;
        assert_eq!(help.len(), 2, "it has agent-guard already: {help:?}");
    }
}
