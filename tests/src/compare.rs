//! Compares a report with the marks of the fixture.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    marks::{Marks, Place},
    report::Report,
};

/// What is said of the lines of a fixture: words as in [`crate::marks`], and the messages behind them.
type Said = BTreeMap<Place, Vec<(String, String)>>;

/// All differences, one text each, in the order of the places. Empty where the report is as the marks say.
pub fn differences(marks: &Marks, report: &Report) -> Vec<String> {
    let mut said = said(report);
    let mut differences = Vec::new();
    for place in &marks.free {
        if let Some(words) = said.get_mut(place) {
            words.retain(|(word, _)| word != "guarded" && word != "erase");
        }
    }
    for ((file, name), (places, expected)) in &marks.groups {
        let found: Vec<_> = places.iter().filter_map(|place| said.remove(place)).collect();
        match &found[..] {
            [words] if words_of(words) == *expected => {}
            _ => {
                let lines: Vec<_> = places.iter().map(|(_, line)| line.to_string()).collect();
                let found: Vec<_> = found.iter().map(|words| describe(words)).collect();
                differences
                    .push(format!("{file}: one of the lines {} ({name}) must have {expected:?}, but has {found:?}", lines.join(", ")));
            }
        }
    }
    let places: BTreeSet<&Place> = marks.lines.keys().chain(said.keys()).collect();
    for place in places {
        let expected = sorted(marks.lines.get(place).cloned().unwrap_or_default());
        let words = said.get(place).map(Vec::as_slice).unwrap_or_default();
        if words_of(words) != expected {
            let expected = if expected.is_empty() { "nothing".to_owned() } else { expected.join(" ") };
            differences.push(format!("{}:{}: expected {expected}, but was {}", place.0, place.1, describe(words)));
        }
    }
    differences.sort();
    differences
}

fn said(report: &Report) -> Said {
    let mut said = Said::new();
    for finding in report.findings.iter().chain(&report.gaps) {
        said.entry(finding.place()).or_default().push((finding.rule.clone(), finding.message.clone()));
    }
    for suppressed in &report.suppressed {
        let finding = &suppressed.finding;
        said.entry(finding.place()).or_default().push(("allowed".to_owned(), finding.message.clone()));
    }
    // One source may be compiled several times, as a part of a library and of a program. It is one access to whoever reads it, unless
    // the verdicts differ.
    let distinct: BTreeSet<_> = report.accesses.iter().map(|access| (&access.location, access.verdict.as_str(), access.place())).collect();
    for (_, verdict, place) in distinct {
        let words = said.entry(place).or_default();
        match verdict {
            "guarded" => words.push(("guarded".to_owned(), String::new())),
            "exempt" => words.push(("erase".to_owned(), String::new())),
            _ if words.iter().any(|(word, _)| word.starts_with("AG1") || word == "AG904" || word == "allowed") => {}
            _ => words.push((verdict.to_owned(), "an access without consent, and no finding about it".to_owned())),
        }
    }
    said
}

fn words_of(words: &[(String, String)]) -> Vec<String> {
    sorted(words.iter().map(|(word, _)| word.clone()).collect())
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

fn describe(words: &[(String, String)]) -> String {
    let words: Vec<_> =
        words.iter().map(|(word, message)| if message.is_empty() { word.clone() } else { format!("{word} ({message})") }).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" and ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{
        "findings": [{ "rule": "AG101", "level": "deny", "message": "read", "location": LINE_1, "trace": [] }],
        "gaps": [], "suppressed": [], "notices": [],
        "accesses": [
            { "location": LINE_1, "verdict": "unconsented" },
            { "location": LINE_2, "verdict": "guarded" },
            { "location": LINE_2, "verdict": "guarded" }
        ]
    }"#;

    fn differences_from(source: &str) -> Vec<String> {
        let line = |line| format!(r#"{{ "file": "a.rs", "line": {line}, "column": 1, "end_line": {line}, "end_column": 2 }}"#);
        let report = REPORT.replace("LINE_1", &line(1)).replace("LINE_2", &line(2));
        let mut marks = Marks::default();
        marks.add_file("a.rs", source);
        differences(&marks, &serde_json::from_str(&report).expect("the report above"))
    }

    #[test]
    fn a_report_as_marked_has_no_differences() {
        assert_eq!(differences_from("a(); //~ AG101\nb(); //~ guarded"), Vec::<String>::new());
        assert_eq!(differences_from("a(); //~ AG101\nb(); //~ free"), Vec::<String>::new());
        assert_eq!(differences_from("a(); //~ AG101 @x\nb(); //~ guarded\nc(); //~ AG101 @x"), Vec::<String>::new());
    }

    #[test]
    fn what_is_missed_and_what_is_too_much_are_differences() {
        assert_eq!(differences_from("a(); //~ AG101\nb(); //~ AG102"), ["a.rs:2: expected AG102, but was guarded"]);
        assert_eq!(differences_from("a(); //~ AG101\nb();"), ["a.rs:2: expected nothing, but was guarded"]);
        assert_eq!(differences_from("a();\nb(); //~ guarded"), ["a.rs:1: expected nothing, but was AG101 (read)"]);
        assert_eq!(differences_from("a(); //~ AG101\nb(); //~ guarded\nc(); //~ erase"), ["a.rs:3: expected erase, but was nothing"]);
        assert_eq!(differences_from("a(); //~ AG101 AG101\nb(); //~ guarded").len(), 1);
    }

    #[test]
    fn a_line_that_is_free_must_still_be_without_findings() {
        assert_eq!(differences_from("a(); //~ free\nb(); //~ guarded"), ["a.rs:1: expected nothing, but was AG101 (read)"]);
    }
}
