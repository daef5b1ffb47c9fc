//! The text of a body as text, before it is taken apart or instead.

use memchr::memmem;

/// Whether a byte can be one of a name.
pub fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Whether a place is inside a string, which MIR prints on one line and with `\"` for a quote.
pub fn is_in_string(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text.as_bytes()[start..];
    let (mut inside, mut escaped) = (false, false);
    for (place, byte) in line[..at - start].iter().enumerate() {
        // `'"'` is a character.
        let is_character = || place > 0 && line[place - 1] == b'\'' && line.get(place + 1) == Some(&b'\'');
        match byte {
            b'\\' if inside && !escaped => escaped = true,
            b'"' if !escaped && (inside || !is_character()) => inside = !inside,
            _ => escaped = false,
        }
    }
    inside
}

/// Whether two texts say the same. They may differ in the numbers of allocations (`alloc7`): these rustc gives in the order in which it
/// comes to them, in whatever body.
pub fn are_alike(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (Allocations::of(one), Allocations::of(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return one.rest() == other.rest(),
            (one, other) if one == other => {}
            _ => return false,
        }
    }
}

/// The allocations that a text names: what stands before each, and which it is, counted in the order in which they come up.
struct Allocations<'t> {
    text: &'t str,
    done: usize,
    known: Vec<&'t str>,
}

impl<'t> Allocations<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, done: 0, known: Vec::new() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.done..]
    }
}

impl<'t> Iterator for Allocations<'t> {
    type Item = (&'t str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        const NAME: &str = "alloc";
        let (text, start) = (self.text, self.done);
        let ends_at = |at: usize| at + NAME.len() + text[at + NAME.len()..].bytes().take_while(u8::is_ascii_digit).count();
        let is_one = |&(at, end): &(usize, usize)| {
            let is_part = |byte: Option<&u8>| byte.is_some_and(|&byte| is_of_name(byte));
            let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
            end > at + NAME.len() && !is_part(before) && !is_part(text.as_bytes().get(end)) && !is_in_string(text, at)
        };
        let places = memmem::find_iter(&text.as_bytes()[start..], NAME).map(|at| (start + at, ends_at(start + at)));
        let (at, end) = { places }.find(is_one)?;
        self.done = end;
        let name = &text[at..end];
        let number = self.known.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.known.push(name);
            self.known.len() - 1
        });
        Some((&text[start..at], number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_told_from_what_stands_around_it() {
        let text = r#"f(const "a \" b", const '"', c)"#;
        let is_inside = |part: &str| is_in_string(text, text.find(part).expect("it is there"));
        assert!(is_inside("a \\") && is_inside(" b\""));
        assert!(!is_inside("f(") && !is_inside(", const '") && !is_inside("c)"));
        assert!(!is_in_string("const \"x\";\n_1 = y", 13));
    }

    #[test]
    fn numbers_of_allocations_make_no_difference_and_which_is_which_does() {
        let text = "_1 = const {alloc4: &u8};\n_2 = const {alloc9: &u8};\n\nalloc4 (static: A)\nalloc9 (static: B)\n";
        assert!(are_alike(text, text));
        assert!(are_alike(text, &text.replace("alloc4", "alloc12").replace("alloc9", "alloc4")));
        for other in [
            text.replace("static: B", "static: C"),
            text.replace("{alloc4", "{alloc9"),
            text.replace("{alloc9", "{alloc4"),
            text.replace("alloc9 (", "alloc4 ("),
            text.replace("_2", "_3"),
            format!("{text}alloc5 (size: 1)\n"),
            text.lines().take(4).map(|line| format!("{line}\n")).collect(),
        ] {
            assert!(!are_alike(text, &other), "{other}");
        }
        for (one, other) in
            [("const \"alloc4\"", "const \"alloc5\""), ("alloc4x", "alloc5x"), ("malloc4", "malloc5"), ("m::alloc", "m::alloc4")]
        {
            assert!(!are_alike(one, other), "{one} {other}");
        }
    }
}
