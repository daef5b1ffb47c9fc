//! A list held against a report: what was found, missed, reported wrongly. Both are data here; nothing is run.
//!
//! A report gives the range of the whole call expression, a list the line of the method's name, so a report is about a listed access
//! where its range has the line (or the line of the statement) and the method's name is the same. Two reports of one line are told
//! apart by the narrower range.

use serde::Deserialize;

use crate::list::List;

/// What the comparison reads of the tool's JSON report.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    pub(crate) accesses: Vec<Reported>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) gaps: Vec<serde_json::Value>,
}

/// An access as the tool reports it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Reported {
    pub(crate) location: Option<Location>,
    pub(crate) operation: String,
    pub(crate) effect: String,
}

/// A finding as the tool reports it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Finding {
    pub(crate) location: Option<Location>,
    pub(crate) rule: String,
    pub(crate) message: String,
}

/// A range of source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Location {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// What the comparison of one list with one report says.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many accesses the list has.
    pub(crate) listed: usize,
    /// How many of them are reported.
    pub(crate) found: usize,
    /// Those that are not.
    pub(crate) missed: Vec<String>,
    /// Reports of what is no access.
    pub(crate) wrong: Vec<String>,
    /// Reports of what may be reported or not.
    pub(crate) either: usize,
    /// Accesses whose effect the report has as `read-write`, where the list knows which.
    pub(crate) wider: Vec<String>,
    /// Accesses whose effect the report has wrong.
    pub(crate) effects: Vec<String>,
    /// Findings of unconsented access.
    pub(crate) findings: usize,
    /// Accesses that are no erasure and have no finding, though none of these crates asks for consent.
    pub(crate) silent: Vec<String>,
    /// Findings that a listed write stores its content in plain. Which of them carry content the lists of accesses do not say.
    pub(crate) plain: usize,
    /// Findings that no listed access explains.
    pub(crate) other_findings: Vec<String>,
    /// Findings about what no list speaks of.
    pub(crate) beside: Vec<String>,
    /// What the tool did not understand.
    pub(crate) gaps: Vec<String>,
}

impl Outcome {
    /// Whether the report says exactly what the list says.
    pub(crate) fn agrees(&self) -> bool {
        let differences = [&self.missed, &self.wrong, &self.effects, &self.silent, &self.other_findings, &self.gaps];
        differences.iter().all(|list| list.is_empty())
    }
}

/// Compares.
pub(crate) fn compare(list: &List, report: &Report) -> Outcome {
    let mut outcome = Outcome { gaps: report.gaps.iter().map(ToString::to_string).collect(), ..Outcome::default() };
    let mut open: Vec<&Reported> = report.accesses.iter().collect();
    let mut explained: Vec<&Location> = Vec::new();
    let mut writes: Vec<&Location> = Vec::new();
    for file in &list.files {
        let path = list.path(file);
        for access in &file.access {
            outcome.listed += 1;
            let at = format!("{path}:{} {}", access.line, access.operation);
            let lines = [Some(access.line), access.statement];
            let Some(reported) = nearest(&open, &path, &lines, &access.operation) else {
                outcome.missed.push(format!("{at} ({})", access.effect));
                continue;
            };
            let location = reported.location.as_ref().expect("`nearest` only gives what has a location");
            outcome.found += 1;
            // An access in a macro by example is reported once for each expansion, at one place.
            open.retain(|other| other.location.as_ref() != Some(location) || other.operation != reported.operation);
            explained.push(location);
            if ["write", "read-write"].contains(&access.effect.as_str()) {
                writes.push(location);
            }
            match (access.effect.as_str(), reported.effect.as_str()) {
                (listed, said) if listed == said => {}
                ("read" | "write", "read-write") => outcome.wider.push(at.clone()),
                (listed, said) => outcome.effects.push(format!("{at}: {said}, not {listed}")),
            }
            if access.effect != "erase" {
                match report.findings.iter().any(|finding| finding.is_unconsented() && finding.location.as_ref() == Some(location)) {
                    true => outcome.findings += 1,
                    false => outcome.silent.push(at),
                }
            }
        }
        for place in &file.either {
            while let Some(reported) = nearest(&open, &path, &[Some(place.line)], &place.operation) {
                outcome.either += 1;
                explained.extend(reported.location.as_ref());
                writes.extend(reported.location.as_ref());
                open.retain(|other| !std::ptr::eq(*other, reported));
            }
        }
    }
    outcome.wrong = open.iter().map(|reported| describe_wrong(list, reported)).collect();
    let is_at = |finding: &Finding, places: &[&Location]| finding.location.as_ref().is_some_and(|at| places.contains(&at));
    outcome.plain = report.findings.iter().filter(|finding| finding.is_plain() && is_at(finding, &writes)).count();
    let describe = |finding: &Finding| format!("{} {}: {}", finding.place(), finding.rule, finding.message);
    outcome.beside = report.findings.iter().filter(|finding| finding.is_beside_the_lists()).map(describe).collect();
    outcome.other_findings = report
        .findings
        .iter()
        .filter(|finding| !(finding.is_unconsented() && is_at(finding, &explained)))
        .filter(|finding| !(finding.is_plain() && is_at(finding, &writes)))
        .filter(|finding| !finding.is_beside_the_lists())
        .filter(|finding| !open.iter().any(|wrong| wrong.location == finding.location))
        .map(describe)
        .collect();
    outcome
}

/// The report about one of these lines with that method's name, the narrowest if there are several.
fn nearest<'r>(open: &[&'r Reported], path: &str, lines: &[Option<u32>], operation: &str) -> Option<&'r Reported> {
    open.iter()
        .filter(|reported| method(&reported.operation) == method(operation))
        .filter_map(|reported| Some((reported.location.as_ref()?, *reported)))
        .filter(|(at, _)| at.file == path && lines.iter().flatten().any(|line| (at.line..=at.end_line).contains(line)))
        // Of equally narrow ranges the one that ends last is meant: a chain's calls begin together, and its last call is the effect.
        .min_by_key(|(at, _)| (at.end_line - at.line, u32::MAX - at.end_line, u32::MAX - at.end_column))
        .map(|(_, reported)| reported)
}

fn method(operation: &str) -> &str {
    operation.rsplit("::").next().unwrap_or(operation)
}

/// A wrong report, with the list's word on it if it has one.
fn describe_wrong(list: &List, reported: &Reported) -> String {
    let reason = reported.location.as_ref().and_then(|at| {
        let file = list.files.iter().find(|file| list.path(file) == at.file)?;
        let is_here =
            |line: u32, operation: &str| (at.line..=at.end_line).contains(&line) && method(operation) == method(&reported.operation);
        let twice = file.access.iter().any(|access| is_here(access.line, &access.operation));
        let known = file.not.iter().find(|place| is_here(place.line, &place.operation)).map(|place| place.why.as_str());
        known.or(twice.then_some("a listed access, once more"))
    });
    let place = place_of(reported.location.as_ref());
    format!("{place} {} ({}): {}", reported.operation, reported.effect, reason.unwrap_or("not in the list"))
}

fn place_of(location: Option<&Location>) -> String {
    location.map_or_else(|| "?".to_owned(), |at| format!("{}:{}", at.file, at.line))
}

impl Finding {
    /// Whether its range has this line of this file.
    pub(crate) fn covers(&self, path: &str, line: u32) -> bool {
        self.location.as_ref().is_some_and(|at| at.file == path && (at.line..=at.end_line).contains(&line))
    }

    /// Its file and line.
    pub(crate) fn place(&self) -> String {
        place_of(self.location.as_ref())
    }

    /// Whether it is about what no list speaks of: ciphers, addresses, credentials, what dependencies do.
    fn is_beside_the_lists(&self) -> bool {
        ["AG203", "AG205", "AG306", "AG905"].contains(&self.rule.as_str())
    }

    /// Whether it says that something is stored as it is.
    fn is_plain(&self) -> bool {
        ["AG201", "AG204"].contains(&self.rule.as_str())
    }

    /// Whether it says that an access is made without consent.
    fn is_unconsented(&self) -> bool {
        ["AG101", "AG102"].contains(&self.rule.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, compare};
    use crate::list::List;

    const LIST: &str = r#"
        package = "agent"
        version = "1.0.0"
        checksum = ""
        features = []
        kind = ""
        stores = ""
        [[file]]
        path = "src/lib.rs"
        access = [
            { line = 5, operation = "Query::execute", effect = "write", statement = 2 },
            { line = 9, operation = "Query::execute", effect = "erase" },
        ]
        either = [{ line = 12, operation = "RowStream::next", why = "reads on" }]
        not = [{ line = 15, operation = "Query::execute", why = "DDL" }]
    "#;

    fn outcome(accesses: &[(u32, u32, &str, &str)], findings: &[(u32, u32)]) -> Outcome {
        let unconsented: Vec<_> = findings.iter().map(|(line, end)| (*line, *end, "AG102")).collect();
        outcome_of(accesses, &unconsented)
    }

    fn outcome_of(accesses: &[(u32, u32, &str, &str)], findings: &[(u32, u32, &str)]) -> Outcome {
        let location = |line, end| serde_json::json!({ "file": "agent-1.0.0/src/lib.rs", "line": line, "column": 1, "end_line": end, "end_column": 9 });
        let accesses: Vec<_> = accesses
            .iter()
            .map(|(line, end, operation, effect)| serde_json::json!({ "location": location(*line, *end), "operation": operation, "effect": effect }))
            .collect();
        let findings: Vec<_> = findings
            .iter()
            .map(|(line, end, rule)| serde_json::json!({ "location": location(*line, *end), "rule": rule, "message": "" }))
            .collect();
        let report = serde_json::json!({ "accesses": accesses, "findings": findings, "gaps": [] });
        let list: List = toml::from_str(LIST).expect("the list is TOML");
        compare(&list, &serde_json::from_value(report).expect("the report has the form that is read"))
    }

    #[test]
    fn a_report_that_says_what_the_list_says_agrees() {
        let outcome = outcome(&[(2, 5, "Query::execute", "write"), (8, 9, "Query::execute", "erase")], &[(2, 5)]);
        assert!(outcome.agrees(), "{outcome:?}");
        assert_eq!((outcome.found, outcome.findings), (2, 1));
    }

    #[test]
    fn an_access_that_is_not_reported_is_missed() {
        let outcome = outcome(&[(8, 9, "Query::execute", "erase")], &[]);
        assert_eq!(outcome.missed, ["agent-1.0.0/src/lib.rs:5 Query::execute (write)"]);
        assert!(!outcome.agrees());
    }

    #[test]
    fn another_method_on_the_line_is_not_the_listed_access() {
        let outcome = outcome(&[(2, 5, "Query::fetch_one", "write"), (8, 9, "Query::execute", "erase")], &[]);
        assert_eq!((outcome.missed.len(), outcome.wrong.len()), (1, 1));
    }

    #[test]
    fn a_report_of_what_is_no_access_is_wrong_and_says_why() {
        let outcome = outcome(
            &[(2, 5, "Query::execute", "write"), (8, 9, "Query::execute", "erase"), (14, 15, "Query::execute", "read-write")],
            &[(2, 5), (14, 15)],
        );
        assert_eq!(outcome.wrong, ["agent-1.0.0/src/lib.rs:14 Query::execute (read-write): DDL"]);
        assert!(outcome.other_findings.is_empty(), "the finding is explained by the wrong report");
    }

    #[test]
    fn what_may_be_reported_is_neither_wrong_nor_missed() {
        let base = [(2, 5, "Query::execute", "write"), (8, 9, "Query::execute", "erase")];
        let with = outcome(&[base[0], base[1], (12, 12, "RowStream::next", "read")], &[(2, 5), (12, 12)]);
        assert!(with.agrees() && with.either == 1, "{with:?}");
        assert!(outcome(&base, &[(2, 5)]).agrees());
    }

    #[test]
    fn a_wider_effect_is_noted_and_a_false_one_differs() {
        let outcome = outcome(&[(2, 5, "Query::execute", "read-write"), (8, 9, "Query::execute", "write")], &[(2, 5)]);
        assert_eq!(outcome.wider.len(), 1);
        assert_eq!(outcome.effects, ["agent-1.0.0/src/lib.rs:9 Query::execute: write, not erase"]);
    }

    #[test]
    fn what_is_stored_in_plain_is_explained_by_a_write_and_by_nothing_else() {
        let accesses = [(2, 5, "Query::execute", "write"), (8, 9, "Query::execute", "erase")];
        let of_the_write = outcome_of(&accesses, &[(2, 5, "AG102"), (2, 5, "AG201")]);
        assert!(of_the_write.agrees() && of_the_write.plain == 1, "{of_the_write:?}");
        let of_the_erasure = outcome_of(&accesses, &[(2, 5, "AG102"), (8, 9, "AG201")]);
        assert_eq!((of_the_erasure.plain, of_the_erasure.other_findings.len()), (0, 1));
    }

    #[test]
    fn an_access_without_a_finding_is_noted() {
        let outcome = outcome(&[(2, 5, "Query::execute", "write"), (8, 9, "Query::execute", "erase")], &[]);
        assert_eq!(outcome.silent, ["agent-1.0.0/src/lib.rs:5 Query::execute"]);
    }
}
