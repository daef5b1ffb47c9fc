//! What is suppressed, by what, and what is wrong with suppressions.

use super::*;
use crate::{
    facts::{Effect, Facts},
    fixture::{FILE, Fixture, one_access, program},
    rules::{unread_code, unused_allow},
};

const TODAY: Date = Date::constant(2026, 11, 20);

/// `recall`, lines 1 to 5, reads on line 3.
const SOURCE: &str = "fn recall() {\n    // on line 2\n    read();\n    // on line 4\n}\n";

/// What comes of a program whose source file is `source`, under a policy.
fn applied_with(units: &[Facts], source: &str, policy: &Policy) -> Applied {
    let program = program(units);
    let gaps: Vec<Finding> =
        units.iter().flat_map(|facts| &facts.gaps).map(|gap| unread_code::finding(gap, "my-agent", "my_agent")).collect();
    let read = |file: &str| (file == FILE).then(|| source.to_owned());
    let context = Context { policy, read: &read, today: TODAY, is_whole_workspace: true };
    apply(&Checked::of(&program, &policy.levels), gaps, &context)
}

fn applied(units: &[Facts], source: &str) -> Applied {
    applied_with(units, source, &Policy::default())
}

/// The rules of the findings, with their lines.
fn found(applied: &Applied) -> Vec<(&'static str, u32)> {
    let line = |finding: &Finding| finding.location.as_ref().map_or(0, |location| location.line);
    applied.findings.iter().map(|finding| (finding.rule, line(finding))).collect()
}

fn suppressed(applied: &Applied) -> Vec<(&'static str, SuppressionKind, &str)> {
    applied.suppressed.iter().map(|suppressed| (suppressed.finding.rule, suppressed.by, suppressed.reason.as_str())).collect()
}

fn reading() -> [Facts; 1] {
    [one_access("Connection::query_row", Effect::Read)]
}

fn policy(text: &str) -> Policy {
    crate::config::from_file("agent-guard.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn without_suppression_everything_is_left() {
    let applied = applied(&reading(), SOURCE);
    assert_eq!(found(&applied), [("AG101", 3)]);
    assert_eq!(applied.suppressed, []);
}

#[test]
fn a_comment_on_the_line_or_above_suppresses() {
    for source in [
        SOURCE.replace("// on line 2", "// agent-guard: allow(AG101) a cache, expires 2026-11-20"),
        SOURCE.replace("read();", "read(); // agent-guard: allow(unconsented-read) a cache"),
    ] {
        let applied = applied(&reading(), &source);
        assert_eq!(found(&applied), [], "{source}");
        assert_eq!(suppressed(&applied), [("AG101", SuppressionKind::Comment, "a cache")]);
    }
}

#[test]
fn a_comment_elsewhere_or_of_another_rule_suppresses_nothing_and_is_unused() {
    let applied_to = |from: &str, to: &str| found(&applied(&reading(), &SOURCE.replace(from, to)));
    assert_eq!(applied_to("// on line 4", "// agent-guard: allow(AG101) a cache"), [("AG101", 3), ("AG902", 4)]);
    assert_eq!(applied_to("// on line 2", "// agent-guard: allow(AG102) a cache"), [("AG902", 2), ("AG101", 3)]);
}

#[test]
fn a_suppression_with_a_mistake_suppresses_nothing() {
    for comment in [
        "// agent-guard: allow(AG101)",
        "// agent-guard: allow(AG101) , expires 2030-01-01",
        "// agent-guard: allow(AG101) a cache, expires 2026-11-19",
        "// agent-guard: allow(AG101) a cache, expires 2026-13-01",
        "// agent-guard: allow(AG109) a cache",
        "// agent-guard: allow(AG901) a cache",
        "// agent-guard: allow AG101 a cache",
    ] {
        let applied = applied(&reading(), &SOURCE.replace("// on line 2", comment));
        assert_eq!(found(&applied), [("AG903", 2), ("AG101", 3)], "{comment}");
        assert_eq!(applied.suppressed, [], "{comment}");
    }
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let said = |comment: &str| {
        let finding = applied(&reading(), &SOURCE.replace("// on line 2", comment)).findings.remove(0);
        (finding.message, finding.help.join("; "))
    };
    let (message, help) = said("// agent-guard: allow(unconsented-reads) a cache");
    assert_eq!(message, "there is no rule `unconsented-reads`");
    assert_eq!(help, "did you mean `AG101` (`unconsented-read`)?");
    assert_eq!(said("// agent-guard: allow(AG101)").0, "this suppression gives no reason");
    assert_eq!(said("// agent-guard: allow(AG101) a cache, expires 2026-11-19").0, "this suppression expired on 2026-11-19");
    assert_eq!(said("// agent-guard: allow(AG101) a cache, expires soon").0, "`soon` is no date");
}

#[test]
fn an_attribute_covers_the_function_and_its_closures() {
    let mut unit = Fixture::new("my-agent");
    let recall = unit.function("recall", 1, 5);
    let closure = unit.closure(recall, 3);
    unit.access(closure, "Connection::query_row", Effect::Read, 3);
    unit.access(recall, "Connection::execute", Effect::Write, 4);
    unit.allow(recall, "AG101", "a cache", "2027-06-30", 1);
    let applied = applied(&[unit.facts], SOURCE);
    assert_eq!(found(&applied), [("AG102", 4)]);
    assert_eq!(suppressed(&applied), [("AG101", SuppressionKind::Attribute, "a cache")]);
    assert_eq!(applied.suppressed[0].expires.as_deref(), Some("2027-06-30"));
}

#[test]
fn an_attribute_does_not_cover_other_functions() {
    let mut unit = Fixture::new("my-agent");
    let recall = unit.function("recall", 1, 5);
    let other = unit.function("other", 7, 9);
    unit.access(other, "Connection::query_row", Effect::Read, 8);
    unit.allow(recall, "AG101", "a cache", "", 1);
    assert_eq!(found(&applied(&[unit.facts], SOURCE)), [("AG902", 1), ("AG101", 8)]);
}

#[test]
fn an_attribute_on_an_impl_is_used_if_one_method_needs_it() {
    let mut unit = Fixture::new("my-agent");
    let first = unit.function("Memory::first", 2, 4);
    let second = unit.function("Memory::second", 5, 7);
    unit.access(second, "Connection::query_row", Effect::Read, 6);
    for method in [first, second] {
        unit.allow(method, "AG101", "a cache", "", 1);
    }
    let applied = applied(&[unit.facts], SOURCE);
    assert_eq!(found(&applied), []);
    assert_eq!(applied.suppressed.len(), 1);
}

#[test]
fn what_is_compiled_twice_needs_both_to_be_covered() {
    let covered = || {
        let mut unit = Fixture { facts: one_access("Connection::query_row", Effect::Read) };
        unit.allow(crate::index::FunctionId(0), "AG101", "a cache", "", 1);
        unit.facts
    };
    assert_eq!(found(&applied(&[covered(), covered()], SOURCE)), []);
    let half = [covered(), one_access("Connection::query_row", Effect::Read)];
    assert_eq!(found(&applied(&half, SOURCE)), [("AG902", 1), ("AG101", 3)]);
}

#[test]
fn comments_in_code_that_was_not_compiled_are_not_judged() {
    let source = format!("{SOURCE}#[cfg(test)]\nfn test() {{\n    // agent-guard: allow(AG101) a test\n    read();\n}}\n");
    assert_eq!(found(&applied(&reading(), &source)), [("AG101", 3)]);
}

#[test]
fn suppressions_of_a_rule_that_is_switched_off_are_not_judged() {
    let source = SOURCE.replace("// on line 2", "// agent-guard: allow(AG101) a cache");
    let applied = applied_with(&reading(), &source, &policy("[rules]\nAG101 = \"allow\"\n"));
    assert_eq!(found(&applied), []);
}

#[test]
fn the_levels_of_the_rules_about_suppressions_are_the_policy_s() {
    let source = SOURCE.replace("// on line 2", "// agent-guard: allow(AG102) a cache");
    let denied = applied_with(&reading(), &source, &policy("[rules]\nAG902 = \"deny\"\n"));
    assert_eq!(denied.findings[0].level, Level::Deny);
    let allowed = applied_with(&reading(), &source, &policy("[rules]\nAG902 = \"allow\"\n"));
    assert_eq!(found(&allowed), [("AG101", 3)]);
}

const WAIVER: &str =
    "[[waiver]]\nrule = \"AG101\"\nfunction = \"recall\"\nstore = \"rusqlite\"\nreason = \"goes in May\"\nexpires = \"2027-05-31\"\n";

#[test]
fn a_waiver_suppresses_until_its_day_and_no_longer() {
    let waived = applied_with(&reading(), SOURCE, &policy(WAIVER));
    assert_eq!(found(&waived), []);
    assert_eq!(suppressed(&waived), [("AG101", SuppressionKind::Waiver, "goes in May")]);
    let expired = applied_with(&reading(), SOURCE, &policy(&WAIVER.replace("2027-05-31", "2026-11-19")));
    assert_eq!(found(&expired), [("AG903", 1), ("AG101", 3)]);
}

#[test]
fn a_waiver_that_fits_nothing_is_unused() {
    let applied = applied_with(&reading(), SOURCE, &policy(&WAIVER.replace("rusqlite", "sled")));
    assert_eq!(found(&applied), [("AG902", 1), ("AG101", 3)]);
    assert_eq!(applied.findings[0].location.as_ref().map(|location| location.file.as_str()), Some("agent-guard.toml"));
    assert_eq!(applied.findings[0].rule, unused_allow::RULE.code);
}

#[test]
fn a_gap_is_accepted_by_a_waiver_alone() {
    let unread = || {
        let mut unit = Fixture { facts: one_access("Connection::query_row", Effect::Erase) };
        unit.gap("recall", "it is long", 3);
        [unit.facts]
    };
    let source = SOURCE.replace("// on line 2", "// agent-guard: allow(AG901) it is fine");
    assert_eq!(applied(&unread(), &source).gaps.len(), 1);
    let waiver = WAIVER.replace("AG101", "AG901").replace("store = \"rusqlite\"\n", "");
    let waived = applied_with(&unread(), SOURCE, &policy(&waiver));
    assert_eq!((waived.gaps.len(), waived.suppressed.len()), (0, 1));
}

#[test]
fn a_file_that_cannot_be_read_suppresses_nothing() {
    let units = reading();
    let program = program(&units);
    let policy = Policy::default();
    let context = Context { policy: &policy, read: &|_| None, today: TODAY, is_whole_workspace: true };
    assert_eq!(found(&apply(&Checked::of(&program, &policy.levels), Vec::new(), &context)), [("AG101", 3)]);
}
