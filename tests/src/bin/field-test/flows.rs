//! The lists of where personal data leave, and how they compare with a report.
//!
//! No published crate marks anything as personal. A list says what would be marked (`marks.rs` puts that into a copy of the crate) and where
//! the marked data then leave. As with accesses a finding is about a listed place where its range has the line.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    compare::{Finding, Report},
    list::List,
};

/// One list of flows; the list of accesses beside it says of which crate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Flows {
    /// The features that the crate is checked with, if they are not those of the list of accesses.
    pub(crate) features: Option<Vec<String>>,
    #[serde(rename = "mark")]
    pub(crate) marks: Vec<Mark>,
    #[serde(rename = "file")]
    files: Vec<FlowFile>,
}

/// What is marked as personal: fields of a struct, or parameters of a function.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    /// The package, if it is not the list's first.
    pub(crate) package: Option<String>,
    pub(crate) path: String,
    /// The struct.
    pub(crate) item: Option<String>,
    /// The function, where it is parameters that are marked.
    pub(crate) function: Option<String>,
    /// The fields or parameters.
    pub(crate) fields: Vec<String>,
    pub(crate) category: String,
}

/// What was found in one source file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowFile {
    package: Option<String>,
    path: String,
    #[serde(default)]
    leak: Vec<Leak>,
    #[serde(default)]
    either: Vec<FlowPlace>,
    #[serde(default)]
    not: Vec<FlowPlace>,
}

/// A place where marked data leave.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Leak {
    line: u32,
    /// Where else the same may be said: a request is filled on one line and sent on another.
    #[serde(default)]
    also: Vec<u32>,
    rule: String,
    /// Another rule that may say it instead: a model that is spoken to over HTTP, by hand, is a machine on the network.
    or: Option<String>,
    /// Which marks reach it: for the reader.
    data: String,
    /// What happens there: for the reader.
    #[serde(rename = "what")]
    _what: String,
}

/// A place that may be reported, or must not be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowPlace {
    line: u32,
    rule: String,
    why: String,
}

/// The rules that the lists of flows speak of.
const COMPARED: &[&str] = &["AG201", "AG204", "AG301", "AG302", "AG303", "AG304", "AG305"];

/// What the comparison says of one rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OfRule {
    pub(crate) listed: usize,
    pub(crate) found: usize,
    pub(crate) missed: Vec<String>,
    pub(crate) wrong: Vec<String>,
    pub(crate) either: usize,
}

/// What the comparison of one list with one report says, by rule.
pub(crate) type FlowOutcome = BTreeMap<String, OfRule>;

impl Flows {
    /// Where the list of flows lies that belongs to this list of accesses.
    pub(crate) fn path(list: &Path) -> std::path::PathBuf {
        list.with_extension("flows.toml")
    }

    /// Reads a list; none if there is no such file.
    pub(crate) fn read(path: &Path) -> Result<Option<Flows>> {
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        let flows: Flows = toml::from_str(&text).with_context(|| format!("{} is no list of flows", path.display()))?;
        for mark in &flows.marks {
            if mark.item.is_some() == mark.function.is_some() {
                bail!("a mark in {} needs either an item or a function", path.display());
            }
        }
        Ok(Some(flows))
    }
}

/// Compares. Rules that the tool does not have are left out; the list is ahead of it there.
pub(crate) fn compare_flows(list: &List, flows: &Flows, report: &Report, rules: &[String]) -> FlowOutcome {
    let mut outcome = FlowOutcome::new();
    let known = |rule: &str| rules.iter().any(|code| code == rule);
    let mut open: Vec<&Finding> = report.findings.iter().filter(|finding| COMPARED.contains(&finding.rule.as_str())).collect();
    for file in &flows.files {
        let path = list.path_in(file.package.as_deref(), &file.path);
        for leak in file.leak.iter().filter(|leak| known(&leak.rule)) {
            let is_here = |finding: &&Finding| std::iter::once(&leak.line).chain(&leak.also).any(|line| finding.covers(&path, *line));
            let is_this = |finding: &&Finding| is_here(finding) && (finding.rule == leak.rule || leak.or.as_ref() == Some(&finding.rule));
            let said = open.iter().find(|finding| is_this(finding)).map(|finding| finding.rule.clone());
            let of_rule = outcome.entry(said.clone().unwrap_or_else(|| leak.rule.clone())).or_default();
            of_rule.listed += 1;
            match said {
                Some(_) => of_rule.found += 1,
                None => of_rule.missed.push(format!("{path}:{} ({})", leak.line, leak.data)),
            }
            open.retain(|finding| !is_this(finding));
        }
        for place in &file.either {
            let is_this = |finding: &&Finding| finding.rule == place.rule && finding.covers(&path, place.line);
            if open.iter().any(is_this) {
                outcome.entry(place.rule.clone()).or_default().either += 1;
            }
            open.retain(|finding| !is_this(finding));
        }
    }
    for finding in open {
        let why = flows.files.iter().find_map(|file| {
            let path = list.path_in(file.package.as_deref(), &file.path);
            file.not.iter().find(|place| place.rule == finding.rule && finding.covers(&path, place.line)).map(|place| place.why.as_str())
        });
        let wrong = format!("{}: {}: {}", finding.place(), finding.message, why.unwrap_or("not in the list"));
        outcome.entry(finding.rule.clone()).or_default().wrong.push(wrong);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::{FlowOutcome, Flows, compare_flows};
    use crate::list::List;

    const FLOWS: &str = r#"
        mark = [{ path = "src/lib.rs", item = "Message", fields = ["text"], category = "communication" }]
        [[file]]
        path = "src/lib.rs"
        leak = [
            { line = 5, also = [6], rule = "AG303", data = "Message.text", what = "a request" },
            { line = 9, rule = "AG302", data = "Message.text", what = "println!" },
            { line = 20, rule = "AG301", or = "AG303", data = "Message.text", what = "a model, over HTTP by hand" },
            { line = 30, rule = "AG201", data = "Message.text", what = "INSERT" },
        ]
        either = [{ line = 12, rule = "AG305", why = "either way" }]
        not = [{ line = 15, rule = "AG302", why = "a length" }]
    "#;

    fn outcome(findings: &[(&str, u32, u32)]) -> FlowOutcome {
        let findings: Vec<_> = findings
            .iter()
            .map(|(rule, line, end)| {
                let location =
                    serde_json::json!({ "file": "agent-1.0.0/src/lib.rs", "line": line, "column": 1, "end_line": end, "end_column": 9 });
                serde_json::json!({ "location": location, "rule": rule, "message": "it leaves" })
            })
            .collect();
        let report = serde_json::json!({ "accesses": [], "findings": findings, "gaps": [] });
        let list: List =
            toml::from_str("package = \"agent\"\nversion = \"1.0.0\"\nchecksum = \"\"\nfeatures = []\nkind = \"\"\nstores = \"\"")
                .expect("the list is TOML");
        let flows: Flows = toml::from_str(FLOWS).expect("the list of flows is TOML");
        let report = serde_json::from_value(report).expect("the report has the form that is read");
        compare_flows(&list, &flows, &report, &["AG301", "AG302", "AG303", "AG305"].map(str::to_owned))
    }

    #[test]
    fn a_place_is_found_where_it_is_filled_or_where_it_is_sent() {
        for line in [5, 6] {
            let outcome = outcome(&[("AG303", line, line), ("AG302", 8, 9), ("AG301", 20, 20)]);
            assert_eq!((outcome["AG303"].found, outcome["AG302"].found), (1, 1));
            assert!(outcome.values().all(|of_rule| of_rule.missed.is_empty() && of_rule.wrong.is_empty()), "{outcome:?}");
        }
    }

    #[test]
    fn two_findings_of_one_listed_place_are_one() {
        let outcome = outcome(&[("AG303", 5, 5), ("AG303", 6, 6), ("AG302", 9, 9)]);
        assert_eq!(outcome["AG303"].found, 1);
        assert!(outcome["AG303"].wrong.is_empty());
    }

    #[test]
    fn what_is_not_reported_is_missed_and_what_is_not_listed_is_wrong() {
        let outcome = outcome(&[("AG303", 5, 5), ("AG302", 15, 15)]);
        assert_eq!(outcome["AG302"].missed, ["agent-1.0.0/src/lib.rs:9 (Message.text)"]);
        assert_eq!(outcome["AG302"].wrong, ["agent-1.0.0/src/lib.rs:15: it leaves: a length"]);
    }

    #[test]
    fn another_rule_at_the_line_is_not_the_listed_one() {
        let outcome = outcome(&[("AG302", 5, 5)]);
        assert_eq!((outcome["AG303"].missed.len(), outcome["AG302"].wrong.len()), (1, 1));
    }

    #[test]
    fn what_may_be_said_otherwise_counts_where_it_is_said() {
        let outcome = outcome(&[("AG303", 5, 5), ("AG303", 20, 20)]);
        assert_eq!((outcome["AG303"].listed, outcome["AG303"].found), (2, 2));
        assert!(!outcome.contains_key("AG301"));
    }

    #[test]
    fn a_rule_that_the_tool_does_not_have_is_left_out() {
        assert!(!outcome(&[]).contains_key("AG201"));
    }

    #[test]
    fn what_may_be_reported_is_neither_wrong_nor_missed() {
        let outcome = outcome(&[("AG305", 12, 12)]);
        assert_eq!((outcome["AG305"].either, outcome["AG305"].wrong.len()), (1, 0));
    }
}
