//! One line a finding: `src/agent.rs:12:5: error[AG101]: …`, as compilers' users know to jump to.

use annotate_snippets::normalize_untrusted_str;

use super::{Style, accepted, reported, word};
use crate::{
    finding::{Finding, Level},
    outcome::Outcome,
};

/// The report. The last line counts what was looked at.
pub fn render(outcome: &Outcome, style: Style) -> String {
    let mut out = String::new();
    for finding in reported(outcome) {
        out.push_str(&line(finding, style));
        out.push('\n');
    }
    for accepted in accepted(outcome) {
        out.push_str(&format!("note: {}\n", on_one_line(&accepted)));
    }
    for notice in &outcome.notices {
        out.push_str(&format!("warning: {}\n", on_one_line(notice)));
    }
    out.push_str(&outcome.summary());
    out.push('\n');
    out
}

fn line(finding: &Finding, style: Style) -> String {
    let place = match &finding.location {
        Some(location) => format!("{}:{}:{}: ", location.file, location.line, location.column),
        None => String::new(),
    };
    let (start, end) = match (style.color, finding.level) {
        (false, _) => ("", ""),
        (true, Level::Deny) => ("\x1b[1m\x1b[91m", "\x1b[0m"),
        (true, _) => ("\x1b[1m\x1b[33m", "\x1b[0m"),
    };
    // Names come from the code that is checked: nothing in them may move the cursor or end the line.
    let (place, message) = (on_one_line(&place), on_one_line(&finding.message));
    format!("{place}{start}{}[{}]{end}: {message}", word(finding.level), finding.rule)
}

fn on_one_line(text: &str) -> String {
    normalize_untrusted_str(&text.replace(['\n', '\r'], " "))
}
