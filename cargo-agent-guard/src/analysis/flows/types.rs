//! Types as rustc prints them, as far as flows depend on them.

use crate::path;

/// A type's path without its generic arguments.
pub fn path_of(ty: &str) -> &str {
    path::without_colons(memchr::memchr(b'<', ty.as_bytes()).map_or(ty, |at| &ty[..at]))
}

/// Whether a type is written as a path: no tuple, slice, pointer, closure.
pub fn is_named(ty: &str) -> bool {
    let is_other = ["dyn ", "impl ", "fn("].iter().any(|prefix| ty.starts_with(prefix));
    ty.starts_with(|first: char| first.is_alphabetic() || first == '_') && !is_other
}

/// Whether it is the runtime's `Pii`, which keeps what is in it to itself.
pub fn is_pii(ty: &str) -> bool {
    path::peel(ty).starts_with("agent_guard::Pii<")
}

/// Whether a function prints, writes or compares a `Pii`.
pub fn is_about_pii(printed: &str) -> bool {
    printed.contains("Pii<") && (path::generic_arguments(printed).iter().any(|ty| is_pii(ty)) || printed.starts_with("<agent_guard::Pii<"))
}

/// Whether a function that is given a value of this type may change what it refers to, if it is not [shared](super::models::is_shared).
pub fn can_be_changed(ty: &str) -> bool {
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
    if ty.starts_with('&') && !ty.starts_with("&mut ") {
        return false;
    }
    ty.contains("&mut ") || ty.contains("*mut ") || (ty.contains("'_") && HOLDERS.iter().any(|holder| ty.contains(holder)))
}

/// Whether a value of this type is, or may be, a closure that was handed in.
pub fn can_be_called(ty: &str) -> bool {
    ty.contains("Fn(") || ty.contains("FnMut(") || ty.contains("FnOnce(") || (ty.len() <= 2 && ty.starts_with(char::is_uppercase))
}

/// Whether something in a type of other crates is a reference, a pointer, or could be one of these behind a name that says nothing of it.
pub fn may_refer(ty: &str) -> bool {
    ty.contains(['&', '\'', '*', '{']) || ["dyn ", "impl ", "fn("].iter().any(|part| ty.contains(part))
}

/// The elements of a tuple's type; none for what is no tuple.
pub fn tuple_elements(ty: &str) -> Vec<&str> {
    ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(path::split_commas).unwrap_or_default()
}

/// The types of the workspace in a type.
pub fn own_types<'t>(ty: &'t str, is_foreign_root: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let is_in_path = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let mut found = Vec::new();
    // What has no capital names no type but the language's own.
    if ty.is_ascii() && !ty.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return found;
    }
    for path in ty.split(|character: char| !is_in_path(character)).filter(|path| !path.is_empty()) {
        let last = path.as_bytes().windows(2).rposition(|pair| pair == b"::").map_or(path, |at| &path[at + 2..]);
        let is_type = last.starts_with(char::is_uppercase);
        // What a type parameter has, `<T as Trait>::Type`, is no type of anybody's.
        let is_foreign = || path.starts_with("::") || is_foreign_root(path::first_segment(path)) || path::is_renamed_by_derive(path);
        if is_type && !is_foreign() && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_workspace_are_found_wherever_they_stand() {
        let is_foreign = |root: &str| matches!(root, "std" | "serde_json");
        let of = |ty| own_types(ty, &is_foreign);
        assert_eq!(of("&mut std::vec::Vec<people::Person>"), ["people::Person"]);
        assert_eq!(of("(Row, std::option::Option<&Row>, u64)"), ["Row"]);
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
        assert_eq!(tuple_elements("(A<B, C>, D)"), ["A<B, C>", "D"]);
        assert_eq!(tuple_elements("A<B, C>"), [""; 0]);
    }
}
