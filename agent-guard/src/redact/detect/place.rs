//! Where somebody is, and the plate of what they came with.

use super::Span;
use crate::redact::context::{self, Context};
use crate::redact::shape;
use crate::redact::text::Text;

/// Decimals from which a pair of numbers is a position by itself: ten metres.
const PRECISE: usize = 4;

/// Latitude and longitude, of which the first digit is at `start`.
pub(in crate::redact) fn coordinates(text: Text<'_>, start: usize) -> Option<Span> {
    if !text.starts_number(start) {
        return None;
    }
    decimal_pair(text, start).or_else(|| sexagesimal_pair(text, start))
}

/// `48.85837, 2.29448`, `48.85837° N, 2.29448° E`.
fn decimal_pair(text: Text<'_>, start: usize) -> Option<Span> {
    let latitude = Degrees::read_decimal(text, start)?;
    let separator = text.end_within(latitude.end, 3, |byte| matches!(byte, b',' | b' ' | b';' | b'/'));
    let sign = usize::from(matches!(text.at(separator), Some(b'-' | b'+')));
    // A space alone parts the columns of any table.
    let has_comma = text.bytes[latitude.end..separator].iter().any(|byte| *byte != b' ') || latitude.has_direction;
    if separator == latitude.end || !has_comma {
        return None;
    }
    let longitude = Degrees::read_decimal(text, separator + sign)?;
    let is_on_earth = latitude.value <= 90.0 && longitude.value <= 180.0;
    let decimals = latitude.decimals.min(longitude.decimals);
    let start = start - usize::from(matches!(text.before(start), Some(b'-' | b'+')));
    let is_said =
        decimals >= PRECISE || longitude.has_direction || (decimals >= 2 && context::is_before(text, start, Context::Coordinates));
    // Embeddings are rows of such numbers, most of them below one.
    let goes_on = text.at(longitude.end) == Some(b',') && begins_number(text, longitude.end + 1);
    let is_row = goes_on || ends_number_and_comma(text, start) || (latitude.value < 1.0 && longitude.value < 1.0);
    (is_on_earth && is_said && !is_row && text.ends_number(longitude.end)).then_some(start..longitude.end)
}

/// Whether a number begins here, perhaps after a space and a sign.
fn begins_number(text: Text<'_>, position: usize) -> bool {
    text.is_digit(text.end_within(position, 2, |byte| matches!(byte, b' ' | b'-' | b'+')))
}

/// Whether another number and a comma stand before this position.
fn ends_number_and_comma(text: Text<'_>, position: usize) -> bool {
    let comma = text.start_within(position, 2, |byte| byte == b' ');
    text.before(comma) == Some(b',') && comma >= 2 && text.is_digit(comma - 2)
}

/// `48°51'29.6"N 2°17'40.2"E`
fn sexagesimal_pair(text: Text<'_>, start: usize) -> Option<Span> {
    let latitude = Degrees::read_sexagesimal(text, start).filter(|it| it.value <= 90.0)?;
    let separator = text.end_within(latitude.end, 3, |byte| matches!(byte, b',' | b' ' | b';'));
    let longitude = Degrees::read_sexagesimal(text, separator).filter(|it| it.value <= 180.0)?;
    Some(start..longitude.end)
}

/// A number of degrees, without its sign.
struct Degrees {
    value: f64,
    decimals: usize,
    has_direction: bool,
    end: usize,
}

impl Degrees {
    fn read_decimal(text: Text<'_>, start: usize) -> Option<Self> {
        let point = text.end_within(start, 4, |byte| byte.is_ascii_digit());
        if point == start || text.at(point) != Some(b'.') {
            return None;
        }
        let number = text.end_within(point + 1, 18, |byte| byte.is_ascii_digit());
        let value = text.text[start..number].parse().ok()?;
        let (end, has_direction) = direction(text, number);
        Some(Self { value, decimals: number - point - 1, has_direction, end })
    }

    fn read_sexagesimal(text: Text<'_>, start: usize) -> Option<Self> {
        let mut position = start;
        for (most, signs) in [(3, &["°"][..]), (2, &["'", "′", "’"]), (5, &["\"", "″", "”", "''"])] {
            let end = text.end_within(position, most, |byte| byte.is_ascii_digit() || byte == b'.');
            let sign = signs.iter().find(|sign| text.bytes[end..].starts_with(sign.as_bytes()))?;
            if end == position {
                return None;
            }
            position = text.end_within(end + sign.len(), 1, |byte| byte == b' ');
        }
        let value = text.text[start..text.end_within(start, 3, |byte| byte.is_ascii_digit())].parse().ok()?;
        let is_direction = matches!(text.at(position), Some(b'N' | b'S' | b'E' | b'W' | b'O')) && text.ends_word(position + 1);
        is_direction.then_some(Self { value, decimals: 0, has_direction: true, end: position + 1 })
    }
}

/// `° N` after a number: where it ends, and whether it is there.
fn direction(text: Text<'_>, end: usize) -> (usize, bool) {
    let sign = if text.bytes[end..].starts_with("°".as_bytes()) { end + "°".len() } else { end };
    let letter = text.end_within(sign, 1, |byte| byte == b' ');
    let is_direction = matches!(text.at(letter), Some(b'N' | b'S' | b'E' | b'W')) && text.ends_word(letter + 1);
    if is_direction { (letter + 1, true) } else { (sign, false) }
}

/// Forms of plates. Letters and digits are too common a mixture, so a word before it must say that it is one.
#[rustfmt::skip]
const PLATES: &[&str] = &[
    // Great Britain, France, Italy, Spain, Poland, the Netherlands
    "AAdd_AAA", "AA_ddd_AA", "ddd_AAA_dd", "dddd_AAA", "A_dddd_AA", "AA_dddd_AA", "AA_ddddd", "AA_ddddA", "AA_dAddd", "AA_dddAA", "AAA_ddddd",
    "AAA_ddddA", "AAA_dddA", "AAA_ddAA", "AAA_dAdd", "AAA_AAdd", "AAA_dAAd", "AAA_ddAd", "AAA_dddAA", "dd_AAA_d", "d_AAA_dd", "AA_ddd_A",
    "A_ddd_AA", "dd_AA_AA",
    // Germany
    "A_A_d", "A_A_dd", "A_A_ddd", "A_A_dddd", "A_AA_d", "A_AA_dd", "A_AA_ddd", "A_AA_dddd", "AA_A_d", "AA_A_dd", "AA_A_ddd", "AA_A_dddd",
    "AA_AA_d", "AA_AA_dd", "AA_AA_ddd", "AA_AA_dddd", "AAA_A_d", "AAA_A_dd", "AAA_A_ddd", "AAA_A_dddd", "AAA_AA_d", "AAA_AA_dd",
    "AAA_AA_ddd", "AAA_AA_dddd",
    // the United States, Canada, Brazil, India
    "dAAAddd", "AAA_dddd", "AAA_ddd", "ddd_AAA", "AAAA_ddd", "AA_dd_AA_dddd", "AA_dd_A_dddd", "dAA_ddd", "dA_AAddd", "dA_AAdddd", "ddd_dAA",
    "dddd_AA", "dAAdd", "ddAAd", "dddA", "ddA_ddd", "d_ddddA", "ddd_AAd", "AAA_dAA",
];

/// The provinces of China, with which every plate there begins.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// A plate with its first digit at `digit`.
pub(in crate::redact) fn plate(text: Text<'_>, digit: usize) -> Option<Span> {
    chinese_plate(text, digit).or_else(|| plate_by_context(text, digit))
}

/// Province, letter of the town, five or six letters and digits: `京A·12345`.
fn chinese_plate(text: Text<'_>, digit: usize) -> Option<Span> {
    // The first digit is among the last characters: go back to the town's letter.
    let word = text.start_within(digit, 6, |byte| byte.is_ascii_alphanumeric());
    let before = text.text[..word].strip_suffix(['·', '•']).unwrap_or(&text.text[..word]);
    let town = if before.len() < word { before.len().checked_sub(1)? } else { word };
    let serial = if town == word { word + 1 } else { word };
    let province = text.text.get(..town)?.chars().next_back()?;
    let end = text.end_within(serial, 7, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_plate =
        PROVINCES.contains(province) && text.at(town)?.is_ascii_uppercase() && matches!(end - serial, 5 | 6) && text.ends_word(end);
    (is_plate && serial <= digit).then_some(town - province.len_utf8()..end)
}

fn plate_by_context(text: Text<'_>, digit: usize) -> Option<Span> {
    if !context::is_before(text, digit, Context::Plate) {
        return None;
    }
    // Two groups or fewer stand before the first digit.
    let mut start = digit;
    let mut best = None;
    for _ in 0..3 {
        start = text.start_within(start, 6, is_of_plate);
        if text.text.is_char_boundary(start) && text.starts_word(start) {
            best = shape::longest(text, start, PLATES).map(|end| start..end).or(best);
        }
        if !matches!(text.before(start), Some(b' ' | b'-')) {
            break;
        }
        start -= 1;
    }
    let best = best.into_iter().chain(groups_around(text, digit)).max_by_key(Span::len);
    best.filter(|span| context::is_before(text, span.start, Context::Plate))
}

/// A plate of no known form around its first digit: at most three letters, then one or two groups with a digit in them.
fn groups_around(text: Text<'_>, digit: usize) -> Option<Span> {
    let belongs = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_separator = |position: usize| matches!(text.at(position), Some(b' ' | b'-'));
    let first = text.start_within(digit, 6, belongs);
    let letters =
        if first > 0 && is_separator(first - 1) { text.start_within(first - 1, 4, |byte| byte.is_ascii_uppercase()) } else { first };
    let start = if (1..=3).contains(&(first.saturating_sub(letters + 1))) && text.starts_word(letters) { letters } else { first };
    let end = text.end_within(digit, 7, belongs);
    let second = text.end_within(end + 1, 7, belongs);
    let has_second = is_separator(end) && text.ends_word(second) && (end + 1..second).any(|position| text.is_digit(position));
    let end = if has_second { second } else { end };
    let written = &text.bytes[start..end];
    let is_mixed = written.iter().any(u8::is_ascii_uppercase) && (4..=9).contains(&written.len());
    (is_mixed && text.starts_word(start) && text.ends_word(end)).then_some(start..end)
}

/// Capitals, and the bytes of capital umlauts.
fn is_of_plate(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, 0xC3 | 0x84 | 0x96 | 0x9C)
}
