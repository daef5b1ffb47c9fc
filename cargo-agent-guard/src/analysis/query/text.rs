//! Literals and templates as MIR prints them, back to text.

use crate::mir::{Body, Operand, Rvalue};

/// The text of a string literal as MIR prints it, with Rust's escapes. `None` for what is no string.
pub fn literal(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next()? {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '0' => out.push('\0'),
            'u' => {
                let code: String = characters.by_ref().skip(1).take_while(|&c| c != '}').collect();
                out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// The template of a `format_args!`.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    /// Its text, each argument as `{}`.
    pub text: String,
    /// Which argument each of these is; fewer where that is not known.
    pub order: Vec<usize>,
}

/// The text that a constant has in it: a string, a byte string, the template of a `format_args!`.
pub fn text_in(constant: &str) -> Option<String> {
    literal(constant).or_else(|| {
        let bytes = bytes(constant)?;
        packed(&bytes).map(|template| template.text).or_else(|| String::from_utf8(bytes).ok())
    })
}

/// The template of a `format_args!`: packed into one byte string since 1.95, an array of pieces before.
pub fn template(body: &Body<'_>, arguments: &[Operand<'_>]) -> Option<Template> {
    let mut operand = *arguments.first()?;
    let mut pieces: Vec<String> = Vec::new();
    // The constant may have been put into a local, and referenced, first.
    for _ in 0..8 {
        match operand {
            Operand::Const(text) => {
                if let Some(text) = literal(text) {
                    return Some(Template { text, order: Vec::new() });
                }
                return packed(&bytes(text)?);
            }
            Operand::Copy(place) | Operand::Move(place) => {
                let definition = body
                    .blocks
                    .iter()
                    .flat_map(|block| &block.statements)
                    .find(|statement| statement.place.as_local() == Some(place.local))?;
                match definition.rvalue {
                    Rvalue::Use(inner) | Rvalue::Cast(inner, ..) => operand = inner,
                    Rvalue::Ref(inner) => operand = Operand::Copy(inner),
                    Rvalue::Aggregate(_, operands) => {
                        for operand in operands {
                            let Operand::Const(text) = operand else { return None };
                            pieces.push(literal(text)?);
                        }
                        // An argument at the end has no piece behind it.
                        let shown = arguments.get(1).and_then(|&shown| super::elements(body, shown)).map_or(0, |shown| shown.len());
                        if shown == pieces.len() {
                            pieces.push(String::new());
                        }
                        // Where formats are given apart, they say which argument is shown.
                        let is_in_order = arguments.len() <= 2;
                        let text = pieces.join("{}");
                        let order = if is_in_order { (0..text.matches("{}").count()).collect() } else { Vec::new() };
                        return Some(Template { text, order });
                    }
                    _ => return None,
                }
            }
            Operand::Fn(_) => return None,
        }
    }
    None
}

/// The bytes of `b"…"` or `*b"…"`, with the escapes of `escape_ascii`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let inner = text.trim_start_matches('*').strip_prefix("b\"")?.strip_suffix('"')?;
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        let (&kind, after) = rest.split_first()?;
        rest = after;
        match kind {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'0' => out.push(0),
            b'x' => {
                let (code, after) = rest.split_at_checked(2)?;
                out.push(u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()?);
                rest = after;
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// The packed template of `core::fmt::Arguments` (its documentation in `core/fmt/mod.rs`): literals with their length, placeholders as
/// bytes from 0xC0 on with optional flags, width, precision and argument index, a zero at the end.
fn packed(template: &[u8]) -> Option<Template> {
    let mut out = Vec::new();
    let mut order = Vec::new();
    let mut rest = template;
    loop {
        let (&first, after) = rest.split_first()?;
        rest = after;
        match first {
            0 => return Some(Template { text: String::from_utf8(out).ok()?, order }),
            1..=0x7f => {
                let (text, after) = rest.split_at_checked(first as usize)?;
                out.extend_from_slice(text);
                rest = after;
            }
            0x80 => {
                let (length, after) = rest.split_at_checked(2)?;
                let (text, after) = after.split_at_checked(u16::from_le_bytes([length[0], length[1]]) as usize)?;
                out.extend_from_slice(text);
                rest = after;
            }
            0xc0.. => {
                let options = [(1, 4), (2, 2), (4, 2), (8, 2)];
                let skipped = options.iter().filter(|(bit, _)| first & bit != 0).map(|(_, size)| size).sum::<usize>();
                // The index comes last; without one it is the argument after the one before.
                let index =
                    rest.get(..skipped)?.last_chunk::<2>().filter(|_| first & 8 != 0).map(|index| u16::from_le_bytes(*index) as usize);
                order.push(index.unwrap_or_else(|| order.last().map_or(0, |last| last + 1)));
                rest = rest.get(skipped..)?;
                out.extend_from_slice(b"{}");
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_lose_their_escapes() {
        assert_eq!(literal(r#""select \"a\"\n\u{1f512}""#).as_deref(), Some("select \"a\"\n\u{1f512}"));
        assert_eq!(literal("3_u32"), None);
    }

    #[test]
    fn a_packed_template_becomes_text_with_holes() {
        let template = |text: &str, order: &[usize]| Some(Template { text: text.to_owned(), order: order.to_vec() });
        assert_eq!(packed(b"\x04len \xc0\x00"), template("len {}", &[0]));
        assert_eq!(packed(b"\xc3\0\0\0\0\0\0\x02 b\xc0\x00"), template("{} b{}", &[0, 1]));
        assert_eq!(packed(b"\xc8\x01\0\x01 \xc8\0\0\xc0\x00"), template("{} {}{}", &[1, 0, 1]));
        assert_eq!(packed(b"\x09short"), None);
        assert_eq!(bytes(r#"b"\x04len \xc0\x00""#).unwrap(), b"\x04len \xc0\x00");
    }
}
