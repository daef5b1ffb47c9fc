//! Type parameters by letters.
//!
//! `impl<Backend: Memory> Session<Backend>`: rustc prints the parameter as it prints a type of the crate's root, and there may be one of that
//! name. In a body of an item that declares it, it is given a letter before anything else reads the text, so that all later parts
//! know a type parameter by one or two letters, as most are called.

use memchr::memmem;

use crate::mir::text::{is_in_string, is_of_name};

/// The text of a body with these type parameters by letters that nothing else in it is called by. `None` where none of them is in it.
pub fn by_letters(text: &str, parameters: &[&str]) -> Option<String> {
    let mut replaced: Option<String> = None;
    for name in parameters {
        let text = replaced.as_deref().unwrap_or(text);
        let places: Vec<usize> = places(text, name).collect();
        if places.is_empty() {
            continue;
        }
        let letter = letter(text, name);
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for at in places {
            out.push_str(&text[done..at]);
            out.push_str(&letter);
            done = at + name.len();
        }
        out.push_str(&text[done..]);
        replaced = Some(out);
    }
    replaced
}

/// Where a name stands by itself: in no path, no file's name and no string.
fn places<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    memmem::find_iter(text.as_bytes(), name.as_bytes()).filter(move |&at| {
        let (before, after) = (text[..at].bytes().next_back(), text.as_bytes().get(at + name.len()));
        let is_part = before.is_some_and(|byte| is_of_name(byte) || matches!(byte, b':' | b'/' | b'.'))
            || after.is_some_and(|&byte| is_of_name(byte) || matches!(byte, b'/' | b'.'))
            || text[at + name.len()..].starts_with("::");
        !is_part && !is_in_string(text, at)
    })
}

/// Its first letter, with a digit if that is taken.
fn letter(text: &str, name: &str) -> String {
    let first = name.chars().next().filter(char::is_ascii_uppercase).unwrap_or('T').to_string();
    let digits = (0..10).map(|digit| format!("{first}{digit}"));
    let is_free = |letter: &String| places(text, letter).next().is_none();
    std::iter::once(first.clone()).chain(digits).find(is_free).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_gets_a_letter_wherever_it_stands_and_nothing_else_does() {
        let text = "_1: &Session<Backend>, <Backend as Memory>::recall::<Vec<Backend>>(copy (*_1)) at src/Backend.rs:1:2";
        let by_letters = |text| by_letters(text, &["Backend"]);
        let expected = "_1: &Session<B>, <B as Memory>::recall::<Vec<B>>(copy (*_1)) at src/Backend.rs:1:2";
        assert_eq!(by_letters(text).as_deref(), Some(expected));
        for other in ["remote::Backend", "Backend::new()", "Backends<OfBackend>", "const \"a Backend of\"", "src/Backend/mod.rs"] {
            assert_eq!(by_letters(other), None, "{other}");
        }
    }

    #[test]
    fn no_letter_is_given_twice() {
        let by_letters = by_letters("Pair<B, Backend, Bound, Other>", &["Backend", "Bound", "Other"]);
        assert_eq!(by_letters.as_deref(), Some("Pair<B, B0, B1, O>"));
    }
}
