//! Types as rustc prints them, as far as flows depend on them.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;
use smallvec::SmallVec;

use crate::path;

/// A type's text, taken apart once.
pub struct Printed<'t> {
    text: &'t str,
    /// Where the paths in it are.
    paths: SmallVec<[Range<usize>; 8]>,
    /// The characters that are in no path, as bits.
    others: u128,
}

impl<'t> Printed<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut printed = Self { text, paths: SmallVec::new(), others: 0 };
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate().filter(|&(_, byte)| !is_in_path(byte)) {
            printed.add_path(start..at);
            start = at + 1;
            printed.others |= bit_of(byte);
        }
        printed.add_path(start..text.len());
        printed
    }

    fn add_path(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.paths.push(range);
        }
    }

    /// Where the paths in it are, each with whether it has arguments.
    pub fn paths(&self) -> impl Iterator<Item = (Range<usize>, bool)> {
        self.paths.iter().map(|range| (range.clone(), self.text.as_bytes().get(range.end) == Some(&b'<')))
    }

    /// Whether any of these characters, which are in no path, is in it.
    pub fn has(&self, characters: &[u8]) -> bool {
        characters.iter().any(|&byte| self.others & bit_of(byte) != 0)
    }
}

/// Beyond ASCII there is nothing but names.
fn is_in_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':') || !byte.is_ascii()
}

fn bit_of(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << byte } else { 0 }
}

/// A type's path without its generic arguments.
pub fn path_of(ty: &str) -> &str {
    path::without_colons(memchr::memchr(b'<', ty.as_bytes()).map_or(ty, |at| &ty[..at]))
}

/// Whether a type is written as a path: no tuple, slice, pointer, closure.
pub fn is_named(ty: &str) -> bool {
    let is_other = ["dyn ", "impl ", "fn("].iter().any(|prefix| ty.starts_with(prefix));
    ty.starts_with(|first: char| first.is_alphabetic() || first == '_') && !is_other
}

/// Whether a type may be any: a parameter, or a `dyn`, references and pointers before it aside.
pub fn is_open(ty: &str) -> bool {
    // It is asked of many: a `dyn` has a blank behind it, and so has what stands before a parameter.
    let is_of_parameter = |ty: &[u8]| ty.len() > 3 && ty[ty.len() - 3] == b'<';
    if ty.len() > 2 && !is_of_parameter(ty.as_bytes()) && memchr::memchr2(b' ', b'&', ty.as_bytes()).is_none() {
        return false;
    }
    let mut ty = ty;
    while let Some(inner) = ["std::boxed::Box<", "std::sync::Arc<", "std::rc::Rc<", "std::pin::Pin<"]
        .iter()
        .find_map(|pointer| ty.trim_start_matches("&mut ").trim_start_matches('&').strip_prefix(pointer))
    {
        ty = inner;
    }
    let is_dyn = ty.split(['<', '(', '[']).next().is_some_and(|before| before.contains("dyn ") || before.contains("impl "));
    is_dyn || is_parameter(path::peel(ty))
}

/// Whether a type is a parameter, by the one or two letters of its name. (Where it has more, it has been [given one](crate::analysis::parameters).)
pub fn is_parameter(ty: &str) -> bool {
    ty.len() <= 2 && ty.starts_with(char::is_uppercase)
}

/// Whether something may be written through a value of this type, which has a type parameter in it or a [`dyn`](has_dyn_writer).
pub fn may_lead_out(ty: &Printed<'_>, has_dyn_writer: bool) -> bool {
    let text = ty.text;
    if text.starts_with('&') && !text.starts_with("&mut ") {
        return false;
    }
    has_dyn_writer || ty.paths.iter().any(|range| is_parameter(&text[range.clone()]))
}

/// Whether a type is, or has in it, a `dyn` or an `impl` of a trait for writing.
pub fn has_dyn_writer(ty: &Printed<'_>) -> bool {
    ty.has(b" ") && ty.text.contains("Write") && (ty.text.contains("dyn ") || ty.text.contains("impl "))
}

/// Whether a type is, or has in it, a `dyn` of a trait for errors.
pub fn is_dyn_error(ty: &str) -> bool {
    let trait_of = |(at, _): (usize, _)| ty[at + 4..].split([' ', '>', ')', ',', '<']).next().map_or("", path::last_segment);
    ty.match_indices("dyn ").map(trait_of).any(|name| name.ends_with("Error"))
}

/// Whether it is the runtime's `Pii`, which keeps what is in it to itself.
pub fn is_pii(ty: &str) -> bool {
    path::peel(ty).starts_with("agent_guard::Pii<")
}

/// Whether a function prints, writes or compares a `Pii`.
pub fn is_about_pii(printed: &str) -> bool {
    // It is asked of every call.
    static PII: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("Pii<"));
    PII.find(printed.as_bytes()).is_some() && (path::generic_arguments(printed).any(is_pii) || printed.starts_with("<agent_guard::Pii<"))
}

/// Whether a function that is given a value of this type may change what it refers to, if it is not [shared](super::models::is_shared).
pub fn can_be_changed(ty: &Printed<'_>) -> bool {
    // What holds such a reference without saying so.
    const HOLDERS: &[&str] = &[
        "Mut<",
        "Guard<",
        "Entry<",
        "Drain<",
        "Permit<",
        "Serializer<",
        "Compound<",
        "Formatter<",
        "Builder<",
        "Writer<",
        "Encoder<",
        "Txn<",
        "Transaction<",
        "Frame<",
        "Session<",
        "Debug",
    ];
    let text = ty.text;
    if text.starts_with('&') && !text.starts_with("&mut ") {
        return false;
    }
    has_mutable_reference(ty)
        || (ty.has(b"*") && text.contains("*mut "))
        || (ty.has(b"'") && text.contains("'_") && HOLDERS.iter().any(|holder| text.contains(holder)))
}

/// Whether there is a reference in a type through which something can be changed.
pub fn has_mutable_reference(ty: &Printed<'_>) -> bool {
    ty.has(b"&") && ty.text.contains("&mut ")
}

/// Whether a value of this type is, or may be, a closure that was handed in.
pub fn can_be_called(ty: &Printed<'_>) -> bool {
    let text = ty.text;
    is_parameter(text) || (ty.has(b"(") && ["Fn(", "FnMut(", "FnOnce("].iter().any(|part| text.contains(part)))
}

/// Whether something in a type of other crates is a reference, a pointer, or could be one of these behind a name that says nothing of it.
pub fn may_refer(ty: &Printed<'_>) -> bool {
    ty.has(b"&'*{") || (ty.has(b" (") && ["dyn ", "impl ", "fn("].iter().any(|part| ty.text.contains(part)))
}

/// The elements of a tuple's type; none for what is no tuple.
pub fn tuple_elements(ty: &str) -> path::Split<'_> {
    ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(path::split_commas).unwrap_or_default()
}

/// Whether a path in a type names one of the workspace's.
pub fn is_own_path(path: &str, is_foreign_root: &dyn Fn(&str) -> bool) -> bool {
    let last = path.as_bytes().windows(2).rposition(|pair| pair == b"::").map_or(path, |at| &path[at + 2..]);
    // What a type parameter has, `<T as Trait>::Type`, is no type of anybody's.
    let is_foreign = || path.starts_with("::") || is_foreign_root(path::first_segment(path)) || path::is_renamed_by_derive(path);
    last.starts_with(char::is_uppercase) && !is_foreign()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_workspace_are_found_wherever_they_stand() {
        let is_own = |path: &&str| is_own_path(path, &|root| matches!(root, "std" | "serde_json"));
        let of = |ty: &'static str| Printed::of(ty).paths().map(|(range, _)| &ty[range]).filter(is_own).collect::<Vec<_>>();
        assert_eq!(of("&mut std::vec::Vec<people::Person>"), ["people::Person"]);
        assert_eq!(of("(Row, std::option::Option<&[Note; 2]>, u64)"), ["Row", "Note"]);
        assert_eq!(of("serde_json::Value"), [""; 0]);
    }

    #[test]
    fn a_pii_is_known_by_its_type_and_nothing_else_is() {
        assert!(is_pii("&agent_guard::Pii<std::string::String>"));
        assert!(!is_pii("Pii<std::string::String>"), "one of the user's own");
        assert!(is_about_pii("core::fmt::rt::Argument::<'_>::new_debug::<&agent_guard::Pii<u8>>"));
        assert!(!is_about_pii("core::fmt::rt::Argument::<'_>::new_debug::<u8>"));
    }

    #[test]
    fn tuples_are_taken_apart() {
        assert_eq!(tuple_elements("(A<B, C>, D)").collect::<Vec<_>>(), ["A<B, C>", "D"]);
        assert_eq!(tuple_elements("A<B, C>").next(), None);
    }
}
