//! What there is to read about the rules: a page for each, and a list.

use std::fmt;

use serde::Serialize;

use crate::{
    finding::Level,
    policy::Policy,
    rule::Rule,
    rules::{self, RULES},
};

/// A name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    name: String,
    suggestion: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.name)?;
        match self.suggestion {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => write!(f, "; `cargo agent-guard rules` lists them"),
        }
    }
}

impl std::error::Error for UnknownRule {}

/// The rule that a user named, by code or name.
///
/// # Errors
/// If no rule has this code or name; the error suggests the nearest.
pub fn named(code_or_name: &str) -> Result<&'static Rule, UnknownRule> {
    rules::find(code_or_name).ok_or_else(|| {
        let looks_like_a_code = code_or_name.to_lowercase().starts_with("ag");
        let suggestion = rules::nearest(code_or_name).map(|rule| if looks_like_a_code { rule.code } else { rule.name });
        UnknownRule { name: code_or_name.to_owned(), suggestion }
    })
}

/// The page of a rule, in Markdown: what `explain` prints and what stands in `docs/rules`.
pub fn page(rule: &Rule) -> String {
    let mut page = format!(
        "# {} {}\n\n{}.\n\nLevel: {}. Since {}.\n\n{}",
        rule.code,
        rule.name,
        capitalised(rule.summary),
        level_word(rule.level),
        rule.since,
        rule.page().trim_start()
    );
    let references = references(rule);
    if !references.is_empty() {
        page.push_str(&format!("\n## References\n\nThis rule relates to:\n\n{references}"));
    }
    page
}

/// The file of a rule's page below `docs/rules`.
pub fn file_name(rule: &Rule) -> String {
    format!("{}.md", rule.name)
}

/// The list of rules with links to their pages, in Markdown: `docs/rules/README.md`.
pub fn index() -> String {
    let mut page = "# Rules\n\n| code | name | level | what it finds |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let (level, file) = (level_word(rule.level), file_name(rule));
        page.push_str(&format!("| {} | [{}]({file}) | {level} | {} |\n", rule.code, rule.name, rule.summary));
    }
    page
}

/// The list of rules for a terminal, with the levels that the policy gives them.
pub fn list(policy: &Policy) -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| format!("{}  {:width$}  {:5}  {}\n", rule.code, rule.name, level_word(policy.level(rule)), rule.summary);
    RULES.iter().map(line).collect()
}

/// The list of rules for programs.
pub fn list_json(policy: &Policy) -> String {
    #[derive(Serialize)]
    struct List {
        version: u32,
        rules: Vec<Entry>,
    }
    #[derive(Serialize)]
    struct Entry {
        code: &'static str,
        name: &'static str,
        summary: &'static str,
        level: Level,
        default_level: Level,
        since: &'static str,
        cwe: &'static [u32],
        owasp: &'static [&'static str],
        page: String,
    }
    let entry = |rule: &&'static Rule| Entry {
        code: rule.code,
        name: rule.name,
        summary: rule.summary,
        level: policy.level(rule),
        default_level: rule.level,
        since: rule.since,
        cwe: rule.cwe,
        owasp: rule.owasp,
        page: page(rule),
    };
    let list = List { version: super::json::VERSION, rules: RULES.iter().map(entry).collect() };
    let mut text = serde_json::to_string_pretty(&list).expect("the list has string keys only");
    text.push('\n');
    text
}

fn references(rule: &Rule) -> String {
    let cwe = rule.cwe.iter().map(|id| {
        let title = CWE.iter().find(|(known, _)| known == id).map_or("", |(_, title)| title);
        format!("- CWE-{id}: {title}, <https://cwe.mitre.org/data/definitions/{id}.html>\n")
    });
    let owasp = rule.owasp.iter().map(|id| {
        let title = OWASP.iter().find(|(known, _)| known == id).map_or("", |(_, title)| title);
        let list = if id.starts_with("LLM") { "LLM Applications 2025" } else { "Agentic Applications 2026" };
        format!("- {id}: {title} (OWASP Top 10 for {list})\n")
    });
    cwe.chain(owasp).collect()
}

/// The weaknesses that rules relate to, by the titles of CWE.
const CWE: &[(u32, &str)] = &[
    (201, "Insertion of Sensitive Information Into Sent Data"),
    (209, "Generation of Error Message Containing Sensitive Information"),
    (312, "Cleartext Storage of Sensitive Information"),
    (319, "Cleartext Transmission of Sensitive Information"),
    (321, "Use of Hard-coded Cryptographic Key"),
    (323, "Reusing a Nonce, Key Pair in Encryption"),
    (327, "Use of a Broken or Risky Cryptographic Algorithm"),
    (359, "Exposure of Private Personal Information to an Unauthorized Actor"),
    (532, "Insertion of Sensitive Information into Log File"),
    (798, "Use of Hard-coded Credentials"),
    (862, "Missing Authorization"),
    (863, "Incorrect Authorization"),
];

/// The risks that rules relate to, by the titles of OWASP's lists.
const OWASP: &[(&str, &str)] = &[
    ("LLM02", "Sensitive Information Disclosure"),
    ("LLM08", "Vector and Embedding Weaknesses"),
    ("ASI03", "Identity and Privilege Abuse"),
    ("ASI06", "Memory and Context Poisoning"),
];

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;
    use crate::{
        finding::Level,
        rules::{RULES, unconsented_read},
    };

    #[test]
    fn the_pages_of_the_rules_are_current() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
        let mut expected: Vec<String> = RULES.iter().map(|rule| file_name(rule)).collect();
        for rule in RULES {
            let file = folder.join(file_name(rule));
            expect_test::ExpectFile { path: file, position: file!() }.assert_eq(&page(rule));
        }
        expect_file!["../../../docs/rules/README.md"].assert_eq(&index());
        expected.push("README.md".to_owned());
        expected.sort();
        let files = std::fs::read_dir(folder).expect("the pages are there").map(|file| file.expect("it can be listed").file_name());
        let mut files: Vec<String> = files.filter_map(|name| name.into_string().ok()).collect();
        files.sort();
        assert_eq!(files, expected, "no page of a rule that is gone");
    }

    #[test]
    fn an_unknown_rule_is_an_error_with_a_suggestion() {
        assert_eq!(named("unconsented_read").map(|rule| rule.code), Ok("AG101"));
        let said = |name: &str| named(name).expect_err("there is none").to_string();
        assert_eq!(said("AG110"), "there is no rule `AG110`; did you mean `AG101`?");
        assert_eq!(said("unused-alow"), "there is no rule `unused-alow`; did you mean `unused-allow`?");
        assert_eq!(said("spelling"), "there is no rule `spelling`; `cargo agent-guard rules` lists them");
    }

    #[test]
    fn the_list_of_rules_shows_the_levels_of_the_policy() {
        let mut policy = crate::policy::Policy::default();
        policy.set_level(&unconsented_read::RULE, Level::Warn).expect("it can be set");
        let list = list(&policy);
        let first = list.lines().next().expect("there are rules");
        assert_eq!(first, "AG101  unconsented-read             warn   memory is read without consent on some path");
        assert_eq!(list.lines().count(), RULES.len());
        let json: serde_json::Value = serde_json::from_str(&list_json(&policy)).expect("it is JSON");
        assert_eq!(json["rules"][0]["level"], "warn");
        assert_eq!(json["rules"][0]["default_level"], "deny");
    }
}
