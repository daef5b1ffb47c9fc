//! Comments that suppress: `// agent-guard: allow(AG101) reason, expires 2027-06-30`.
//!
//! A comment is what stands between two tokens. So the text is taken apart by `proc-macro2`, and a string that looks like a comment is
//! never taken for one.

use std::{collections::BTreeSet, str::FromStr};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Wrong;
use crate::{finding::Location, lines::Lines, source};

/// How to write it, for the help.
const FORM: &str = "write it as `// agent-guard: allow(AG101) reason, expires 2027-06-30`, the date if it shall end";

/// How people write suppressions for one tool or another. Only `allow` is ours; the others are reported, so that nobody relies on them.
const VERBS: [&str; 7] = ["allow", "deny", "disable", "expect", "ignore", "skip", "suppress"];

/// A comment that means to suppress.
pub(super) struct Comment {
    /// Where it stands.
    pub(super) location: Location,
    /// The lines that it is about: its own, or those of the statement that follows where it stands alone.
    pub(super) covers: BTreeSet<u32>,
    /// What it says.
    pub(super) parsed: Result<Allow, Wrong>,
}

/// What a comment allows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Allow {
    /// Rules as written.
    pub(super) rules: Vec<String>,
    /// Why.
    pub(super) reason: String,
    /// The date as written; empty for none.
    pub(super) expires: String,
}

/// A token.
struct Piece {
    start: usize,
    end: usize,
    is_attribute: bool,
    /// The brackets around it, of any kind. A bracket itself stands outside.
    depth: usize,
    /// The braces around it.
    braces: usize,
    kind: PieceKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    Let,
    Semicolon,
    Comma,
    OpeningBrace,
    ClosingBracket,
    Other,
}

/// The comments of a file that mean to suppress, in their order.
pub(super) fn suppressions_in(file: &str, text: &str) -> Vec<Comment> {
    if !source::may_suppress(text) {
        return Vec::new();
    }
    let text = without_shebang(text);
    let lines = Lines::new(text);
    // `proc-macro2` takes the byte order mark off, and counts from behind it.
    let mark = lines.text().len() - lines.text().trim_start_matches('\u{feff}').len();
    let Some(pieces) = pieces(&lines.text()[mark..], mark) else {
        if !lines.text().contains("agent-guard: allow(") {
            return Vec::new();
        }
        let location = Location { file: file.to_owned(), line: 1, column: 1, end_line: 1, end_column: 1 };
        let wrong = Wrong::new(
            "the comments of this file cannot be told from its code",
            "use `#[agent_guard::allow(…)]` on the item, or a `[[waiver]]` in `agent-guard.toml`",
        );
        return vec![Comment { location, covers: BTreeSet::new(), parsed: Err(wrong) }];
    };

    let mut found = Vec::new();
    let mut behind = mark;
    for at in 0..=pieces.len() {
        let gap_end = pieces.get(at).map_or(lines.text().len(), |piece| piece.start);
        if gap_end > behind {
            for (start, comment) in comments_between(lines.text(), behind, gap_end) {
                let Some(parsed) = parse(comment) else { continue };
                let (line, column) = lines.line_and_column(start);
                let (end_line, end_column) = lines.line_and_column(start + comment.len());
                let mut covers = match at.checked_sub(1).map(|before| lines.line_and_column(pieces[before].end).0) {
                    Some(code) if code == line => BTreeSet::from([line]),
                    _ => statement_lines(&lines, &pieces[at..]),
                };
                covers.extend(covers.is_empty().then_some(line));
                found.push(Comment { location: Location { file: file.to_owned(), line, column, end_line, end_column }, covers, parsed });
            }
        }
        if let Some(piece) = pieces.get(at) {
            behind = behind.max(piece.end);
        }
    }
    found
}

/// The text with blanks for a first line that is for the shell.
fn without_shebang(text: &str) -> String {
    let is_shebang = text.starts_with("#!") && !text[2..].trim_start().starts_with('[');
    match text.find('\n') {
        Some(end) if is_shebang => format!("{}{}", " ".repeat(end), &text[end..]),
        _ => text.to_owned(),
    }
}

/// The tokens of a text in their order, shifted by `base`. `None` where it cannot be taken apart.
fn pieces(text: &str, base: usize) -> Option<Vec<Piece>> {
    let tokens = TokenStream::from_str(text).ok()?;
    let mut pieces = Vec::new();
    collect(tokens, &Surroundings::default(), &mut pieces);
    // The spans of this thread's files are kept until told otherwise, and nobody needs them any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    for piece in &mut pieces {
        piece.start += base;
        piece.end += base;
    }
    Some(pieces)
}

/// What stands around tokens.
#[derive(Clone, Copy, Default)]
struct Surroundings {
    is_attribute: bool,
    depth: usize,
    braces: usize,
}

fn collect(tokens: TokenStream, around: &Surroundings, pieces: &mut Vec<Piece>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is_punct = |at: usize, wanted: char| matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    let is_brackets = |at: usize| matches!(trees.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket);
    let mut attribute_end = 0;
    for (at, tree) in trees.iter().enumerate() {
        if is_punct(at, '#') {
            let brackets = at + 1 + usize::from(is_punct(at + 1, '!'));
            if is_brackets(brackets) {
                attribute_end = brackets + 1;
            }
        }
        let here = Surroundings { is_attribute: around.is_attribute || at < attribute_end, ..*around };
        let piece = |span: proc_macro2::Span, kind: PieceKind| {
            let range = span.byte_range();
            let Surroundings { is_attribute, depth, braces } = here;
            Piece { start: range.start, end: range.end, is_attribute, depth, braces, kind }
        };
        match tree {
            TokenTree::Group(group) => {
                let is_braces = group.delimiter() == Delimiter::Brace;
                let kind = if is_braces { PieceKind::OpeningBrace } else { PieceKind::Other };
                pieces.push(piece(group.span_open(), kind));
                let inside = Surroundings { depth: here.depth + 1, braces: here.braces + usize::from(is_braces), ..here };
                collect(group.stream(), &inside, pieces);
                pieces.push(piece(group.span_close(), PieceKind::ClosingBracket));
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => pieces.push(piece(punct.span(), PieceKind::Semicolon)),
            TokenTree::Punct(punct) if punct.as_char() == ',' => pieces.push(piece(punct.span(), PieceKind::Comma)),
            TokenTree::Ident(name) if name == "let" => pieces.push(piece(name.span(), PieceKind::Let)),
            other => pieces.push(piece(other.span(), PieceKind::Other)),
        }
    }
}

/// The lines of the statement, match arm, field or argument that the pieces begin with, as far as the first block in it. None where a
/// block ends first. An attribute belongs to the code that it stands on.
///
/// A method chain is often broken over lines, and a call stands where its name does. Blocks are left out, those of closures too: who
/// allows a statement has not looked at all that a block in it does.
fn statement_lines(lines: &Lines, pieces: &[Piece]) -> BTreeSet<u32> {
    let mut code = pieces.iter().filter(|piece| !piece.is_attribute).peekable();
    let mut covered = BTreeSet::new();
    let Some(first) = code.peek().filter(|first| first.kind != PieceKind::ClosingBracket) else { return covered };
    let (depth, braces, is_let) = (first.depth, first.braces, first.kind == PieceKind::Let);
    for piece in code {
        // The bracket that closes what is around the statement ends it.
        if piece.depth < depth {
            break;
        }
        if piece.braces == braces {
            covered.insert(lines.line_and_column(piece.start).0);
        }
        let is_end = match piece.kind {
            PieceKind::Semicolon | PieceKind::OpeningBrace => true,
            // The commas of a type stand outside all brackets.
            PieceKind::Comma => !is_let,
            PieceKind::Let | PieceKind::ClosingBracket | PieceKind::Other => false,
        };
        if is_end && piece.depth == depth {
            break;
        }
    }
    covered
}

/// The comments in a part of the text that has nothing but comments and blanks, with where they start.
fn comments_between(text: &str, start: usize, end: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment_length(rest)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        found.push((at, rest[..length].trim_end()));
        at += length;
    }
    found
}

/// The length of the block comment that the text starts with. They nest.
fn block_comment_length(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    text.len()
}

/// What a comment allows. `None` for a comment that is about something else.
fn parse(comment: &str) -> Option<Result<Allow, Wrong>> {
    let (text, is_block) = match comment.strip_prefix("//") {
        Some(text) => (text.trim(), false),
        None => (comment.trim_start_matches("/*").trim_end_matches("*/").trim(), true),
    };
    let rest = text.strip_prefix("agent-guard").or_else(|| text.strip_prefix("agent_guard"))?.trim_start();
    let verb = rest.trim_start_matches([':', ' ']);
    // Prose about us is no suppression; what begins like one is, in whatever form.
    let names_a_rule = verb.split_once('(').is_some_and(|(word, rules)| {
        word.chars().all(|c| c.is_ascii_alphabetic()) && rules.starts_with("AG") && rules[2..].starts_with(|c: char| c.is_ascii_digit())
    });
    if !names_a_rule && !VERBS.iter().any(|known| verb.starts_with(known)) {
        return None;
    }
    if is_block || !text.starts_with("agent-guard: ") {
        return Some(Err(Wrong::new("this comment does not have the form of a suppression", FORM)));
    }
    Some(parse_allow(&text["agent-guard: ".len()..]))
}

/// `allow(AG101, AG102) reason, expires 2027-06-30`
fn parse_allow(text: &str) -> Result<Allow, Wrong> {
    let malformed = || Wrong::new("this comment does not have the form of a suppression", FORM);
    let (rules, rest) = text.trim_start().strip_prefix("allow(").and_then(|rest| rest.split_once(')')).ok_or_else(malformed)?;
    let rules: Vec<String> = rules.split(',').map(|rule| rule.trim().to_owned()).collect();
    if rules.iter().any(String::is_empty) {
        return Err(malformed());
    }
    let rest = rest.trim();
    let (reason, expires) = match rest.rsplit_once("expires") {
        // Only at the end and after a comma: "until the trial expires" is a reason.
        Some((reason, date)) if is_end_of_reason(reason) && !date.trim().contains(' ') => {
            (reason.trim().trim_end_matches(','), date.trim())
        }
        _ => (rest, ""),
    };
    if rest.ends_with("expires") && expires.is_empty() && is_end_of_reason(rest.trim_end_matches("expires")) {
        return Err(Wrong::new("this suppression says that it expires, and not when", FORM));
    }
    Ok(Allow { rules, reason: reason.trim().to_owned(), expires: expires.to_owned() })
}

fn is_end_of_reason(reason: &str) -> bool {
    let reason = reason.trim_end();
    reason.is_empty() || reason.ends_with(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The comments of a text: line, first covered line, and what is allowed or wrong.
    fn found(text: &str) -> Vec<(u32, u32, Result<Allow, String>)> {
        let comments = suppressions_in("a.rs", text).into_iter();
        let first = |covers: &BTreeSet<u32>| covers.first().copied().unwrap_or_default();
        comments.map(|comment| (comment.location.line, first(&comment.covers), comment.parsed.map_err(|wrong| wrong.message))).collect()
    }

    /// The lines that the first comment of a text covers.
    fn covered(text: &str) -> Vec<u32> {
        suppressions_in("a.rs", text).remove(0).covers.into_iter().collect()
    }

    fn allow(rules: &[&str], reason: &str, expires: &str) -> Result<Allow, String> {
        let rules = rules.iter().map(|&rule| rule.to_owned()).collect();
        Ok(Allow { rules, reason: reason.to_owned(), expires: expires.to_owned() })
    }

    #[test]
    fn a_comment_behind_code_covers_its_line() {
        let text = "fn f() {\n    read(); // agent-guard: allow(AG101) a cache, expires 2027-06-30\n    read();\n}\n";
        assert_eq!(found(text), [(2, 2, allow(&["AG101"], "a cache", "2027-06-30"))]);
    }

    #[test]
    fn a_comment_alone_covers_the_next_line_with_code() {
        let text =
            "fn f() {\n    // agent-guard: allow(AG101, AG102) a cache\n    // of nothing personal\n\n    #[cfg(unix)]\n    read();\n}\n";
        assert_eq!(found(text), [(2, 6, allow(&["AG101", "AG102"], "a cache", ""))]);
    }

    #[test]
    fn a_comment_alone_covers_the_whole_chain_and_no_block_in_it() {
        let chain = "fn f() {\n    // agent-guard: allow(AG101) x\n    let a: Map<K, V> = memory\n        .get(\n            key,\n        )\n        .map(|a| {\n            memory.get(a)\n        });\n    memory.get(b);\n}\n";
        assert_eq!(covered(chain), [3, 4, 5, 6, 7, 9]);
        let arms = "fn f() {\n    match a {\n        // agent-guard: allow(AG101) x\n        A => memory\n            .get(a),\n        B => memory.get(b),\n    }\n}\n";
        assert_eq!(covered(arms), [4, 5]);
        let head =
            "fn f() {\n    // agent-guard: allow(AG101) x\n    for a in memory\n        .all()\n    {\n        memory.get(a);\n    }\n}\n";
        assert_eq!(covered(head), [3, 4, 5]);
        let inside =
            "fn f() {\n    memory\n        // agent-guard: allow(AG101) x\n        .get(a)\n        .unwrap();\n    memory.get(b);\n}\n";
        assert_eq!(covered(inside), [4, 5]);
        let last = "fn f() {\n    g();\n    // agent-guard: allow(AG101) x\n}\nfn h() {}\n";
        assert_eq!(covered(last), [3], "nothing follows that it could be about");
    }

    #[test]
    fn a_string_is_no_comment() {
        let text = "fn f() {\n    g(\"// agent-guard: allow(AG101) x\");\n    g(r#\"\n// agent-guard: allow(AG101) y\n\"#);\n    /// agent-guard: allow(AG101) z\n    fn h() {}\n}\n";
        assert_eq!(found(text), []);
    }

    #[test]
    fn prose_about_us_is_no_suppression() {
        assert_eq!(found("// agent-guard is quick\n// see agent-guard: allow(AG101) x\nfn f() {}\n"), []);
        assert_eq!(found("// agent-guard: this one asks first\nfn f() {}\n"), []);
    }

    #[test]
    fn what_nearly_is_one_is_malformed() {
        let message = "this comment does not have the form of a suppression";
        for text in [
            "// agent-guard: allow AG101 x",
            "// agent-guard: allow() x",
            "// agent-guard: deny(AG101) x",
            "// agent-guard: ignore",
            "// agent-guard allow(AG101) x",
            "// agent_guard: allow(AG101) x",
            "// agent_guard::allow(AG101) x",
            "// agent-guard:allow(AG101) x",
            "/* agent-guard: allow(AG101) x */",
        ] {
            let found = found(&format!("{text}\nfn f() {{}}\n"));
            assert_eq!(found, [(1, 2, Err(message.to_owned()))], "{text}");
        }
    }

    #[test]
    fn expires_in_a_reason_is_no_date() {
        assert_eq!(
            found("// agent-guard: allow(AG101) until the trial expires\nfn f() {}\n"),
            [(1, 2, allow(&["AG101"], "until the trial expires", ""))]
        );
        assert_eq!(
            found("// agent-guard: allow(AG101) a trial, expires soon\nfn f() {}\n"),
            [(1, 2, allow(&["AG101"], "a trial", "soon"))]
        );
        let wrong = Err("this suppression says that it expires, and not when".to_owned());
        assert_eq!(found("// agent-guard: allow(AG101) a trial, expires\nfn f() {}\n"), [(1, 2, wrong)]);
    }

    #[test]
    fn a_shebang_a_byte_order_mark_and_wide_letters_do_not_shift_lines() {
        let text = "#!/usr/bin/env run-cargo-script\nfn f() { g(\"名前\") } // agent-guard: allow(AG101) 理由\n";
        assert_eq!(found(text), [(2, 2, allow(&["AG101"], "理由", ""))]);
        let text = "\u{feff}fn f() {} // agent-guard: allow(AG101) x\n";
        assert_eq!(found(text), [(1, 1, allow(&["AG101"], "x", ""))]);
        let location = suppressions_in("a.rs", text).remove(0).location;
        assert_eq!((location.column, location.end_column), (11, 41));
    }

    #[test]
    fn block_comments_nest_and_hide_what_is_in_them() {
        assert_eq!(found("/* a /* b */ // agent-guard: allow(AG101) x\n*/ fn f() {}\n"), []);
    }

    #[test]
    fn a_file_that_cannot_be_taken_apart_suppresses_nothing() {
        let found = found("fn f( { // agent-guard: allow(AG101) x\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].2.is_err());
    }
}
