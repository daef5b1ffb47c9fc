//! Lines as cargo prints them under `--message-format json`, so that editors show findings as they show the compiler's.
//!
//! The structs are our own: those of `cargo_metadata` can only be read. A test reads what these write back with it.

use serde::Serialize;

use super::{Sources, Style, human, reported, word};
use crate::{
    finding::{Finding, Location, Step},
    outcome::Outcome,
};

/// A package of the workspace, as `cargo metadata` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The package's name.
    pub name: String,
    /// cargo's id of it.
    pub id: String,
    /// The path of its manifest.
    pub manifest_path: String,
    /// Its targets.
    pub targets: Vec<Target>,
}

/// A target of a package, as `cargo metadata` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// `lib`, `bin` …
    pub kind: Vec<String>,
    /// `lib`, `bin` …
    pub crate_types: Vec<String>,
    /// Its name.
    pub name: String,
    /// The path of its root source file.
    pub src_path: String,
    /// `2024`
    pub edition: String,
    /// Whether it is documented.
    pub doc: bool,
    /// Whether it has documentation tests.
    pub doctest: bool,
    /// Whether it has tests.
    pub test: bool,
}

#[derive(Serialize)]
struct CompilerMessage<'a> {
    reason: &'static str,
    package_id: &'a str,
    manifest_path: &'a str,
    target: &'a Target,
    message: Diagnostic<'a>,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    #[serde(rename = "$message_type", skip_serializing_if = "Option::is_none")]
    message_type: Option<&'static str>,
    message: &'a str,
    code: Option<Code>,
    level: &'static str,
    spans: Vec<Span<'a>>,
    children: Vec<Diagnostic<'a>>,
    rendered: Option<String>,
}

#[derive(Serialize)]
struct Code {
    code: &'static str,
    explanation: Option<String>,
}

#[derive(Serialize)]
struct Span<'a> {
    file_name: &'a str,
    byte_start: usize,
    byte_end: usize,
    line_start: u32,
    line_end: u32,
    column_start: u32,
    column_end: u32,
    is_primary: bool,
    text: Vec<Line<'a>>,
    label: Option<&'a str>,
    suggested_replacement: Option<&'a str>,
    suggestion_applicability: Option<&'a str>,
    expansion: Option<&'a str>,
}

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    highlight_start: usize,
    highlight_end: usize,
}

/// The report: a line for each finding and gap. Nothing where the workspace has no member, which cargo does not let happen.
pub fn render(outcome: &Outcome, sources: &Sources, members: &[Member]) -> String {
    let mut out = String::new();
    for finding in reported(outcome) {
        let Some((member, target)) = origin(finding, members) else { continue };
        let message = CompilerMessage {
            reason: "compiler-message",
            package_id: &member.id,
            manifest_path: &member.manifest_path,
            target,
            message: diagnostic(finding, sources),
        };
        out.push_str(&serde_json::to_string(&message).expect("a message has string keys only"));
        out.push('\n');
    }
    out
}

/// The package and target that a finding is of. What is of none (a waiver, a store that was never called) goes to the first.
fn origin<'m>(finding: &Finding, members: &'m [Member]) -> Option<(&'m Member, &'m Target)> {
    let member = members.iter().find(|member| member.name == finding.package).or(members.first())?;
    let target = member.targets.iter().find(|target| target.name.replace('-', "_") == finding.krate).or(member.targets.first())?;
    Some((member, target))
}

fn diagnostic<'a>(finding: &'a Finding, sources: &'a Sources) -> Diagnostic<'a> {
    let primary = finding.location.as_ref().map(|location| span(location, Some(&finding.label), true, sources));
    let related = finding.related.iter().filter_map(|step| Some(span(step.location.as_ref()?, Some(&step.message), false, sources)));
    let notes = finding.notes.iter().map(|note| child("note", note, None, sources));
    let help = finding.help.iter().map(|help| child("help", help, None, sources));
    let steps = finding.trace.iter().map(|Step { location, message }| child("note", message, location.as_ref(), sources));
    Diagnostic {
        message_type: Some("diagnostic"),
        message: &finding.message,
        code: Some(Code { code: finding.rule, explanation: super::rule_of(finding).map(|rule| rule.page()) }),
        level: word(finding.level),
        spans: primary.into_iter().chain(related).collect(),
        children: notes.chain(help).chain(steps).collect(),
        rendered: Some(format!("{}\n\n", human::render_finding(finding, sources, Style::default()))),
    }
}

fn child<'a>(level: &'static str, message: &'a str, location: Option<&'a Location>, sources: &'a Sources) -> Diagnostic<'a> {
    let spans = location.map(|location| span(location, None, true, sources)).into_iter().collect();
    Diagnostic { message_type: None, message, code: None, level, spans, children: Vec::new(), rendered: None }
}

/// A span. Where the file cannot be read, the bytes and the text are not known, and lines and columns must do.
fn span<'a>(location: &'a Location, label: Option<&'a str>, is_primary: bool, sources: &'a Sources) -> Span<'a> {
    let lines = sources.get(&location.file);
    let bytes = lines.and_then(|lines| lines.range(location)).unwrap_or(0..0);
    let quoted = (location.line..=location.end_line.max(location.line)).filter_map(|number| {
        let text = lines?.line(number)?;
        let length = text.chars().count() + 1;
        let start = if number == location.line { location.column as usize } else { 1 };
        let end = if number == location.end_line { location.end_column as usize } else { length };
        Some(Line { text, highlight_start: start.min(length), highlight_end: end.min(length) })
    });
    Span {
        file_name: &location.file,
        byte_start: bytes.start,
        byte_end: bytes.end,
        line_start: location.line,
        line_end: location.end_line,
        column_start: location.column,
        column_end: location.end_column,
        is_primary,
        text: quoted.collect(),
        label,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}
