//! Payment cards and bank accounts.

use super::Span;
use crate::redact::checksum;
use crate::redact::shape;
use crate::redact::text::Text;

/// First digits of an issuer's cards, from and to, and how many digits these cards have. From the issuers' published ranges.
const ISSUERS: &[(u32, u32, &[usize])] = &[
    (4, 4, &[13, 16, 19]),
    (51, 55, &[16]),
    (2221, 2720, &[16]),
    (34, 34, &[15]),
    (37, 37, &[15]),
    (300, 305, &[14]),
    (36, 36, &[14]),
    (38, 39, &[14, 16]),
    (6011, 6011, &[16, 19]),
    (644, 649, &[16, 19]),
    (65, 65, &[16, 19]),
    // JCB uses 3528 to 3589, and nobody else the rest.
    (35, 35, &[16]),
    (62, 62, &[16, 19]),
    (81, 81, &[16, 19]),
    (2200, 2204, &[16, 19]),
    (5018, 5018, &[16, 19]),
    (5020, 5020, &[16, 19]),
    (5038, 5038, &[16, 19]),
    (5893, 5893, &[16, 19]),
    (6304, 6304, &[16, 19]),
    (6759, 6763, &[16, 19]),
];

/// How the digits are grouped on a card: by fours, or as American Express and Diners Club do.
const GROUPS: &[&str] = &[
    "dddd dddd dddd dddd",
    "dddd dddd dddd dddd ddd",
    "dddd dddddd ddddd",
    "dddd dddddd dddd",
    "dddd-dddd-dddd-dddd",
    "dddd-dddd-dddd-dddd-ddd",
    "dddd-dddddd-ddddd",
    "dddd-dddddd-dddd",
];

/// A card's number that begins with the digit at `start`.
pub(in crate::redact) fn card(text: Text<'_>, start: usize) -> Option<Span> {
    let is_row = |end: &usize| text.is_digit(start) && text.ends_number(*end);
    let row = Some(text.end_within(start, 20, |byte| byte.is_ascii_digit())).filter(|end| end - start > 4).filter(is_row);
    let end = row.or_else(|| shape::longest(text, start, GROUPS))?;
    let count = text.bytes[start..end].iter().filter(|byte| byte.is_ascii_digit()).count();
    let number = text.digits_with(start, b" -", count);
    let digits = number.as_bytes();
    // After a country's letters it is the middle of an IBAN.
    let follows_country = text.follows_group_of_four(start) && text.bytes[start - 5].is_ascii_uppercase();
    let is_whole = text.starts_number(start) && !follows_country;
    let is_issued = lengths_of_issuer(digits)?.contains(&digits.len());
    (is_whole && is_issued && checksum::luhn(digits)).then_some(start..end)
}

fn lengths_of_issuer(digits: &[u8]) -> Option<&'static [usize]> {
    let first = digits.get(..4)?.iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0'));
    let is_of = |(from, to, _): &&(u32, u32, &[usize])| {
        let prefix = match from {
            0..=9 => first / 1000,
            10..=99 => first / 100,
            100..=999 => first / 10,
            _ => first,
        };
        (*from..=*to).contains(&prefix)
    };
    ISSUERS.iter().find(is_of).map(|(_, _, lengths)| *lengths)
}

/// How many characters a country's IBAN has (SWIFT's IBAN registry).
#[rustfmt::skip]
const IBAN_LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24), (b"AE", 23), (b"AL", 28), (b"AT", 20), (b"AZ", 28), (b"BA", 20), (b"BE", 16), (b"BG", 22), (b"BH", 22), (b"BI", 27),
    (b"BR", 29), (b"BY", 28), (b"CH", 21), (b"CR", 22), (b"CY", 28), (b"CZ", 24), (b"DE", 22), (b"DJ", 27), (b"DK", 18), (b"DO", 28),
    (b"EE", 20), (b"EG", 29), (b"ES", 24), (b"FI", 18), (b"FK", 18), (b"FO", 18), (b"FR", 27), (b"GB", 22), (b"GE", 22), (b"GI", 23),
    (b"GL", 18), (b"GR", 27), (b"GT", 28), (b"HR", 21), (b"HU", 28), (b"IE", 22), (b"IL", 23), (b"IQ", 23), (b"IS", 26), (b"IT", 27),
    (b"JO", 30), (b"KW", 30), (b"KZ", 20), (b"LB", 28), (b"LC", 32), (b"LI", 21), (b"LT", 20), (b"LU", 20), (b"LV", 21), (b"LY", 25),
    (b"MC", 27), (b"MD", 24), (b"ME", 22), (b"MK", 19), (b"MN", 20), (b"MR", 27), (b"MT", 31), (b"MU", 30), (b"NI", 28), (b"NL", 18),
    (b"NO", 15), (b"OM", 23), (b"PK", 24), (b"PL", 28), (b"PS", 29), (b"PT", 25), (b"QA", 29), (b"RO", 24), (b"RS", 22), (b"RU", 33),
    (b"SA", 24), (b"SC", 31), (b"SD", 18), (b"SE", 24), (b"SI", 19), (b"SK", 24), (b"SM", 27), (b"SO", 23), (b"ST", 25), (b"SV", 28),
    (b"TL", 23), (b"TN", 24), (b"TR", 26), (b"UA", 29), (b"VA", 22), (b"VG", 24), (b"XK", 20), (b"YE", 30),
];

/// An IBAN whose check digits are at `digits`: two letters before them, groups of any length after.
pub(in crate::redact) fn iban(text: Text<'_>, digits: usize) -> Option<Span> {
    let start = digits.checked_sub(2)?;
    let country = [text.at(start)?.to_ascii_uppercase(), text.at(start + 1)?.to_ascii_uppercase()];
    if !country.iter().all(u8::is_ascii_uppercase) || !text.is_digit(digits + 1) || !text.starts_word(start) {
        return None;
    }
    let (_, length) = IBAN_LENGTHS.iter().find(|(known, _)| **known == country)?;
    let mut characters = [0; 34];
    let mut count = 0;
    let mut position = start;
    while count < *length {
        let byte = text.at(position)?;
        if byte.is_ascii_alphanumeric() {
            characters[count] = byte;
            count += 1;
        } else if !(matches!(byte, b' ' | b'-') && text.before(position).is_some_and(|before| before.is_ascii_alphanumeric())) {
            return None;
        }
        position += 1;
    }
    (text.ends_word(position) && checksum::iban(&characters[..count])).then_some(start..position)
}
