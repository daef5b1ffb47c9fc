//! Paths and types as rustc prints them, taken apart as text.
//!
//! rustc prints *visible* paths: through the shortest re-export that the crate can name, local items without a crate in front. So a
//! path is never compared whole; what holds in every crate is its root, its owner (a type or a trait) and its last segment.

/// A callee's path, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callee<'a> {
    /// `a::f::<T>`, `a::Type::<T>::f`, `a::b::<impl c::Type<T>>::f`
    Path {
        /// The first segment of the path, or of the impl's type: a crate, or a local module, type or function; `""` for `f`, which is none of these.
        root: &'a str,
        /// The segment before the name: a type, or a module; `""` for `f`.
        owner: &'a str,
        /// Everything before the name, or the impl's type: `a::Type::<T>`; `""` for `f`.
        path: &'a str,
        /// The function.
        name: &'a str,
        /// The function's own generic arguments: `::<U>`; `""` if it has none.
        generics: &'a str,
    },
    /// `<S as a::Trait<T>>::f::<U>`
    Trait {
        /// The self type as printed.
        self_type: &'a str,
        /// The first segment of the trait's path.
        root: &'a str,
        /// The trait's path with generic arguments: `a::Trait<T>`.
        of_trait: &'a str,
        /// The trait's last segment.
        trait_name: &'a str,
        /// The function.
        name: &'a str,
    },
}

impl<'a> Callee<'a> {
    /// Takes a printed path apart. `None` for what is no path.
    pub fn parse(text: &'a str) -> Option<Self> {
        let stripped = strip_turbofish(text);
        let generics = &text[stripped.len()..];
        let (rest, name) = split_last_segment(stripped)?;
        if let Some((self_type, of_trait)) = rest.and_then(qualified_self) {
            let (root, trait_name) = (first_segment(of_trait), last_segment(of_trait));
            return Some(Callee::Trait { self_type, root, of_trait, trait_name, name });
        }
        let Some(rest) = rest else { return Some(Callee::Path { root: "", owner: "", path: "", name, generics }) };
        if let Some(ty) = impl_segment(rest) {
            return Some(Callee::Path { root: first_segment(ty), owner: last_segment(ty), path: ty, name, generics });
        }
        Some(Callee::Path { root: first_segment(rest), owner: last_segment(rest), path: rest, name, generics })
    }

    /// The function's own name.
    pub fn name(&self) -> &'a str {
        match self {
            Callee::Path { name, .. } | Callee::Trait { name, .. } => name,
        }
    }
}

/// Whether a type is built into the language, and named by a word.
pub fn is_built_in(ty: &str) -> bool {
    const BUILT_IN: &[&str] = &[
        "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f16", "f32", "f64",
        "f128",
    ];
    BUILT_IN.contains(&ty)
}

/// Whether a callee is an inherent method of a type that is built into the language (`<impl str>::len`, `<impl *const agent::Note>::read`):
/// only the standard library has such. A module of that name does not stand in brackets.
pub fn is_of_the_language(printed: &str, callee: &Callee<'_>) -> bool {
    match *callee {
        Callee::Path { path, .. } => path.starts_with(['[', '(', '*', '&']) || (is_built_in(path) && !printed.starts_with(path)),
        Callee::Trait { .. } => false,
    }
}

/// The type `T` of a path that ends in `<impl T>`, or in `<T>` (an inherent impl's associated item on a primitive: `<[u8]>::len`).
fn impl_segment(path: &str) -> Option<&str> {
    let (_, last) = split_last_segment(path)?;
    let inner = last.strip_prefix('<')?.strip_suffix('>')?;
    Some(inner.strip_prefix("impl ").unwrap_or(inner))
}

/// `S` and `Trait` of `<S as Trait>`.
fn qualified_self(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let mut depth = Depth::default();
    for (at, byte) in inner.bytes().enumerate() {
        if depth.is_outside() && byte == b' ' && inner[at..].starts_with(" as ") {
            return Some((&inner[..at], &inner[at + 4..]));
        }
        depth.step(inner.as_bytes(), at);
    }
    None
}

/// The path without the generic arguments of its last segment: `a::f::<T>` is `a::f`.
pub fn strip_turbofish(path: &str) -> &str {
    if !path.ends_with('>') {
        return path;
    }
    match matching_open(path) {
        Some(open) if path[..open].ends_with("::") && open > 2 => &path[..open - 2],
        _ => path,
    }
}

/// The generic arguments of the last segment: `a::f::<T, U>` and `a::Type<T, U>` give `T` and `U`.
pub fn generic_arguments(path: &str) -> Split<'_> {
    match matching_open(path) {
        Some(open) if open > 0 => split_commas(&path[open + 1..path.len() - 1]),
        _ => split_commas(""),
    }
}

/// Where the `<` stands that the last byte, a `>`, closes.
pub fn matching_open(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.last() != Some(&b'>') {
        return None;
    }
    let mut depth = 0usize;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b'>' if at > 0 && (bytes[at - 1] == b'-' || bytes[at - 1] == b'=') => {}
            b'>' => depth += 1,
            b'<' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits at the commas outside all brackets.
pub fn split_commas(list: &str) -> Split<'_> {
    Split { rest: list }
}

/// What stands between commas. Mostly only the first is asked for.
#[derive(Debug, Clone, Default)]
pub struct Split<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Split<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.rest.as_bytes();
        let mut depth = Depth::default();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b',' && depth.is_outside() {
                let part = self.rest[..at].trim();
                self.rest = &self.rest[at + 1..];
                return Some(part);
            }
            depth.step(bytes, at);
        }
        let last = std::mem::take(&mut self.rest).trim();
        (!last.is_empty()).then_some(last)
    }
}

/// What precedes the last segment (if anything does), and the last segment.
fn split_last_segment(path: &str) -> Option<(Option<&str>, &str)> {
    // From the end: what is asked for is near it.
    let bytes = path.as_bytes();
    let mut depth = 0i32;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b'>' if at > 0 && (bytes[at - 1] == b'-' || bytes[at - 1] == b'=') => {}
            b'>' | b')' | b']' | b'}' => depth += 1,
            b'<' | b'(' | b'[' | b'{' => depth -= 1,
            // `::<` begins generic arguments, but for that of an impl, which is a segment.
            b':' if depth == 0 && at > 0 && bytes[at - 1] == b':' => {
                let segment = &path[at + 1..];
                if !segment.starts_with('<') || is_impl(&path[..at - 1], segment) {
                    return Some((Some(&path[..at - 1]), segment));
                }
            }
            _ => {}
        }
    }
    if path.is_empty() { None } else { Some((None, path)) }
}

/// Whether a segment in brackets is that of an impl, `a::b::<impl c::Type>::f`, and not the argument of a type: `Box::<impl Fn()>::new`.
fn is_impl(before: &str, segment: &str) -> bool {
    let of_type = before.rsplit(|character: char| !character.is_alphanumeric() && character != '_').next();
    segment.starts_with("<impl ") && !of_type.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// The last segment of a path or type, without generic arguments: `Type` of `a::b::Type<T>`, `str` of `str`.
pub fn last_segment(path: &str) -> &str {
    let mut path = path;
    if path.ends_with('>')
        && !path.starts_with('<')
        && let Some(open) = matching_open(path)
    {
        path = without_colons(&path[..open]);
    }
    match split_last_segment(path) {
        Some((_, last)) => last,
        None => path,
    }
}

/// A path without the `::` that it may end in.
pub fn without_colons(path: &str) -> &str {
    let mut path = path;
    while let Some(rest) = path.strip_suffix("::") {
        path = rest;
    }
    path
}

/// The first segment of a path or type, without generic arguments; of a reference or `dyn` type, of what is behind it.
pub fn first_segment(path: &str) -> &str {
    let path = peel(path);
    let ends = |byte: u8| matches!(byte, b':' | b'<' | b' ' | b',' | b'>' | b'(' | b')');
    &path[..path.bytes().position(ends).unwrap_or(path.len())]
}

/// The segments of a path or type up to the first generic arguments: `a`, `b`, `Type` of `a::b::Type<T>`.
pub fn module_segments(path: &str) -> impl Iterator<Item = &str> {
    let path = peel(path);
    let end = path.find('<').unwrap_or(path.len());
    path[..end].split("::")
}

/// Whether a path leads through the `extern crate serde as _serde` that a derive writes into `const _: () = { … }`: `_::_serde::Serializer`, or
/// `api::_::_serde::Serializer` in all modules of a crate in which `api` has the first such derive.
pub fn is_renamed_by_derive(path: &str) -> bool {
    let of_crate = |at: usize| {
        let rest = path[at..].strip_prefix("_::").unwrap_or_default();
        let is_name = |name: &str| name.starts_with(|first: char| first.is_ascii_lowercase());
        is_name(rest.strip_prefix('_').unwrap_or_default()) || (is_name(rest) && rest.contains("::"))
    };
    of_crate(0) || memchr::memchr_iter(b'_', path.as_bytes()).any(|at| path[..at].ends_with("::") && of_crate(at))
}

/// A type without the references, raw pointers, `dyn` and lifetimes before it.
pub fn peel(ty: &str) -> &str {
    let mut ty = ty.trim_ascii();
    loop {
        // Most are paths, whose first character says already that nothing stands before them.
        let rest = match ty.as_bytes().first() {
            Some(b'&') => ty.get(1..),
            Some(b'*') => ty.strip_prefix("*const ").or_else(|| ty.strip_prefix("*mut ")),
            Some(b'\'') => after(ty, b" "),
            Some(b'm') => ty.strip_prefix("mut "),
            Some(b'd') => ty.strip_prefix("dyn "),
            Some(b'i') => ty.strip_prefix("impl "),
            Some(b'f') if ty.starts_with("for<") => after(ty, b"> "),
            _ => None,
        };
        match rest {
            Some(rest) => ty = rest,
            None => return ty,
        }
    }
}

/// Whether a type is one that another has by a trait: `<A as Agent>::Store`. Its last segment is no type's name.
pub fn is_projection(ty: &str) -> bool {
    ty.starts_with('<')
}

/// What follows the first `end`.
fn after<'t>(text: &'t str, end: &[u8]) -> Option<&'t str> {
    memchr::memmem::find(text.as_bytes(), end).and_then(|at| text.get(at + end.len()..))
}

/// The path without any generic arguments, `<impl a::T>` and `<a::T>` resolved to `a::T`: `a::b::<impl c::Type<T>>::f::<U>` is `c::Type::f`.
pub fn strip_generics(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('<') {
        let (before, from) = rest.split_at(open);
        let Some(length) = group_length(from) else { break };
        let inner = &from[1..length - 1];
        if before.ends_with("::") || (before.is_empty() && out.is_empty()) {
            // An impl's segment is followed by the function's. At the end it is the argument of a function that takes an `impl Trait`.
            let ty = inner.strip_prefix("impl ").filter(|_| from.len() > length && is_impl(without_colons(before), from));
            if let Some(ty) = ty.filter(|ty| !ty.starts_with("at ")) {
                // What stands before is the module of the impl, not of the type.
                out.clear();
                out.push_str(&strip_generics(peel(ty)));
            } else if before.is_empty() {
                out.push_str(&strip_generics(peel(inner)));
            } else {
                out.push_str(without_colons(before));
            }
        } else {
            out.push_str(before);
        }
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

/// The length of the bracketed group that the text starts with.
fn group_length(text: &str) -> Option<usize> {
    let mut depth = Depth::default();
    for at in 0..text.len() {
        depth.step(text.as_bytes(), at);
        if depth.is_outside() {
            return Some(at + 1);
        }
    }
    None
}

/// How deep in brackets a scan is. `->` and `=>` close nothing; strings do not occur in paths and types but for const generics, whose
/// characters do not nest.
#[derive(Default)]
struct Depth(i32);

impl Depth {
    fn is_outside(&self) -> bool {
        self.0 == 0
    }

    fn step(&mut self, text: &[u8], at: usize) {
        match text[at] {
            b'<' | b'(' | b'[' | b'{' => self.0 += 1,
            b'>' if at > 0 && (text[at - 1] == b'-' || text[at - 1] == b'=') => {}
            b'>' | b')' | b']' | b'}' => self.0 -= 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path<'a>(root: &'a str, owner: &'a str, path: &'a str, name: &'a str, generics: &'a str) -> Option<Callee<'a>> {
        Some(Callee::Path { root, owner, path, name, generics })
    }

    #[test]
    fn a_callee_has_root_owner_and_name() {
        assert_eq!(Callee::parse("load"), path("", "", "", "load", ""), "whatever crate is called so");
        assert_eq!(Callee::parse("store::load::<u8>"), path("store", "store", "store", "load", "::<u8>"));
        assert_eq!(Callee::parse("a::Client::<K, V>::get::<&str>"), path("a", "Client", "a::Client::<K, V>", "get", "::<&str>"));
        assert_eq!(Callee::parse("a::points::<impl b::c::Client<T>>::get::<u8>"), path("b", "Client", "b::c::Client<T>", "get", "::<u8>"));
        assert_eq!(Callee::parse("core::str::<impl str>::contains::<&str>"), path("str", "str", "str", "contains", "::<&str>"));
        assert_eq!(
            Callee::parse("std::result::Result::<Token<A>, E>::ok"),
            path("std", "Result", "std::result::Result::<Token<A>, E>", "ok", "")
        );
    }

    #[test]
    fn a_type_whose_argument_is_an_impl_is_no_impl() {
        let callee = Callee::parse("std::boxed::Box::<impl std::ops::Fn(&str)>::new");
        let expected =
            Callee::Path { root: "std", owner: "Box", path: "std::boxed::Box::<impl std::ops::Fn(&str)>", name: "new", generics: "" };
        assert_eq!(callee, Some(expected));
        assert_eq!(last_segment("std::sync::Arc::<impl a::Store>::clone"), "clone");
    }

    #[test]
    fn what_a_derive_has_renamed_is_known_from_every_module() {
        for path in ["_::_serde::Serializer", "api::_::_serde::ser::SerializeStruct", "_::_clap"] {
            assert!(is_renamed_by_derive(path), "{path}");
        }
        for path in ["_::__Visitor", "_::<impl Note>::f", "api::_serde::Serializer", "a::b", "_::f", "_"] {
            assert!(!is_renamed_by_derive(path), "{path}");
        }
    }

    #[test]
    fn a_trait_callee_has_self_type_and_trait() {
        let callee = Callee::parse("<std::vec::Vec<Box<dyn Fn() -> u8>> as a::Index<K>>::top::<T>");
        let expected = Callee::Trait {
            self_type: "std::vec::Vec<Box<dyn Fn() -> u8>>",
            root: "a",
            of_trait: "a::Index<K>",
            trait_name: "Index",
            name: "top",
        };
        assert_eq!(callee, Some(expected));
        let Some(Callee::Trait { self_type, trait_name, .. }) = Callee::parse("<{closure@src/a.rs:1:2: 3:4} as Fn<(u8,)>>::call") else {
            panic!("a trait callee")
        };
        assert_eq!((self_type, trait_name), ("{closure@src/a.rs:1:2: 3:4}", "Fn"));
    }

    #[test]
    fn methods_of_built_in_types_are_told_from_modules_of_their_names() {
        for callee in [
            "core::str::<impl str>::contains::<&str>",
            "core::slice::<impl [agent::Note]>::iter",
            "core::ptr::const_ptr::<impl *const agent::Note>::read",
            "core::num::<impl u8>::pow",
        ] {
            assert!(is_of_the_language(callee, &Callee::parse(callee).unwrap()), "{callee}");
        }
        for callee in ["str::contains", "agent::str::len", "agent::<impl agent::Note>::read", "<u8 as agent::Note>::read", "note"] {
            assert!(!is_of_the_language(callee, &Callee::parse(callee).unwrap()), "{callee}");
        }
    }

    #[test]
    fn generics_are_stripped_everywhere() {
        assert_eq!(strip_generics("a::Client::<K, V>::get::<&str>"), "a::Client::get");
        assert_eq!(strip_generics("a::points::<impl b::Client<T>>::get"), "b::Client::get");
        assert_eq!(strip_generics("m::Type<fn(u8) -> u8>"), "m::Type");
        assert_eq!(strip_generics("a::Column::new::<impl std::convert::Into<std::string::String>>"), "a::Column::new");
        assert_eq!(strip_generics("a::column::<u8, impl AsRef<str>>"), "a::column");
        assert_eq!(strip_generics("a::<impl a::Column<impl AsRef<str>>>::new"), "a::Column::new");
        assert_eq!(strip_generics("a::Column::<impl AsRef<str>>::new"), "a::Column::new");
    }

    #[test]
    fn arguments_split_at_the_outer_commas() {
        assert_eq!(generic_arguments("a::Map<K, (u8, V), fn(A, B) -> C>").collect::<Vec<_>>(), ["K", "(u8, V)", "fn(A, B) -> C"]);
        assert_eq!(generic_arguments("a::f::<'_, T>").collect::<Vec<_>>(), ["'_", "T"]);
        assert_eq!(generic_arguments("a::f").next(), None);
    }

    #[test]
    fn segments_of_types() {
        assert_eq!(last_segment("a::b::Type<T, U<V>>"), "Type");
        assert_eq!(first_segment("&'_ mut a::b::Type<T>"), "a");
        assert_eq!(first_segment("dyn a::Trait + Send"), "a");
        assert_eq!(last_segment("Type"), "Type");
        assert_eq!(module_segments("&a::b::Type<c::T>").collect::<Vec<_>>(), ["a", "b", "Type"]);
    }
}
