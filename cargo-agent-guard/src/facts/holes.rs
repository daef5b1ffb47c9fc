//! What is put into a text at run time: the holes in it.
//!
//! ```text
//! {}                        something
//! {agent::BASE}             a constant or static, by its path
//! {capture 1}               what a closure has captured, as long as it is not known who has made that
//! {parameter 2}             a parameter, as long as it is not known of which function
//! {parameter 2 of 17}       what the function with this number is given as its second parameter
//! {result 12}               what the call that ends this block gives back, as long as it is not known of which function
//! {result 12 of 17}         the same of the function with this number
//! {field 0 of agent::Rest}  the first field of a struct of the crate's own
//! ```
//!
//! A text that has braces of its own may have a hole where there is none. Then a part of it is not known: such a text says less, never more.

use std::fmt;

/// A hole in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hole<'t> {
    /// Something.
    Any,
    /// A constant or static, by its path.
    Constant(&'t str),
    /// The capture with this number of the closure or coroutine that has the text.
    Capture(u32),
    /// A parameter of the function that has the text.
    OwnParameter(u32),
    /// What this function is given as this parameter.
    Parameter {
        /// The parameter's local, from 1.
        parameter: u32,
        /// The function's number in its facts.
        function: u32,
    },
    /// What the call that ends this block gives back, in the function that has the text.
    OwnResult(u32),
    /// What a call gives back.
    Result {
        /// The block that ends with the call.
        block: u32,
        /// The number of the function that calls, in its facts.
        function: u32,
    },
    /// A field of a struct.
    Field {
        /// The struct, as its crate prints it.
        ty: &'t str,
        /// The field.
        number: u32,
    },
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// What stands there.
    Text(&'t str),
    /// What is put in.
    Hole(Hole<'t>),
}

impl fmt::Display for Hole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hole::Any => f.write_str("{}"),
            Hole::Constant(path) => write!(f, "{{{path}}}"),
            Hole::Capture(number) => write!(f, "{{capture {number}}}"),
            Hole::OwnParameter(parameter) => write!(f, "{{parameter {parameter}}}"),
            Hole::Parameter { parameter, function } => write!(f, "{{parameter {parameter} of {function}}}"),
            Hole::OwnResult(block) => write!(f, "{{result {block}}}"),
            Hole::Result { block, function } => write!(f, "{{result {block} of {function}}}"),
            Hole::Field { ty, number } => write!(f, "{{field {number} of {ty}}}"),
        }
    }
}

impl<'t> Hole<'t> {
    /// What stands between braces; `None` for what may stand so in any text.
    fn parse(text: &'t str) -> Option<Self> {
        let numbered = |prefix: &str| {
            let (number, rest) = text.strip_prefix(prefix).map(|rest| rest.split_once(" of ").unwrap_or((rest, "")))?;
            Some((number.parse::<u32>().ok()?, rest))
        };
        let kind = text.split(' ').next().unwrap_or_default();
        match (kind, numbered(&format!("{kind} "))) {
            _ if text.is_empty() => Some(Hole::Any),
            ("capture", Some((number, ""))) => Some(Hole::Capture(number)),
            ("parameter", Some((parameter, ""))) => Some(Hole::OwnParameter(parameter)),
            ("parameter", Some((parameter, function))) => Some(Hole::Parameter { parameter, function: function.parse().ok()? }),
            ("result", Some((block, ""))) => Some(Hole::OwnResult(block)),
            ("result", Some((block, function))) => Some(Hole::Result { block, function: function.parse().ok()? }),
            ("field", Some((number, ty))) => Some(Hole::Field { ty, number }),
            _ => is_path(text).then_some(Hole::Constant(text)),
        }
    }
}

/// Whether what stands in braces may be the path of a constant.
fn is_path(text: &str) -> bool {
    let is_of_a_path = |c: char| c.is_alphanumeric() || "_:<> ".contains(c);
    text.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '<') && text.chars().all(is_of_a_path)
}

/// A text as what stands in it and what is put into it.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    // Where what stands there begins, and how far it has been looked at.
    let mut at = 0;
    while let Some(open) = rest[at..].find('{').map(|open| at + open) {
        let close = rest[open..].find('}').map(|close| open + close);
        match close.and_then(|close| Some((close, Hole::parse(&rest[open + 1..close])?))) {
            Some((close, hole)) => {
                if open > 0 {
                    found.push(Part::Text(&rest[..open]));
                }
                found.push(Part::Hole(hole));
                rest = &rest[close + 1..];
                at = 0;
            }
            None => at = open + 1,
        }
    }
    if !rest.is_empty() {
        found.push(Part::Text(rest));
    }
    found
}

/// A text with something else in each of its holes.
pub fn with_holes(text: &str, put_in: impl Fn(Hole<'_>) -> String) -> String {
    let part = |part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Hole(hole) => put_in(hole),
    };
    parts(text).into_iter().map(part).collect()
}

/// A text with nothing said of what comes from outside of the function that has it.
pub fn without_outside(text: &str) -> String {
    with_holes(text, |hole| if matches!(hole, Hole::Constant(_)) { hole } else { Hole::Any }.to_string())
}

/// A text that may be more than this many is not known where they differ.
pub const MOST_TEXTS: usize = 16;

/// All that a text may be whose holes may be these: each with each. A hole that may be nothing, or too much, stays what is not known.
pub fn all_texts(text: &str, may_be: impl Fn(Hole<'_>) -> Vec<String>) -> Vec<String> {
    // What is nothing but a hole may be as much as it is.
    if let [Part::Hole(hole)] = parts(text).as_slice() {
        let values = may_be(*hole);
        return if values.is_empty() { vec![Hole::Any.to_string()] } else { values };
    }
    let values = |part| match part {
        Part::Text(text) => vec![text.to_owned()],
        Part::Hole(hole) => may_be(hole),
    };
    joined(parts(text).into_iter().map(values))
}

/// All that a text may be whose parts may be these, each with each. A part that may be nothing, or too much, is not known.
pub fn joined(parts: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut all = vec![String::new()];
    for values in parts {
        let is_too_much = values.is_empty() || all.len() * values.len() > MOST_TEXTS;
        let values = if is_too_much { vec![Hole::Any.to_string()] } else { values };
        all = all.iter().flat_map(|start| values.iter().map(move |value| format!("{start}{value}"))).collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_and_written_as_it_was() {
        let all = [
            Hole::Any,
            Hole::Constant("agent::BASE"),
            Hole::Constant("<Rest as Api>::PATH"),
            Hole::Capture(1),
            Hole::OwnParameter(2),
            Hole::Parameter { parameter: 2, function: 17 },
            Hole::OwnResult(12),
            Hole::Result { block: 12, function: 17 },
            Hole::Field { ty: "agent::Rest", number: 0 },
        ];
        for hole in all {
            let text = format!("a{hole}/b");
            assert_eq!(parts(&text), [Part::Text("a"), Part::Hole(hole), Part::Text("/b")], "{text}");
        }
    }

    #[test]
    fn what_comes_from_outside_is_told_from_constants() {
        assert_eq!(without_outside("{agent::BASE}/{parameter 2 of 17}/{capture 1}{}"), "{agent::BASE}/{}/{}{}");
    }

    #[test]
    fn each_hole_is_all_that_it_may_be_as_long_as_that_is_not_too_much() {
        let many = |hole: Hole<'_>| match hole {
            Hole::Constant(path) => vec![path.to_owned(), "b".to_owned()],
            Hole::Capture(many) => (0..many).map(|number| number.to_string()).collect(),
            _ => Vec::new(),
        };
        assert_eq!(all_texts("{a}/{a}", many), ["a/a", "a/b", "b/a", "b/b"]);
        assert_eq!(all_texts("{a}/{}", many), ["a/{}", "b/{}"]);
        assert_eq!(all_texts("{a}/{capture 8}", many).len(), MOST_TEXTS);
        assert_eq!(all_texts("{a}/{capture 9}", many), ["a/{}", "b/{}"]);
        assert_eq!(all_texts("{capture 99}", many).len(), 99, "alone it may be all of them");
        assert_eq!(all_texts("{parameter 1}", many), ["{}"]);
    }

    #[test]
    fn braces_of_other_texts_are_no_holes() {
        for text in ["{\"a\": 1}", "a { b", "}", "{1}", "{a-b}"] {
            assert_eq!(parts(text), [Part::Text(text)], "{text}");
        }
        assert_eq!(parts("{ {}"), [Part::Text("{ "), Part::Hole(Hole::Any)]);
        assert_eq!(parts(""), []);
    }
}
