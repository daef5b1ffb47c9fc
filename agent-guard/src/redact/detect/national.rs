//! Numbers by which a state knows a person. Those with strong check digits are known by these; where one number in ten would pass, the
//! usual grouping or a word before it is asked for as well.

use super::Span;
use crate::redact::checksum;
use crate::redact::context::{self, Context};
use crate::redact::kind::Kind;
use crate::redact::shape::{self, end_of_shape};
use crate::redact::text::Text;

/// What a row of digits with the first one at `start` is, if it is one of the numbers that consist of digits.
pub(in crate::redact) fn by_digits(text: Text<'_>, start: usize, is_wanted: impl Fn(Kind) -> bool) -> Option<(Kind, Span)> {
    type Detector = fn(Text<'_>, usize) -> Option<usize>;
    const DETECTORS: [(Kind, Detector); 7] = [
        (Kind::ChineseResidentId, chinese_resident_id),
        (Kind::FrenchNir, french_nir),
        (Kind::SocialSecurityNumber, social_security_number),
        (Kind::GermanTaxId, german_tax_id),
        (Kind::Aadhaar, aadhaar),
        (Kind::Cpf, cpf),
        (Kind::SpanishId, spanish_dni),
    ];
    if !text.starts_number(start) {
        return None;
    }
    DETECTORS.into_iter().filter(|(kind, _)| is_wanted(*kind)).find_map(|(kind, detect)| Some((kind, start..detect(text, start)?)))
}

/// What a word of letters and digits is, if it is one of the numbers with letters in it.
pub(in crate::redact) fn by_word(text: Text<'_>, word: &Span, is_wanted: impl Fn(Kind) -> bool) -> Option<(Kind, Span)> {
    let written = &text.bytes[word.clone()];
    let kind = match written.len() {
        16 if is_codice_fiscale(written) => Kind::CodiceFiscale,
        9 if is_nie(written) => Kind::SpanishId,
        9 if is_national_insurance_number(written) => Kind::NationalInsuranceNumber,
        15 if is_corsican_nir(written) => Kind::FrenchNir,
        _ => return None,
    };
    (is_wanted(kind) && text.starts_number(word.start) && text.ends_number(word.end)).then(|| (kind, word.clone()))
}

/// Six digits of a region, eight of a date, three in order, and a check character.
fn chinese_resident_id(text: Text<'_>, start: usize) -> Option<usize> {
    let end = start + 18;
    let number = text.bytes.get(start..end)?;
    let is_shaped = number[..17].iter().all(u8::is_ascii_digit) && matches!(number[17], b'0'..=b'9' | b'X' | b'x');
    let is_born = is_shaped && is_date(&number[6..14]) && number[0] != b'0' && text.ends_word(end);
    (is_born && checksum::mod_11_2(number)).then_some(end)
}

/// `YYYYMMDD` since 1900.
fn is_date(digits: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0u32, |number, byte| number * 10 + u32::from(byte - b'0'));
    (1900..=2099).contains(&number(&digits[..4])) && (1..=12).contains(&number(&digits[4..6])) && (1..=31).contains(&number(&digits[6..]))
}

/// Sex, year, month, department, commune, order, key: thirteen places and two, together or in their groups.
fn french_nir(text: Text<'_>, start: usize) -> Option<usize> {
    const SHAPES: &[&str] = &["ddddddddddddddd", "d dd dd dd ddd ddd dd", "ddddddddddddd dd", "d dd dd dA ddd ddd dd"];
    let end = shape::longest(text, start, SHAPES)?;
    let number: Vec<u8> = text.bytes[start..end].iter().copied().filter(|byte| *byte != b' ').collect();
    is_nir(&number).then_some(end)
}

fn is_nir(number: &[u8]) -> bool {
    let is_person = matches!(number[0], b'1' | b'2' | b'7' | b'8');
    // Beyond twelve stand for months that are not known.
    let month = (number[3] - b'0') * 10 + (number[4] - b'0');
    is_person && matches!(month, 1..=12 | 20..=42 | 50..=99) && checksum::nir(number)
}

/// Departments 2A and 2B make a word of the number.
fn is_corsican_nir(word: &[u8]) -> bool {
    let is_shaped =
        word.iter().enumerate().all(|(position, byte)| if position == 6 { matches!(byte, b'A' | b'B') } else { byte.is_ascii_digit() });
    is_shaped && word[5] == b'2' && is_nir(word)
}

/// Area, group and serial number; it has no check digit, so dashes or the word are asked for.
fn social_security_number(text: Text<'_>, start: usize) -> Option<usize> {
    let written = end_of_shape(text, start, "ddd-dd-dddd").or_else(|| end_of_shape(text, start, "ddd dd dddd"));
    let end = written.or_else(|| end_of_shape(text, start, "ddddddddd")).filter(|end| text.ends_number(*end))?;
    let digits: Vec<u8> = text.bytes[start..end].iter().copied().filter(u8::is_ascii_digit).collect();
    let is_issued =
        &digits[..3] != b"000" && &digits[..3] != b"666" && digits[0] != b'9' && &digits[3..5] != b"00" && &digits[5..] != b"0000";
    let has_dashes = text.text[start..end].matches('-').count() == 2;
    (is_issued && (has_dashes || context::is_before(text, start, Context::SocialSecurity))).then_some(end)
}

/// Eleven digits; of the first ten one occurs twice or thrice, and the others at most once.
fn german_tax_id(text: Text<'_>, start: usize) -> Option<usize> {
    let end = shape::longest(text, start, &["ddddddddddd", "dd ddd ddd ddd"])?;
    let number = text.digits_with(start, b" ", 11);
    let digits = number.as_bytes();
    let mut counts = [0u8; 10];
    digits[..10].iter().for_each(|digit| counts[usize::from(digit - b'0')] += 1);
    let repeated = counts.iter().filter(|count| **count > 1).count();
    let is_spread = repeated == 1 && counts.iter().all(|count| *count <= 3);
    (digits[0] != b'0' && is_spread && checksum::mod_11_10(digits)).then_some(end)
}

/// Twelve digits of which the first is at least 2. One row in ten has the right check digit: the usual groups or the word besides.
fn aadhaar(text: Text<'_>, start: usize) -> Option<usize> {
    let grouped = shape::longest(text, start, &["Nddd dddd dddd", "Nddd-dddd-dddd"]);
    let end = grouped.or_else(|| shape::longest(text, start, &["Nddddddddddd"]))?;
    // Four groups of four are a card.
    let goes_on = (matches!(text.at(end), Some(b' ' | b'-')) && text.is_digit(end + 1)) || text.follows_group_of_four(start);
    let number = text.digits_with(start, b" -", 12);
    let is_said = grouped.is_some() || context::is_before(text, start, Context::Aadhaar);
    (!goes_on && checksum::verhoeff(number.as_bytes()) && is_said).then_some(end)
}

/// With points and dash, or with the word.
fn cpf(text: Text<'_>, start: usize) -> Option<usize> {
    let written = end_of_shape(text, start, "ddd.ddd.ddd-dd");
    let end = written.or_else(|| end_of_shape(text, start, "ddddddddddd")).filter(|end| text.ends_number(*end))?;
    let number = text.digits_with(start, b".-", 11);
    let is_said = written.is_some() || context::is_before(text, start, Context::Cpf);
    (checksum::cpf(number.as_bytes()) && is_said).then_some(end)
}

/// Eight digits and a letter.
fn spanish_dni(text: Text<'_>, start: usize) -> Option<usize> {
    let end = shape::longest(text, start, &["ddddddddA", "dddddddd-A"])?;
    let mut number = text.bytes[start..start + 8].to_vec();
    number.push(text.bytes[end - 1]);
    checksum::spanish_letter(&number).then_some(end)
}

/// `X`, `Y` or `Z`, seven digits and a letter.
fn is_nie(word: &[u8]) -> bool {
    matches!(word[0], b'X' | b'Y' | b'Z')
        && word[1..8].iter().all(u8::is_ascii_digit)
        && word[8].is_ascii_uppercase()
        && checksum::spanish_letter(word)
}

/// A NIE with dashes, or a National Insurance number with spaces, of which the first digit is at `start`.
pub(in crate::redact) fn in_groups(text: Text<'_>, start: usize, is_wanted: impl Fn(Kind) -> bool) -> Option<(Kind, Span)> {
    let begins = |length: usize, shape: &str| {
        let start = start.checked_sub(length)?;
        let end = end_of_shape(text, start, shape).filter(|end| text.starts_word(start) && text.ends_word(*end))?;
        let written: Vec<u8> = text.bytes[start..end].iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        Some((start..end, written))
    };
    let nie = || {
        begins(2, "A-ddddddd-A")
            .or_else(|| begins(2, "A-dddddddA"))
            .or_else(|| begins(1, "Addddddd-A"))
            .filter(|(_, written)| is_nie(written))
            .map(|(span, _)| (Kind::SpanishId, span))
    };
    let nino = || {
        let spaced = begins(3, "AA dd dd dd A").or_else(|| begins(3, "AA dddddd A")).or_else(|| begins(2, "AAdd dd dd A"))?;
        is_national_insurance_number(&spaced.1).then_some((Kind::NationalInsuranceNumber, spaced.0))
    };
    nie().or_else(nino).filter(|(kind, _)| is_wanted(*kind))
}

/// Two letters of an assigned prefix, six digits, and a letter from A to D.
fn is_national_insurance_number(word: &[u8]) -> bool {
    let [first, second, digits @ .., suffix] = word else { return false };
    let is_letter = |letter: &u8, excluded: &[u8]| letter.is_ascii_uppercase() && !excluded.contains(letter);
    let is_unassigned = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"].contains(&&[*first, *second]);
    word.len() == 9
        && is_letter(first, b"DFIQUV")
        && is_letter(second, b"DFIQUVO")
        && !is_unassigned
        && digits.iter().all(u8::is_ascii_digit)
        && matches!(suffix, b'A'..=b'D')
}

/// Six letters of a name, year, month, day, place and a check character. Where two people would have the same, digits become letters.
fn is_codice_fiscale(word: &[u8]) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic();
    let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte.to_ascii_uppercase(), b'L'..=b'N' | b'P'..=b'V');
    let is_shaped = word.iter().enumerate().all(|(position, byte)| match position {
        0..=5 | 11 | 15 => is_letter(*byte),
        8 => matches!(byte.to_ascii_uppercase(), b'A'..=b'E' | b'H' | b'L' | b'M' | b'P' | b'R'..=b'T'),
        _ => is_number(*byte),
    });
    is_shaped && checksum::codice_fiscale(word)
}
