//! Recall and precision of the redactor on labelled texts: `redactor_evaluation TEXTS.jsonl [show LABEL]`.
//!
//! `agent-guard/evaluation/generate.py` writes the texts. A value counts as found if exactly its bytes were found under its own label; as
//! covered if every one of its bytes would be replaced, under whichever label. What is found without being a value counts against the
//! precision of the label that it was found under.

use std::collections::BTreeMap;
use std::error::Error;

use agent_guard::Redactor;

#[derive(serde::Deserialize)]
struct Labelled {
    text: String,
    label: String,
    spans: Vec<(usize, usize, String)>,
}

#[derive(Default)]
struct Score {
    values: usize,
    near_misses: usize,
    found: usize,
    covered: usize,
    false_alarms: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: redactor_evaluation TEXTS.jsonl [show LABEL]")?;
    let shown = arguments.nth(1);
    let redactor = Redactor::new();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let item: Labelled = serde_json::from_str(line)?;
        let matches = redactor.find(&item.text);
        let mut is_right = true;
        let score = scores.entry(item.label.clone()).or_default();
        score.near_misses += usize::from(item.spans.is_empty());
        for (start, end, label) in &item.spans {
            score.values += 1;
            let is_found = matches.iter().any(|found| found.range() == (*start..*end) && found.label() == label);
            let is_covered = (*start..*end).all(|byte| matches.iter().any(|found| found.range().contains(&byte)));
            score.found += usize::from(is_found);
            score.covered += usize::from(is_covered);
            is_right &= is_found;
        }
        for found in &matches {
            let is_value = item.spans.iter().any(|(start, end, label)| found.range() == (*start..*end) && found.label() == label);
            if !is_value {
                scores.entry(found.label().to_owned()).or_default().false_alarms += 1;
                is_right = false;
            }
        }
        if !is_right && shown.as_deref().is_some_and(|shown| shown == item.label || shown == "all") {
            println!("{:?}: {:?}", item.text, matches.iter().map(|it| (it.label(), &item.text[it.range()])).collect::<Vec<_>>());
        }
    }
    print(&scores);
    Ok(())
}

fn print(scores: &BTreeMap<String, Score>) {
    println!("| label | values | near misses | recall | covered | precision |\n|---|--:|--:|--:|--:|--:|");
    let mut all = Score::default();
    for (label, score) in scores {
        row(label, score);
        all.values += score.values;
        all.near_misses += score.near_misses;
        all.found += score.found;
        all.covered += score.covered;
        all.false_alarms += score.false_alarms;
    }
    row("all", &all);
}

fn row(label: &str, score: &Score) {
    let ratio = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    println!(
        "| {label} | {} | {} | {:.3} | {:.3} | {:.3} |",
        score.values,
        score.near_misses,
        ratio(score.found, score.values),
        ratio(score.covered, score.values),
        ratio(score.found, score.found + score.false_alarms),
    );
}
