//! Addresses of machines. Loopback, wildcard and broadcast addresses belong to nobody and stay.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Span;
use crate::redact::text::Text;

/// An IPv4 address whose first digit is at `start`.
pub(in crate::redact) fn ipv4(text: Text<'_>, start: usize) -> Option<Span> {
    let end = text.end_within(start, 16, |byte| byte.is_ascii_digit() || byte == b'.');
    // The full stop of a sentence.
    let end = if text.before(end) == Some(b'.') { end - 1 } else { end };
    // `v1.2.3.4` is a version, and so is a row of five; `#section-4.1.1.2` is a place in a standard.
    let is_alone = text.starts_number(start) && !matches!(text.before(start), Some(b'.' | b'-' | b'#')) && text.ends_number(end);
    let address: Ipv4Addr = text.text[start..end].parse().ok().filter(|_| is_alone)?;
    let is_somebodys = !(address.is_loopback() || address.is_unspecified() || address.is_broadcast());
    is_somebodys.then_some(start..end)
}

/// The row of hexadecimal digits, points and colons around the colon at `colon`. Whoever asks goes on behind it, so that it is looked at
/// once.
pub(in crate::redact) fn colon_row(text: Text<'_>, colon: usize) -> Span {
    let belongs = |byte: u8| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.';
    text.start_within(colon, LONGEST_ROW, belongs)..text.end_within(colon, LONGEST_ROW, belongs)
}

/// Eight groups of four, or an IPv4 address in place of the last two.
const LONGEST_ROW: usize = 46;

/// The row as an IPv6 address, with the colon at `colon` in it.
pub(in crate::redact) fn ipv6(text: Text<'_>, row: &Span) -> Option<Span> {
    let (start, mut end) = (row.start, row.end);
    while end > start && (text.before(end) == Some(b'.') || (text.before(end) == Some(b':') && !text.text[start..end].ends_with("::"))) {
        end -= 1;
    }
    let written = &text.text[start..end];
    let is_alone = text.starts_word(start) && text.ends_word(end);
    let address: Ipv6Addr = written.parse().ok().filter(|_| is_alone)?;
    // Paths of programs are written alike: `a::b`. Addresses have a digit and more than two groups, or a first one as long as a prefix.
    let groups = written.split(':').filter(|group| !group.is_empty()).count();
    let first = written.split(':').next().unwrap_or_default().len();
    let is_plausible = written.bytes().any(|byte| byte.is_ascii_digit()) && (groups > 2 || first >= 3);
    // A network's prefix, `fd00::/8`, is nobody's address.
    let is_prefix = written.ends_with("::");
    (is_plausible && !is_prefix && !address.is_loopback() && !address.is_unspecified()).then_some(start..end)
}

/// The row as a hardware address: six pairs between colons.
pub(in crate::redact) fn mac(text: Text<'_>, row: &Span) -> Option<Span> {
    let end = row.start + 17;
    let is_whole = row.len() >= 17 && matches!(text.at(end), None | Some(b'.')) || row.end == end;
    (is_whole && text.starts_word(row.start) && text.ends_word(end)).then(|| mac_at(text, row.start, b':', 2)).flatten()
}

/// A hardware address between dashes, or in three groups between points, around the digit at `digit`.
pub(in crate::redact) fn mac_by_digit(text: Text<'_>, digit: usize) -> Option<Span> {
    let start = text.start_within(digit, 17, |byte| byte.is_ascii_hexdigit() || byte == b'-' || byte == b'.');
    if !text.starts_word(start) {
        return None;
    }
    mac_at(text, start, b'-', 2).or_else(|| mac_at(text, start, b'.', 4))
}

/// Twelve hexadecimal digits in groups of `size`, between which `separator` stands.
fn mac_at(text: Text<'_>, start: usize, separator: u8, size: usize) -> Option<Span> {
    let groups = 12 / size;
    let end = start + 12 + groups - 1;
    let written = text.bytes.get(start..end)?;
    let is_shaped = written
        .iter()
        .enumerate()
        .all(|(position, byte)| if position % (size + 1) == size { *byte == separator } else { byte.is_ascii_hexdigit() });
    let hexadecimals = || written.iter().filter(|byte| **byte != separator);
    let is_somebodys = !hexadecimals().all(|byte| *byte == b'0') && !hexadecimals().all(|byte| matches!(byte, b'f' | b'F'));
    let goes_on = text.at(end) == Some(separator) && text.at(end + 1).is_some_and(|byte| byte.is_ascii_hexdigit());
    (is_shaped && is_somebodys && !goes_on && text.ends_word(end)).then_some(start..end)
}
