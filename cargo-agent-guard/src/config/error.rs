//! What is wrong with a policy, at its line.

use std::{fmt, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::lines::Lines;

/// A policy that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    text: String,
    range: Range<usize>,
}

impl PolicyError {
    pub(super) fn new(path: &str, lines: &Lines, range: Range<usize>, message: impl Into<String>, help: Option<String>) -> Self {
        let (line, column) = lines.line_and_column(range.start);
        Self { path: path.to_owned(), line, column, message: message.into(), help, text: lines.text().to_owned(), range }
    }

    /// An error of the TOML reader: of the syntax, or of a key or value that is not expected there.
    pub(super) fn of_toml(path: &str, lines: &Lines, error: &toml::de::Error) -> Self {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        let help = suggestion(&message);
        Self::new(path, lines, range, message, help)
    }

    /// The error as a person reads it: rustc's look, with the line.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let snippet =
            Snippet::source(self.text.as_str()).path(self.path.as_str()).annotation(AnnotationKind::Primary.span(self.first_line()));
        let mut group = Group::with_title(Level::ERROR.primary_title(normalize_untrusted_str(&self.message))).element(snippet);
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        renderer.render(&[group])
    }

    /// The range as far as its first line goes: a whole table need not be shown.
    fn first_line(&self) -> Range<usize> {
        let end = self.range.end.min(self.text.len());
        let start = self.range.start.min(end);
        let length = self.text[start..end].find('\n').unwrap_or(end - start);
        start..start + length
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for PolicyError {}

/// What may have been meant, where the reader names what it got and what it expected.
fn suggestion(message: &str) -> Option<String> {
    if message.starts_with("invalid type") {
        let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
        let form = match expected {
            "a sequence" => "write a list: `[\"…\"]`",
            "a string" => "write a text in quotes: `\"…\"`",
            "a boolean" => "write `true` or `false`",
            _ => "write a table: `key = \"…\"` below a `[header]`",
        };
        return Some(form.to_owned());
    }
    if message.starts_with("missing field") {
        let help = match message.split('`').nth(1) {
            Some("store") => "an `[[api]]` has `store`, and its requests: `read`, `write`, `read-write`, `erase`, `send-to-llm`",
            Some("package" | "kind") => "a `[[catalogue]]` has `package` and `kind`, a `[[deps.harmless]]` `package` and `reason`",
            _ => "a `[[waiver]]` has `rule`, where it applies, `reason` and `expires`; a `[[deps.harmless]]` has `package` and `reason`",
        };
        return Some(help.to_owned());
    }
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let written = names.next()?;
    let near = names.max_by(|a, b| strsim::jaro_winkler(a, written).total_cmp(&strsim::jaro_winkler(b, written)))?;
    (strsim::jaro_winkler(near, written) > 0.75).then(|| format!("did you mean `{near}`?"))
}
