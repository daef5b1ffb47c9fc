//! Dates of birth: dates in the forms of several languages, where the words around say that somebody was born then.

use super::Span;
use crate::redact::context::{self, Context};
use crate::redact::shape::end_of_shape;
use crate::redact::text::Text;

/// Dates of digits alone. Which of the first two is the month differs; both may be.
#[rustfmt::skip]
const NUMERIC: &[&str] = &[
    "dddd-dd-dd", "dddd/dd/dd", "dddd.dd.dd", "dddd/d/d", "dddd-d-d", "dddd/dd/d", "dddd/d/dd", "dd.dd.dddd", "dd/dd/dddd", "dd-dd-dddd",
    "d.d.dddd", "d/d/dddd", "dd.d.dddd", "d.dd.dddd", "dd/d/dddd", "d/dd/dddd", "dd. dd. dddd", "d. d. dddd", "dd.dd.dd", "dd/dd/dd",
    "dddddddd", "dddd年d月d日", "dddd年dd月d日", "dddd年d月dd日", "dddd年dd月dd日", "dddd년 d월 d일", "dddd년 dd월 d일", "dddd년 d월 dd일",
    "dddd년 dd월 dd일",
];

/// Names of months, in lower case, also as they are declined and cut short.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    // English
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    // German
    "januar", "jänner", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
    // French
    "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    // Spanish
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre", "noviembre",
    "diciembre",
    // Italian
    "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
    // Portuguese
    "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro", "dezembro",
    // Dutch
    "januari", "februari", "maart", "mei", "augustus",
    // Polish
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    // Russian
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
];

/// A date of birth of which a digit is at `start`: its first one, or the day's after the name of the month.
pub(in crate::redact) fn birth(text: Text<'_>, start: usize) -> Option<Span> {
    let span = numeric(text, start).or_else(|| day_first(text, start)).or_else(|| month_first(text, start))?;
    let is_birth = context::is_before(text, span.start, Context::Birth) || context::is_birth_after(text, span.end);
    is_birth.then_some(span)
}

fn numeric(text: Text<'_>, start: usize) -> Option<Span> {
    let is_date = |end: &usize| {
        let mut numbers = text.text[start..*end].split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse::<u32>().ok());
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(whole), None, None) => is_calendar(whole / 10_000, whole / 100 % 100, whole % 100),
            (Some(first), Some(second), Some(third)) if first > 31 => is_calendar(first, second, third),
            (Some(first), Some(second), Some(third)) => {
                let year = if third < 100 { 1900 + third } else { third };
                is_calendar(year, first, second) || is_calendar(year, second, first)
            }
            _ => false,
        }
    };
    if !text.starts_number(start) {
        return None;
    }
    let ends = NUMERIC.iter().filter_map(|shape| end_of_shape(text, start, shape));
    ends.filter(|end| text.ends_number(*end)).filter(is_date).max().map(|end| start..end)
}

fn is_calendar(year: u32, month: u32, day: u32) -> bool {
    (1850..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// `17 May 1990`, `17. Mai 1990`, `17 de mayo de 1990`, `1er mai 1990`.
fn day_first(text: Text<'_>, start: usize) -> Option<Span> {
    if !text.starts_number(start) {
        return None;
    }
    let day = text.end_within(start, 3, |byte| byte.is_ascii_digit());
    let (written, rest) = (&text.text[start..day], &text.text[day..]);
    let is_day = written.parse().is_ok_and(|day: u32| (1..=31).contains(&day));
    let rest = without_any(rest, &["st", "nd", "rd", "th", "er", "º", "°", "."]);
    let rest = without_any(rest.trim_start_matches(' '), &["of ", "de ", "di "]);
    let length = rest.find(|it: char| !it.is_alphabetic()).unwrap_or(rest.len());
    if !is_day || !is_month(&rest[..length]) {
        return None;
    }
    let rest = without_any(&rest[length..], &[".", ","]);
    let rest = without_any(rest.trim_start_matches(' '), &["de ", "del ", "of "]);
    let end = end_of_year(text, text.bytes.len() - rest.len())?;
    Some(start..end)
}

/// `May 17, 1990`, `May 17th 1990`: the digit is the day's.
fn month_first(text: Text<'_>, start: usize) -> Option<Span> {
    let before = text.text[..start].strip_suffix(' ')?;
    let before = before.strip_suffix('.').unwrap_or(before);
    // No name of a month is longer than this, in bytes.
    let mut floor = before.len().saturating_sub(24);
    while !before.is_char_boundary(floor) {
        floor += 1;
    }
    let length = before[floor..].chars().rev().take_while(|it| it.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let day = text.end_within(start, 3, |byte| byte.is_ascii_digit());
    let is_day = text.text[start..day].parse().is_ok_and(|day: u32| (1..=31).contains(&day));
    if !is_day || !is_month(&before[before.len() - length..]) {
        return None;
    }
    let rest = without_any(&text.text[day..], &["st", "nd", "rd", "th"]);
    let rest = without_any(rest, &[","]).trim_start_matches(' ');
    let end = end_of_year(text, text.bytes.len() - rest.len())?;
    Some(before.len() - length..end)
}

fn is_month(word: &str) -> bool {
    // A sentence has few words that are as short and begin like that, so lower-casing is seldom done in vain.
    (3..=24).contains(&word.len()) && MONTHS.contains(&word.to_lowercase().as_str())
}

fn end_of_year(text: Text<'_>, start: usize) -> Option<usize> {
    let end = end_of_shape(text, start, "dddd").filter(|end| text.ends_number(*end))?;
    text.text[start..end].parse().is_ok_and(|year: u32| (1850..=2100).contains(&year)).then_some(end)
}

/// The text without the first of these that it begins with.
fn without_any<'t>(text: &'t str, prefixes: &[&str]) -> &'t str {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text)
}
