//! Reports: an [`Outcome`] as text.
//!
//! ```text
//! human       what a person reads: rustc's look, with the path from the root to the access
//! short       one line a finding
//! json        everything, in a versioned form with a schema
//! cargo-json  cargo's `compiler-message`, one line a finding, for editors
//! ```
//!
//! *Invariant*: no report is cut short and none decides the exit code. Source text comes through [`Sources`]; a file that cannot be read
//! costs its excerpt and nothing else.

pub mod cargo_json;
pub mod catalogue_page;
pub mod human;
pub mod json;
pub mod rule_page;
pub mod short;

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{
    finding::{Finding, Level},
    lines::Lines,
    outcome::Outcome,
    rule::Rule,
    rules,
    suppress::Suppressed,
};

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person.
    Human,
    /// One line a finding.
    Short,
    /// One JSON document.
    Json,
    /// Lines as cargo prints them.
    CargoJson,
}

impl Format {
    /// All of them, as the command line names them.
    pub const ALL: [(Format, &'static str); 4] =
        [(Format::Human, "human"), (Format::Short, "short"), (Format::Json, "json"), (Format::CargoJson, "cargo-json")];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Short => "short",
            Format::Json => "json",
            Format::CargoJson => "cargo-json",
        }
    }

    /// Whether a person is to read it: then it goes to the error stream, as cargo's diagnostics do.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Human | Format::Short)
    }

    /// Whether it has lines of the sources in it: the others need not wait for these to be read.
    pub fn quotes_sources(self) -> bool {
        matches!(self, Format::Human | Format::CargoJson)
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(format, _)| *format).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// A name that no report format has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Format::ALL.map(|(_, name)| name).join(", ");
        write!(f, "there is no report format `{}`; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownFormat {}

/// How a report for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether terminal colours are wanted.
    pub color: bool,
    /// How many columns there are; a usual number where that is not known.
    pub width: Option<usize>,
}

/// The source files that a report quotes.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, Lines>);

impl Sources {
    /// Reads what an outcome quotes. `read` gets the names that the facts give the files.
    pub fn of(outcome: &Outcome, read: &dyn Fn(&str) -> Option<String>) -> Self {
        let files = outcome.files().into_iter();
        Self(files.filter_map(|file| Some((file.to_owned(), Lines::new(read(file)?)))).collect())
    }

    fn get(&self, file: &str) -> Option<&Lines> {
        self.0.get(file)
    }
}

/// A report in a format. The members are for [`Format::CargoJson`] alone.
pub fn render(format: Format, outcome: &Outcome, sources: &Sources, style: Style, members: &[cargo_json::Member]) -> String {
    match format {
        Format::Human => human::render(outcome, sources, style),
        Format::Short => short::render(outcome, style),
        Format::Json => json::render(outcome),
        Format::CargoJson => cargo_json::render(outcome, sources, members),
    }
}

/// All that fails or warns, in the order that every report has: findings, then gaps.
fn reported(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().chain(&outcome.gaps)
}

/// What somebody has accepted, in words, with the reason.
fn accepted(outcome: &Outcome) -> impl Iterator<Item = String> {
    outcome.suppressed.iter().map(|Suppressed { finding, reason, expires, suppression, .. }| {
        let place = suppression.as_ref().map(|at| format!(" ({}:{})", at.file, at.line)).unwrap_or_default();
        let until = expires.as_ref().map(|date| format!(" until {date}")).unwrap_or_default();
        format!("accepted{until}{place}: {}; the reason: {reason}", finding.message)
    })
}

/// The word for a level. Nothing at [`Level::Allow`] is reported.
fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "note",
    }
}

/// The rule of a finding.
fn rule_of(finding: &Finding) -> Option<&'static Rule> {
    rules::find(finding.rule)
}

#[cfg(test)]
mod tests;
