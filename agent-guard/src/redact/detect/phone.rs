//! Telephone numbers: international after a `+`, in a country's own form where that form is unmistakable, and any row of digits that the
//! words before it call a telephone number.

use super::Span;
use crate::redact::context::{self, Context};
use crate::redact::shape;
use crate::redact::text::Text;

/// The most digits that E.164 allows, and the fewest that anybody has.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Forms of numbers within a country that nothing else has.
#[rustfmt::skip]
const NATIONAL: &[&str] = &[
    // North America
    "(Ndd) Ndd-dddd", "(Ndd)Ndd-dddd", "Ndd-Ndd-dddd", "Ndd.Ndd.dddd", "Ndd Ndd dddd", "1-Ndd-Ndd-dddd",
    // France
    "0P dd dd dd dd", "0P.dd.dd.dd.dd", "0P-dd-dd-dd-dd",
    // United Kingdom
    "07ddd dddddd", "07ddd ddd ddd", "07ddddddddd", "020 dddd dddd", "01ddd dddddd", "(020) dddd dddd",
    // Germany
    "01dd dddddddd", "01dd ddddddd", "01dd/dddddddd", "01dd/ddddddd", "01dd-dddddddd", "01dd-ddddddd", "0ddd/ddddddd", "0ddd/dddddd",
    // Brazil
    "(dd) 9dddd-dddd", "(dd) dddd-dddd", "(dd)9dddd-dddd",
    // Japan, Korea
    "0d0-dddd-dddd", "0d-dddd-dddd", "010-dddd-dddd", "010dddddddd",
    // Russia
    "8 (9dd) ddd-dd-dd", "8 9dd ddd-dd-dd", "8(9dd)ddd-dd-dd",
    // China
    "13ddddddddd", "14ddddddddd", "15ddddddddd", "16ddddddddd", "17ddddddddd", "18ddddddddd", "19ddddddddd", "13d dddd dddd",
    "15d dddd dddd", "17d dddd dddd", "18d dddd dddd", "19d dddd dddd", "13d-dddd-dddd", "15d-dddd-dddd", "17d-dddd-dddd",
    "18d-dddd-dddd", "19d-dddd-dddd", "010-dddddddd", "02d-dddddddd", "0ddd-dddddddd",
];

/// What looks like a telephone number by its digits and is a date.
const DATES: &[&str] = &["dddd-dd-dd", "dddd/dd/dd", "dddd.dd.dd", "dd.dd.dddd", "dd/dd/dddd", "dd-dd-dddd"];

/// A number whose first digit is at `start`. A `+` or `(` before it is taken in.
pub(in crate::redact) fn at(text: Text<'_>, start: usize) -> Option<Span> {
    match text.before(start) {
        Some(b'+') => international(text, start).map(|end| start - 1..end),
        Some(b'(') => match text.before(start - 1) {
            // `+(49) 151…` is rare, `+49 (0)151` is not, and begins at the `+`.
            Some(b'+') => international(text, start).map(|end| start - 2..end),
            _ => national(text, start - 1).or_else(|| by_context(text, start).map(|span| start - 1..span.end)),
        },
        _ => international_without_plus(text, start).or_else(|| national(text, start)).or_else(|| by_context(text, start)),
    }
}

/// `00` in place of the `+`.
fn international_without_plus(text: Text<'_>, start: usize) -> Option<Span> {
    let is_prefix = text.bytes[start..].starts_with(b"00") && text.starts_number(start) && !text.follows_group_of_four(start);
    let number = start + 2 + usize::from(text.at(start + 2) == Some(b' '));
    if !is_prefix || !text.is_digit(number) || !text.is_digit(number + 1) {
        return None;
    }
    international(text, number).map(|end| start..end)
}

fn national(text: Text<'_>, start: usize) -> Option<Span> {
    if !text.starts_number(start)
        || text.follows_group_of_four(start)
        || matches!(text.before(start), Some(b'+' | b'#' | b'$' | b'-' | b'_' | b'='))
    {
        return None;
    }
    shape::longest(text, start, NATIONAL).map(|end| start..end)
}

fn by_context(text: Text<'_>, start: usize) -> Option<Span> {
    if !text.starts_number(start) || text.follows_group_of_four(start) || shape::longest(text, start, DATES).is_some() {
        return None;
    }
    let groups = Groups::read(text, start);
    let end = groups.ends().rev().find(|(end, digits)| DIGITS.contains(digits) && text.ends_number(*end))?.0;
    context::is_before(text, start, Context::Phone).then_some(start..end)
}

/// Where the international number ends whose country code begins at `start`: the longest that somebody can have.
fn international(text: Text<'_>, start: usize) -> Option<usize> {
    let groups = Groups::read(text, start);
    let is_number = |(end, digits): &(usize, usize)| DIGITS.contains(digits) && text.ends_word(*end) && is_possible(text, start, *end);
    groups.ends().rev().find(is_number).map(|(end, _)| end)
}

/// By the full metadata of Google's libphonenumber.
#[cfg(feature = "phonenumber")]
fn is_possible(text: Text<'_>, start: usize, end: usize) -> bool {
    let mut number = String::with_capacity(1 + end - start);
    number.push('+');
    number.extend(text.text[start..end].chars().filter(char::is_ascii_digit));
    // `(0)` is dialled within the country only.
    let number = if text.text[start..end].contains("(0)") { without_trunk_zero(&text.text[start..end]) } else { number };
    phonenumber::parse(None, &number).is_ok_and(|number| number.is_valid())
}

#[cfg(feature = "phonenumber")]
fn without_trunk_zero(written: &str) -> String {
    std::iter::once('+').chain(written.replacen("(0)", "", 1).chars().filter(char::is_ascii_digit)).collect()
}

/// By the country code, and for the two greatest plans by their lengths.
#[cfg(not(feature = "phonenumber"))]
fn is_possible(text: Text<'_>, start: usize, end: usize) -> bool {
    let mut digits = [0; 15];
    let mut count = 0;
    for byte in text.bytes[start..end].iter().filter(|byte| byte.is_ascii_digit()) {
        let Some(slot) = digits.get_mut(count) else { return false };
        *slot = *byte;
        count += 1;
    }
    match &digits[..count] {
        [b'1', area, rest @ ..] => rest.len() == 9 && matches!(area, b'2'..=b'9') && matches!(rest[2], b'2'..=b'9'),
        [b'8', b'6', rest @ ..] => (9..=11).contains(&rest.len()),
        [b'7', rest @ ..] => rest.len() == 10,
        number => is_country_code(number) && number.len() >= 8,
    }
}

/// Whether the digits begin with a country code that is assigned (ITU-T E.164, list of 2016 and its amendments).
#[cfg(not(feature = "phonenumber"))]
fn is_country_code(digits: &[u8]) -> bool {
    let number = |length: usize| digits.get(..length).map(|it| it.iter().fold(0u32, |sum, byte| sum * 10 + u32::from(byte - b'0')));
    let of_two = matches!(number(2), Some(20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 90..=95 | 98));
    let of_three = matches!(
        number(3),
        Some(
            211..=213
            | 216
            | 218
            | 220..=258
            | 260..=269
            | 290
            | 291
            | 297..=299
            | 350..=359
            | 370..=378
            | 380..=383
            | 385..=387
            | 389
            | 420
            | 421
            | 423
            | 500..=509
            | 590..=599
            | 670
            | 672..=683
            | 685..=692
            | 800
            | 808
            | 850
            | 852
            | 853
            | 855
            | 856
            | 870
            | 878
            | 880..=883
            | 886
            | 888
            | 960..=968
            | 970..=977
            | 979
            | 992..=996
            | 998,
        )
    );
    of_two || of_three
}

/// Groups of digits and where they end: a number may end at each of them.
struct Groups {
    ends: [(usize, usize); Self::MOST],
    count: usize,
}

impl Groups {
    const MOST: usize = 10;

    /// Reads groups with one or two of space, dash, point, slash and parentheses between them.
    fn read(text: Text<'_>, start: usize) -> Self {
        let mut groups = Self { ends: [(0, 0); Self::MOST], count: 0 };
        let (mut position, mut digits) = (start, 0);
        while groups.count < Self::MOST {
            let end = text.end_within(position, 16, |byte| byte.is_ascii_digit());
            if end == position {
                break;
            }
            digits += end - position;
            // A number does not end with a single digit behind a space; that is the next word.
            if end - position > 1 || matches!(text.before(position), Some(b'-') | None) {
                groups.ends[groups.count] = (end, digits);
                groups.count += 1;
            }
            if digits > *DIGITS.end() {
                break;
            }
            position = text.end_within(end, 3, |byte| matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')'));
            if position - end > 2 {
                break;
            }
        }
        groups
    }

    /// Each end, and how many digits stand before it.
    fn ends(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.ends[..self.count].iter().copied()
    }
}
