//! One line of MIR text, read from left to right.
//!
//! MIR has no lexical grammar of its own: types, paths and literals print as rustc prints them elsewhere, and most of them are never
//! looked at. So there are no tokens. A [`Cursor`] eats the fixed words between them, and finds where a type, a path or a literal ends
//! by counting brackets; strings, characters and the spans inside `{closure@…}` and `<impl at …>` are stepped over whole, for they may
//! contain any bracket.
//!
//! *Invariant*: a cursor stops at ASCII bytes only, so that every slice it gives is text.

use memchr::memchr2;

/// Why something could not be read, in words.
pub(super) type Unread = &'static str;

/// What a reader gives: the thing, or why not.
pub(super) type Read<T> = Result<T, Unread>;

/// A position in one line.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

/// What [`Cursor::skip`] steps over, and so what else than `,`, `;` and a closing bracket ends it, outside all brackets.
#[derive(Clone, Copy, PartialEq)]
enum Skipped {
    /// Nothing: types contain spaces.
    Type,
    /// A space or `(`: paths contain neither.
    Path,
    /// ` as `: a literal that is cast.
    Literal,
}

/// How [`Cursor::skip`] treats a byte.
#[derive(Clone, Copy)]
enum Class {
    Plain,
    Space,
    Open,
    Less,
    Brace,
    Close,
    Separator,
    Quote,
    Apostrophe,
    Minus,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    classes[b' ' as usize] = Class::Space;
    classes[b'(' as usize] = Class::Open;
    classes[b'[' as usize] = Class::Open;
    classes[b'<' as usize] = Class::Less;
    classes[b'{' as usize] = Class::Brace;
    classes[b')' as usize] = Class::Close;
    classes[b']' as usize] = Class::Close;
    classes[b'>' as usize] = Class::Close;
    classes[b'}' as usize] = Class::Close;
    classes[b',' as usize] = Class::Separator;
    classes[b';' as usize] = Class::Separator;
    classes[b'"' as usize] = Class::Quote;
    classes[b'\'' as usize] = Class::Apostrophe;
    classes[b'-' as usize] = Class::Minus;
    classes
};

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Cursor { line, at: 0 }
    }

    /// The next byte; 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    /// What was read since `start`.
    fn since(&self, start: usize) -> &'a str {
        self.line.get(start..self.at).unwrap_or_default()
    }

    // Inlined where they are called: of words whose length is known, each comparison is an instruction or two.

    /// Whether `expected` comes next.
    #[inline(always)]
    pub(super) fn sees(&self, expected: &str) -> bool {
        self.line.as_bytes()[self.at..].starts_with(expected.as_bytes())
    }

    /// Steps over `expected` if it comes next.
    #[inline(always)]
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let eaten = self.sees(expected);
        if eaten {
            self.at += expected.len();
        }
        eaten
    }

    /// Steps over `expected`, or says `otherwise`.
    #[inline(always)]
    pub(super) fn expect(&mut self, expected: &str, otherwise: Unread) -> Read<()> {
        if self.eat(expected) { Ok(()) } else { Err(otherwise) }
    }

    /// A decimal number.
    pub(super) fn number(&mut self) -> Read<u32> {
        let mut number = 0u32;
        let start = self.at;
        while let digit @ b'0'..=b'9' = self.peek() {
            number = number.checked_mul(10).and_then(|tens| tens.checked_add(u32::from(digit - b'0'))).ok_or("a number is too large")?;
            self.at += 1;
        }
        if self.at == start { Err("a number is missing") } else { Ok(number) }
    }

    /// Everything before the next `end`, which is stepped over.
    pub(super) fn before(&mut self, end: &str, otherwise: Unread) -> Read<&'a str> {
        let found = memchr::memmem::find(self.rest().as_bytes(), end.as_bytes()).ok_or(otherwise)?;
        let start = self.at;
        self.at += found;
        let text = self.since(start);
        self.at += end.len();
        Ok(text)
    }

    /// A type, which is followed by `,`, `;` or a closing bracket, or by nothing.
    pub(super) fn ty(&mut self) -> Read<&'a str> {
        let start = self.at;
        self.skip(Skipped::Type)?;
        if self.at == start { Err("a type is missing") } else { Ok(self.since(start)) }
    }

    /// The path of an item: `a::b::<impl at f.rs:1:1: 2:2>::c::{closure#0}`, `<T as Trait<A>>::f::<B>`.
    pub(super) fn path(&mut self) -> Read<&'a str> {
        let start = self.at;
        if !matches!(self.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'<' | b'{' | 0x80..) {
            return Err("this is no path");
        }
        self.skip(Skipped::Path)?;
        let path = self.since(start);
        match path.as_bytes() {
            // A local without `copy` or `move` before it.
            [b'_', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => Err("this is no path"),
            _ => Ok(path),
        }
    }

    /// The literal, constant's path or printed value after `const `.
    pub(super) fn literal(&mut self) -> Read<&'a str> {
        let start = self.at;
        self.skip(Skipped::Literal)?;
        let literal = self.since(start).trim_ascii_end();
        if literal.is_empty() { Err("a constant is missing") } else { Ok(literal) }
    }

    /// Steps over a bracketed text, from its opening bracket.
    pub(super) fn bracketed(&mut self) -> Read<&'a str> {
        let start = self.at;
        if !matches!(self.peek(), b'(' | b'[') {
            return Err("an opening bracket is missing");
        }
        self.at += 1;
        loop {
            self.skip(Skipped::Type)?;
            match self.peek() {
                b',' | b';' => self.at += 1,
                0 => return Err("brackets do not match"),
                _ => {
                    self.at += 1;
                    return Ok(self.since(start));
                }
            }
        }
    }

    /// Steps over spaces.
    pub(super) fn spaces(&mut self) {
        self.at += self.line.as_bytes()[self.at..].iter().take_while(|&&byte| byte == b' ').count();
    }

    fn byte(&self, at: usize) -> u8 {
        self.line.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Moves to the first byte outside all brackets that is `,`, `;`, a closing bracket, or an end of `what`.
    fn skip(&mut self, what: Skipped) -> Read<()> {
        let bytes = self.line.as_bytes();
        let mut depth = 0usize;
        let mut at = self.at;
        while let Some(&byte) = bytes.get(at) {
            match CLASSES[usize::from(byte)] {
                Class::Plain => at += 1,
                Class::Space => match what {
                    Skipped::Path if depth == 0 => break,
                    Skipped::Literal if depth == 0 && bytes[at..].starts_with(b" as ") => break,
                    _ => at += 1,
                },
                Class::Open => {
                    if depth == 0 && byte == b'(' && what == Skipped::Path {
                        break;
                    }
                    depth += 1;
                    at += 1;
                }
                Class::Less => {
                    if bytes[at..].starts_with(b"<impl at ") {
                        at = after_span(bytes, at, b'>')?;
                    } else {
                        depth += 1;
                        at += 1;
                    }
                }
                Class::Brace => at = after_braces(bytes, at)?,
                Class::Close => {
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                    at += 1;
                }
                Class::Separator => {
                    if depth == 0 {
                        break;
                    }
                    at += 1;
                }
                Class::Quote => at = after_string(bytes, at)?,
                Class::Apostrophe => at = after_apostrophe(bytes, at),
                Class::Minus => at += if bytes.get(at + 1) == Some(&b'>') { 2 } else { 1 },
            }
        }
        self.at = at;
        if depth == 0 { Ok(()) } else { Err("brackets do not match") }
    }
}

/// The position after the string that opens at `at`.
fn after_string(bytes: &[u8], mut at: usize) -> Read<usize> {
    at += 1;
    loop {
        let found = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)).ok_or("a string does not end")?;
        at += found;
        if bytes[at] == b'"' {
            return Ok(at + 1);
        }
        at += 2;
    }
}

/// The position after the character literal, or else after the apostrophe of a lifetime.
fn after_apostrophe(bytes: &[u8], at: usize) -> usize {
    let first = bytes.get(at + 1).copied().unwrap_or(0);
    if first == b'\\' {
        // The character after the backslash may be an apostrophe itself.
        let rest = bytes.get(at + 3..).unwrap_or_default();
        return memchr::memchr(b'\'', rest).map_or(at + 1, |found| at + 3 + found + 1);
    }
    let width = match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if bytes.get(at + 1 + width) == Some(&b'\'') { at + width + 2 } else { at + 1 }
}

/// The position after the braces that open at `at`: `{closure#0}`, `{closure@SPAN}`, `{std::mem::drop::<T>}`, `{alloc3: &T}`, `{{ a: 1_i32 }}`.
fn after_braces(bytes: &[u8], mut at: usize) -> Read<usize> {
    let mut depth = 0usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' if holds_span(&bytes[at + 1..]) => at = after_span(bytes, at, b'}')?,
            b'{' => {
                depth += 1;
                at += 1;
            }
            b'}' => {
                depth -= 1;
                at += 1;
            }
            b'<' if bytes[at..].starts_with(b"<impl at ") => at = after_span(bytes, at, b'>')?,
            b'"' => at = after_string(bytes, at)?,
            b'\'' => at = after_apostrophe(bytes, at),
            _ => at += 1,
        }
        if depth == 0 {
            return Ok(at);
        }
    }
    Err("braces do not match")
}

/// Whether what follows a brace is `closure@`, `async block@`, `coroutine-closure@`: words, then a span.
fn holds_span(bytes: &[u8]) -> bool {
    let words = bytes.iter().take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'-')).count();
    bytes.get(words) == Some(&b'@')
}

/// The position after the `close` that ends a span: it follows a column number, or the `(#0)` of a coroutine.
fn after_span(bytes: &[u8], start: usize, close: u8) -> Read<usize> {
    memchr::memchr_iter(close, &bytes[start..])
        .map(|found| start + found)
        .find(|&at| bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b')' || bytes[..at].ends_with(b"no-location"))
        .map(|at| at + 1)
        .ok_or("a span does not end")
}
