//! Numbers as they are written in a country, as data: `ddd-dddd`.
//!
//! In a shape, `d` is a digit, `N` a digit from 2 to 9, `P` one from 1 to 9, `A` an upper-case letter, `_` a dash, a space, a point or nothing, and everything
//! else itself.

use super::text::Text;

/// Where `shape` ends if the text has it at `start`.
pub(super) fn end_of_shape(text: Text<'_>, start: usize, shape: &str) -> Option<usize> {
    let mut position = start;
    for expected in shape.bytes() {
        let byte = text.at(position);
        match expected {
            b'd' if byte.is_some_and(|it| it.is_ascii_digit()) => position += 1,
            b'N' if byte.is_some_and(|it| matches!(it, b'2'..=b'9')) => position += 1,
            b'P' if byte.is_some_and(|it| matches!(it, b'1'..=b'9')) => position += 1,
            b'A' if byte.is_some_and(|it| it.is_ascii_uppercase()) => position += 1,
            b'A' if is_umlaut(text.bytes.get(position..)) => position += "Ä".len(),
            b'_' if matches!(byte, Some(b'-' | b' ' | b'.')) => position += 1,
            b'_' => {}
            b'd' | b'N' | b'P' | b'A' => return None,
            other if byte == Some(other) => position += 1,
            _ => return None,
        }
    }
    Some(position)
}

/// Germany's plates have these.
fn is_umlaut(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| ["Ä", "Ö", "Ü"].iter().any(|umlaut| bytes.starts_with(umlaut.as_bytes())))
}

/// The longest of the shapes that the text has at `start`, where neither a word nor a number goes on.
pub(super) fn longest(text: Text<'_>, start: usize, shapes: &[&str]) -> Option<usize> {
    shapes.iter().filter_map(|shape| end_of_shape(text, start, shape)).filter(|end| text.ends_number(*end)).max()
}
