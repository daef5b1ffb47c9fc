//! What a person reads: rustc's look, drawn by rustc's own renderer.
//!
//! ```text
//! error[AG101]: `Connection::query_row` reads `memories` in `rusqlite` without consent
//!   --> src/agent.rs:41:18
//!    |
//! 41 |     let row = memory.query_row(…)?;
//!    |               ^^^^^^^^^^^^^^^^^^^ needs a `Consent<Recall>`, and on some path none is held
//!    |
//!    = help: …
//!    = note: `cargo agent-guard explain AG101` …
//! note: the path
//!   --> src/main.rs:7:5
//! ```

use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Kind, Origin, Renderer, Snippet, normalize_untrusted_str};
use rayon::prelude::*;

use super::{Sources, Style, accepted, reported, rule_of};
use crate::{
    finding::{Finding, Level, Location, Step},
    lines::Lines,
    outcome::Outcome,
};

/// The columns where nobody said how many there are: as rustc has it.
const USUAL_WIDTH: usize = 140;

/// Steps of a path that are shown at its beginning and at its end; those between them are counted.
const STEPS_AT_EACH_END: usize = 5;

/// The report. The last line counts what was looked at.
pub fn render(outcome: &Outcome, sources: &Sources, style: Style) -> String {
    let reported: Vec<&Finding> = reported(outcome).collect();
    let rendered: Vec<String> = reported.into_par_iter().map(|finding| render_finding(finding, sources, style)).collect();
    let mut out: String = rendered.iter().flat_map(|finding| [finding.as_str(), "\n\n"]).collect();
    let accepted = accepted(outcome).map(|text| Kind::NOTE.secondary_title(clean(&text)));
    let notices = outcome.notices.iter().map(|text| Kind::WARNING.secondary_title(clean(text)));
    for title in accepted.chain(notices) {
        out.push_str(&renderer(style).render(&[Group::with_title(title)]));
        out.push_str("\n\n");
    }
    out.push_str(&outcome.summary());
    out.push('\n');
    out
}

/// One finding, without a line end behind it.
pub fn render_finding(finding: &Finding, sources: &Sources, style: Style) -> String {
    let kind = match finding.level {
        Level::Deny => Kind::ERROR,
        Level::Warn => Kind::WARNING,
        Level::Allow => Kind::NOTE,
    };
    let title = kind.primary_title(clean(&finding.message)).id(finding.rule);
    let mut group = Group::with_title(title).elements(primary(finding, sources));
    for note in &finding.notes {
        group = group.element(Kind::NOTE.message(clean(note)));
    }
    for help in &finding.help {
        group = group.element(Kind::HELP.message(clean(help)));
    }
    group = group.element(Kind::NOTE.message(explanation(finding)));
    let mut report = vec![group];
    report.extend(path(finding, sources));
    renderer(style).render(&report)
}

fn renderer(style: Style) -> Renderer {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(style.width.unwrap_or(USUAL_WIDTH))
}

/// The place of the finding, and what else is marked beside it.
fn primary<'s>(finding: &Finding, sources: &'s Sources) -> Vec<Element<'s>> {
    let Some(location) = &finding.location else {
        return finding.related.iter().map(|step| Kind::NOTE.message(clean(&step.message)).into()).collect();
    };
    let Some((lines, range)) = excerpt(location, sources) else {
        let mut elements = vec![origin(location), Kind::NOTE.message(clean(&finding.label)).into()];
        elements.extend(finding.related.iter().flat_map(|step| unquoted(step, "")));
        return elements;
    };
    let mut marks = vec![Mark { kind: AnnotationKind::Primary, range, label: clean(&finding.label) }];
    let mut elsewhere = Vec::new();
    for step in &finding.related {
        let beside = step.location.as_ref().filter(|beside| beside.file == location.file).and_then(|beside| excerpt(beside, sources));
        match beside {
            Some((_, range)) => marks.push(Mark { kind: AnnotationKind::Context, range, label: clean(&step.message) }),
            None => elsewhere.extend(unquoted(step, "")),
        }
    }
    let mut elements = vec![marked(&location.file, lines, marks)];
    elements.extend(elsewhere);
    elements
}

/// How the access is reached: its steps, numbered, each at its place. Nothing where the only step is the finding's own place.
fn path<'s>(finding: &Finding, sources: &'s Sources) -> Option<Group<'s>> {
    let steps = &finding.trace;
    let is_here = |step: &Step| step.location == finding.location;
    if steps.iter().all(is_here) {
        return None;
    }
    let mut group = Group::with_title(Kind::NOTE.secondary_title("it is reached this way"));
    let folded = steps.len().saturating_sub(2 * STEPS_AT_EACH_END);
    let numbered: Vec<(usize, &Step)> = steps.iter().enumerate().map(|(at, step)| (at + 1, step)).collect();
    if folded == 0 {
        return Some(group.elements(quoted(&numbered, sources)));
    }
    let (first, rest) = numbered.split_at(STEPS_AT_EACH_END);
    let (between, last) = rest.split_at(folded);
    group = group.elements(quoted(first, sources));
    let (from, to) = (between[0].0, between[folded - 1].0);
    let between = if folded == 1 { format!("… step {from} …") } else { format!("… steps {from} to {to} …") };
    Some(group.element(Kind::NOTE.message(between)).elements(quoted(last, sources)))
}

/// Steps as excerpts: those that follow each other in one file share one.
fn quoted<'s>(steps: &[(usize, &Step)], sources: &'s Sources) -> Vec<Element<'s>> {
    let mut elements = Vec::new();
    for run in steps.chunk_by(|(_, a), (_, b)| file_of(a) == file_of(b)) {
        let mut excerpt_of: Option<(&Location, &'s Lines)> = None;
        let mut marks = Vec::new();
        for (number, step) in run {
            let place = step.location.as_ref();
            match place.and_then(|location| Some((location, excerpt(location, sources)?))) {
                Some((location, (lines, range))) => {
                    excerpt_of = Some((location, lines));
                    let kind = if marks.is_empty() { AnnotationKind::Primary } else { AnnotationKind::Context };
                    marks.push(Mark { kind, range: first_line(lines, range), label: format!("{number}. {}", clean(&step.message)) });
                }
                None => elements.extend(unquoted(step, &format!("{number}. "))),
            }
        }
        elements.extend(excerpt_of.map(|(location, lines)| marked(&location.file, lines, marks)));
    }
    elements
}

/// A place that is marked in an excerpt.
struct Mark {
    kind: AnnotationKind,
    range: std::ops::Range<usize>,
    label: String,
}

/// Lines of a file with marks. The renderer gets no others: it goes through all that it is given, for each finding.
fn marked<'s>(file: &str, lines: &'s Lines, marks: Vec<Mark>) -> Element<'s> {
    let first = marks.iter().map(|mark| mark.range.start).min().unwrap_or(0);
    let end = marks.iter().map(|mark| mark.range.end).max().unwrap_or(0);
    let (line, bytes) = lines.around(first..end);
    let within = |at: usize| at - bytes.start;
    let marks = marks.into_iter().map(|mark| mark.kind.span(within(mark.range.start)..within(mark.range.end)).label(mark.label));
    Snippet::source(&lines.text()[bytes.clone()]).line_start(line).path(file.to_owned()).annotations(marks).into()
}

fn file_of(step: &Step) -> Option<&str> {
    step.location.as_ref().map(|location| location.file.as_str())
}

/// A step whose source is not at hand.
fn unquoted<'s>(step: &Step, number: &str) -> Vec<Element<'s>> {
    let place = step.location.as_ref().map(|location| format!(" ({}:{}:{})", location.file, location.line, location.column));
    vec![Kind::NOTE.message(clean(&format!("{number}{}{}", step.message, place.unwrap_or_default()))).into()]
}

/// A place without its source.
fn origin<'s>(location: &Location) -> Element<'s> {
    Origin::path(location.file.clone()).line(location.line as usize).char_column(location.column as usize).into()
}

/// The text that a location is in, and its bytes there.
fn excerpt<'s>(location: &Location, sources: &'s Sources) -> Option<(&'s Lines, std::ops::Range<usize>)> {
    let lines = sources.get(&location.file)?;
    let range = lines.range(location)?;
    Some((lines, range))
}

/// A range as far as its first line goes: a step that is a whole function is marked by its header.
fn first_line(lines: &Lines, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let text = &lines.text()[range.clone()];
    let end = text.find('\n').map_or(range.end, |end| range.start + text[..end].trim_end().len());
    range.start..end
}

/// Where to read more, and how to accept the finding.
fn explanation(finding: &Finding) -> String {
    let code = finding.rule;
    // A dependency's source is not the user's to write in.
    let is_elsewhere = finding.location.as_ref().is_some_and(|location| Path::new(&location.file).is_absolute());
    match rule_of(finding) {
        Some(_) if is_elsewhere => {
            format!("`cargo agent-guard explain {code}` says more; a `[[waiver]]` with `package = \"{}\"` accepts it", finding.package)
        }
        Some(rule) if rule.may_be_allowed_in_the_source() => {
            format!("`cargo agent-guard explain {code}` says more; `// agent-guard: allow({code}) the reason` on a line above accepts it")
        }
        _ => format!("`cargo agent-guard explain {code}` says more"),
    }
}

/// Text out of the checked code, without what could move the cursor.
fn clean(text: &str) -> String {
    normalize_untrusted_str(text)
}
