//! Numbers as they are written in a country, as data: `ddd-dddd`.
//!
//! In a shape, `d` is a digit, `N` a digit from 2 to 9, `A` an upper-case letter, `-` a dash or nothing or a space (what people leave
//! away), and everything else itself.

use super::text::Text;

/// Where `shape` ends if the text has it at `start`.
pub(super) fn end_of_shape(text: Text<'_>, start: usize, shape: &str) -> Option<usize> {
    let mut position = start;
    for expected in shape.bytes() {
        let byte = text.at(position);
        match expected {
            b'd' if byte.is_some_and(|it| it.is_ascii_digit()) => position += 1,
            b'N' if byte.is_some_and(|it| matches!(it, b'2'..=b'9')) => position += 1,
            b'A' if byte.is_some_and(|it| it.is_ascii_uppercase()) => position += 1,
            b'-' if matches!(byte, Some(b'-' | b' ' | b'.')) => position += 1,
            b'-' => {}
            b'd' | b'N' | b'A' => return None,
            other if byte == Some(other) => position += 1,
            _ => return None,
        }
    }
    Some(position)
}

/// The longest of the shapes that the text has at `start`, where neither a word nor a number goes on.
pub(super) fn longest(text: Text<'_>, start: usize, shapes: &[&str]) -> Option<usize> {
    shapes.iter().filter_map(|shape| end_of_shape(text, start, shape)).filter(|end| text.ends_number(*end)).max()
}
