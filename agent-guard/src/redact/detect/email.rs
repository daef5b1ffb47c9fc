//! E-mail addresses, from the `@` outwards. Not the whole of RFC 5322: no quoted local parts, no comments, as nobody types them.

use super::Span;
use crate::redact::context::is_unspaced;
use crate::redact::text::Text;

/// The most that RFC 5321 allows for a path.
const LONGEST: usize = 254;

/// What ends a file's name rather than a domain's: `icon@2x.png`.
const FILES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "json", "html", "md", "txt", "yml", "yaml", "toml"];

/// An address whose `@` is at `at`.
pub(in crate::redact) fn at(text: Text<'_>, at: usize) -> Option<Span> {
    let local = &text.text[floor(text, at.saturating_sub(LONGEST))..at];
    let is_local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-'".contains(letter) || is_word_letter(letter);
    let kept = local.char_indices().rev().take_while(|(_, letter)| is_local(*letter)).last().map_or(local.len(), |(index, _)| index);
    let local = local[kept..].trim_start_matches(['.', '\'', '-', '%', '+']);
    // `git@host:path` names a repository, and everybody's is called git.
    if local.is_empty() || local.ends_with('.') || (local == "git" && is_repository(text, at)) {
        return None;
    }
    let end = end_of_domain(text, at + 1)?;
    Some(at - local.len()..end)
}

/// Where a domain that begins here ends: labels between dots, and a last one of letters. A label that begins with a capital after one
/// that does not begins the next sentence.
fn end_of_domain(text: Text<'_>, start: usize) -> Option<usize> {
    let rest = &text.text[start..floor(text, start + LONGEST)];
    let is_domain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.' || is_word_letter(letter);
    let length = rest.find(|letter| !is_domain(letter)).unwrap_or(rest.len());
    let (mut position, mut end) = (start, None);
    for (index, label) in rest[..length].split('.').enumerate() {
        let begins_sentence =
            label.starts_with(|first: char| first.is_uppercase()) && !rest.starts_with(|first: char| first.is_uppercase());
        if label.is_empty() || label.starts_with('-') || label.ends_with('-') || (end.is_some() && begins_sentence) {
            break;
        }
        position += label.len();
        let is_top_level = label.starts_with("xn--") || (label.chars().count() >= 2 && label.chars().all(char::is_alphabetic));
        let is_file = FILES.iter().any(|ending| label.eq_ignore_ascii_case(ending));
        if index > 0 && is_top_level {
            end = (!is_file).then_some(position);
        }
        position += 1;
    }
    end
}

/// A letter that can be in an internationalised address, of a script that puts spaces between words.
fn is_word_letter(letter: char) -> bool {
    !letter.is_ascii() && letter.is_alphanumeric() && !is_unspaced(letter)
}

/// The character boundary at or before a position, which may be beyond the text.
fn floor(text: Text<'_>, position: usize) -> usize {
    let mut position = position.min(text.bytes.len());
    while !text.text.is_char_boundary(position) {
        position -= 1;
    }
    position
}

/// Whether a path follows the host, as in `git@host:path`.
fn is_repository(text: Text<'_>, at: usize) -> bool {
    let end = text.end_within(at + 1, LONGEST, |byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
    text.at(end) == Some(b':')
}
