//! What the comparison says, as Markdown: a table of accesses, a table of flows, one line a rule, and every difference below.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    compare::Outcome,
    flows::{FlowOutcome, OfRule},
    list::List,
};

/// A crate, checked and compared.
pub(crate) struct Checked {
    pub(crate) list: List,
    pub(crate) outcome: Outcome,
    pub(crate) time: Duration,
    pub(crate) marked: Option<MarkedAndChecked>,
}

/// The same crate with marks on what is personal.
pub(crate) struct MarkedAndChecked {
    pub(crate) outcome: FlowOutcome,
    pub(crate) gaps: Vec<String>,
    pub(crate) time: Duration,
}

impl Checked {
    /// Whether the reports say exactly what the lists say.
    pub(crate) fn agrees(&self) -> bool {
        let agrees = |of_rule: &OfRule| of_rule.missed.is_empty() && of_rule.wrong.is_empty();
        self.outcome.agrees() && self.marked.iter().all(|marked| marked.gaps.is_empty() && marked.outcome.values().all(agrees))
    }
}

/// The tables, and the differences below them.
pub(crate) fn render(all: &[Checked]) -> String {
    let mut text = accesses(all);
    if all.iter().any(|checked| checked.marked.is_some()) {
        text.push_str(&flows(all));
        text.push_str(&rules(all));
    }
    text.push_str(&differences(all));
    text.push('\n');
    text
}

fn accesses(all: &[Checked]) -> String {
    let mut text = String::from(
        "| crate | what it is | stores | listed | found | missed | wrong | may be | wider | findings | in plain | gaps | seconds |\n\
         |---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Checked { list, outcome, time, .. } in all {
        let releases: Vec<String> = list.releases().map(|release| format!("{} {}", release.package, release.version)).collect();
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.1} |\n",
            releases.join(" + "),
            list.kind,
            list.stores,
            outcome.listed,
            outcome.found,
            outcome.missed.len(),
            outcome.wrong.len() + outcome.effects.len() + outcome.other_findings.len(),
            outcome.either,
            outcome.wider.len(),
            outcome.findings,
            outcome.plain,
            outcome.gaps.len(),
            time.as_secs_f64(),
        ));
    }
    text
}

/// One row a crate and rule.
fn flows(all: &[Checked]) -> String {
    let mut text = String::from(
        "\n| crate | rule | listed | found | missed | wrong | may be | gaps | seconds |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Checked { list, marked, .. } in all {
        let Some(marked) = marked else { continue };
        for (rule, of_rule) in &marked.outcome {
            text.push_str(&format!(
                "| {} | {rule} | {} | {} | {} | {} | {} | {} | {:.1} |\n",
                list.release.package,
                of_rule.listed,
                of_rule.found,
                of_rule.missed.len(),
                of_rule.wrong.len(),
                of_rule.either,
                marked.gaps.len(),
                marked.time.as_secs_f64(),
            ));
        }
    }
    text
}

/// One row a rule: how many of its findings are right, and of what is there how many it finds.
fn rules(all: &[Checked]) -> String {
    let mut sums: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (rule, of_rule) in all.iter().filter_map(|checked| checked.marked.as_ref()).flat_map(|marked| &marked.outcome) {
        let (listed, found, wrong) = sums.entry(rule).or_default();
        *listed += of_rule.listed;
        *found += of_rule.found;
        *wrong += of_rule.wrong.len();
    }
    let mut text = String::from("\n| rule | listed | found | wrong | precision | recall |\n|---|--:|--:|--:|--:|--:|\n");
    for (rule, (listed, found, wrong)) in sums {
        text.push_str(&format!("| {rule} | {listed} | {found} | {wrong} | {} | {} |\n", share(found, found + wrong), share(found, listed)));
    }
    text
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{:.0} %", 100.0 * part as f64 / whole as f64),
    }
}

fn differences(all: &[Checked]) -> String {
    let mut text = String::new();
    for Checked { list, outcome, marked, .. } in all {
        let mut kinds = vec![
            ("missed".to_owned(), &outcome.missed),
            ("reported, and no access".to_owned(), &outcome.wrong),
            ("reported with the wrong effect".to_owned(), &outcome.effects),
            ("an access without a finding".to_owned(), &outcome.silent),
            ("a finding that no access explains".to_owned(), &outcome.other_findings),
            ("not compared".to_owned(), &outcome.beside),
            ("gap".to_owned(), &outcome.gaps),
            ("reported as read-write".to_owned(), &outcome.wider),
        ];
        if let Some(marked) = marked {
            kinds.push(("gap, with marks".to_owned(), &marked.gaps));
            for (rule, of_rule) in &marked.outcome {
                kinds.push((format!("{rule} missed"), &of_rule.missed));
                kinds.push((format!("{rule} wrong"), &of_rule.wrong));
            }
        }
        for (kind, entries) in kinds {
            for entry in entries {
                text.push_str(&format!("\n- {} — {kind}: {entry}", list.release.package));
            }
        }
    }
    text
}
