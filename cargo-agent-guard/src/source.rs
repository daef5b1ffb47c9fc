//! Source text, where MIR's text does not say enough: the header of an impl, what a crate's files define.
//!
//! MIR names an impl by the span of its header only, and never says whether a trait is the crate's own. Both are read from the
//! source with `syn` and `proc-macro2`, so that comments and strings are never mistaken for code. What cannot be read there (a macro's
//! body) stays unknown, and the linker treats the unknown as "may be anything".

mod parameters;
pub mod reexports;
pub mod unmarked;

use std::{collections::HashMap, ops::RangeInclusive, str::FromStr};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What an impl's header says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImplHeader {
    /// The last segment of the self type; `dyn` traits by the trait's name. Empty where it is not a path.
    pub self_type: String,
    /// The path of the trait as written, if it is one's impl: `rig::tool::Tool`.
    pub of_trait: Option<Vec<String>>,
}

/// Reads `impl<T> a::Trait<T> for Type<T>`, the text that an impl's span covers. `None` for anything else (a derive's name, a trait that a
/// macro is given). A self type that a macro is given is empty.
pub fn impl_header(text: &str) -> Option<ImplHeader> {
    let text = text.trim();
    let start = text.starts_with("impl") || text.starts_with("unsafe impl");
    if !start {
        return None;
    }
    // In a macro's definition the names that it is given stand as `$name`.
    let text = text.replace('$', UNKNOWN);
    let item: syn::ItemImpl = syn::parse_str(&format!("{text} {{}}")).ok()?;
    let of_trait: Option<Vec<String>> =
        item.trait_.map(|(path, _)| path.segments.iter().map(|segment| segment.ident.to_string()).collect());
    if of_trait.iter().flatten().any(|segment| segment.starts_with(UNKNOWN)) {
        return None;
    }
    let self_type = type_name(&item.self_ty);
    Some(ImplHeader { self_type: if self_type.starts_with(UNKNOWN) { String::new() } else { self_type }, of_trait })
}

/// What stands for a macro's `$`.
const UNKNOWN: &str = "__agent_guard_unknown_";

fn type_name(ty: &syn::Type) -> String {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        syn::Type::Reference(reference) => type_name(&reference.elem),
        syn::Type::Paren(inner) => type_name(&inner.elem),
        syn::Type::Group(inner) => type_name(&inner.elem),
        syn::Type::TraitObject(object) => object
            .bounds
            .iter()
            .find_map(|bound| match bound {
                syn::TypeParamBound::Trait(bound) => bound.path.segments.last().map(|segment| segment.ident.to_string()),
                _ => None,
            })
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// What one source file defines and imports, at any depth of modules and functions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definitions {
    /// Traits.
    pub traits: Vec<String>,
    /// Structs, enums and unions.
    pub types: Vec<String>,
    /// Type parameters that have a name and not a letter or two, with the lines of what they are declared for.
    pub parameters: Vec<(String, RangeInclusive<u32>)>,
    /// Unions alone.
    pub unions: Vec<String>,
    /// Modules.
    pub modules: Vec<String>,
    /// Those of them that stand in no other module of the file.
    pub outer_modules: Vec<String>,
    /// Those of them that stand in a macro's definition: the file that uses the macro gets them.
    pub modules_of_macros: Vec<String>,
    /// Whether another file's text may be brought into this one: `include!` and macros of such a name.
    pub includes: bool,
    /// Enums whose discriminants are known, with their variants.
    pub enums: Vec<(String, Vec<(String, i128)>)>,
    /// Imports: the name that is brought into scope, and the path it stands for. Globs stand under `*`.
    pub imports: HashMap<String, Vec<String>>,
    /// Names that other crates may see things under, and the first segment of the path that they stand for: `pub use`, with `*` for a
    /// glob, and `extern crate`, public or not.
    pub reexports: Vec<(String, String)>,
    /// The type that a derive is put on, by line and column of the derive's path.
    pub derived: HashMap<(u32, u32), String>,
    /// Types that `Drop` is implemented for; `""` where a macro is told for which.
    pub dropped: Vec<String>,
    /// Functions that are declared here and defined elsewhere. Those of `extern "Rust"` are not among them: their bodies are Rust.
    pub foreign_functions: Vec<String>,
}

/// Reads a file's definitions. `None` where the text is no Rust that `proc-macro2` can take apart.
pub fn definitions(text: &str) -> Option<Definitions> {
    let tokens = TokenStream::from_str(text).ok()?;
    let mut found = Definitions::default();
    collect(tokens, Within::default(), &mut found);
    // The spans of this thread's files are kept until told otherwise, and nobody needs them any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(found)
}

/// What tokens stand in.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    /// In a module of the file.
    module: bool,
    /// In a macro's definition.
    macro_rules: bool,
}

impl Within {
    /// Inside a group that stands behind these.
    fn group_behind(self, before: &[TokenTree]) -> Self {
        let is_module = matches!(before, [.., TokenTree::Ident(keyword), TokenTree::Ident(_)] if *keyword == "mod");
        let is_macro = matches!(before, [.., TokenTree::Ident(keyword), TokenTree::Punct(sign), TokenTree::Ident(_)]
            if *keyword == "macro_rules" && sign.as_char() == '!');
        Within { module: self.module || is_module, macro_rules: self.macro_rules || is_macro }
    }
}

fn collect(tokens: TokenStream, within: Within, found: &mut Definitions) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let name_at = |at: usize| match trees.get(at) {
        Some(TokenTree::Ident(name)) => Some(unraw(&name.to_string())),
        _ => None,
    };
    // The derives that stand before an item.
    let mut derives = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) if is_of_attribute(&trees[..at], group) => collect_derives(group.stream(), &mut derives),
            TokenTree::Group(group) => collect(group.stream(), within.group_behind(&trees[..at]), found),
            TokenTree::Ident(keyword) => match keyword.to_string().as_str() {
                "trait" => {
                    found.traits.extend(name_at(at + 1));
                    found.parameters.extend(parameters::declared(&trees, at, at + 2));
                }
                "fn" => found.parameters.extend(parameters::declared(&trees, at, at + 2)),
                "impl" => found.parameters.extend(parameters::declared(&trees, at, at + 1)),
                "Drop" if name_at(at + 1).as_deref() == Some("for") => found.dropped.push(self_type(&trees[at + 2..])),
                "mod" => {
                    found.modules.extend(name_at(at + 1));
                    found.outer_modules.extend(name_at(at + 1).filter(|_| !within.module));
                    found.modules_of_macros.extend(name_at(at + 1).filter(|_| within.macro_rules));
                }
                "include_str" | "include_bytes" => {}
                name if name.starts_with("include") => {
                    found.includes |= matches!(trees.get(at + 1), Some(TokenTree::Punct(sign)) if sign.as_char() == '!');
                }
                // `union` is a keyword only before a name.
                keyword @ ("struct" | "enum" | "union") => {
                    let Some(name) = name_at(at + 1) else { continue };
                    found.derived.extend(derives.drain(..).map(|place| (place, name.clone())));
                    if keyword == "union" {
                        found.unions.push(name.clone());
                    }
                    if keyword == "enum"
                        && let Some(variants) = enum_body(&trees[at + 2..]).and_then(variants)
                    {
                        found.enums.push((name.clone(), variants));
                    }
                    found.types.push(name);
                    found.parameters.extend(parameters::declared(&trees, at, at + 2));
                }
                "use" => {
                    let mut imports = HashMap::new();
                    use_tree(&trees[at + 1..], &mut Vec::new(), &mut imports);
                    if at.checked_sub(1).and_then(name_at).as_deref() == Some("pub") {
                        // A glob's path is not kept. Where it begins with a brace, each of its parts begins with another name.
                        let first = trees[at + 1..].iter().find(|tree| !matches!(tree, TokenTree::Punct(_)));
                        let first = first.map(|tree| unraw(&tree.to_string())).unwrap_or_default();
                        let root = |path: &Vec<String>| path.first().unwrap_or(&first).clone();
                        found.reexports.extend(imports.iter().map(|(name, path)| (name.clone(), root(path))));
                    }
                    found.imports.extend(imports);
                }
                "extern" => extern_item(&trees[at + 1..], found),
                _ => {}
            },
            _ => {}
        }
    }
}

/// The last segment of the type's path that an impl is for; empty where that is not written.
fn self_type(rest: &[TokenTree]) -> String {
    let mut name = String::new();
    for tree in rest {
        match tree {
            TokenTree::Ident(segment) if *segment != "where" => name = segment.to_string(),
            TokenTree::Punct(sign) if sign.as_char() == ':' => {}
            TokenTree::Punct(sign) if sign.as_char() == '$' => return String::new(),
            _ => break,
        }
    }
    unraw(&name)
}

/// Whether a group is what `#[…]` encloses.
fn is_of_attribute(before: &[TokenTree], group: &proc_macro2::Group) -> bool {
    group.delimiter() == Delimiter::Bracket && matches!(before.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#')
}

/// Line and column of each path in `derive(…)` and in `cfg_attr(…, derive(…))`.
fn collect_derives(attribute: TokenStream, derives: &mut Vec<(u32, u32)>) {
    let trees: Vec<TokenTree> = attribute.into_iter().collect();
    for pair in trees.windows(2) {
        let [TokenTree::Ident(name), TokenTree::Group(list)] = pair else { continue };
        let trees: Vec<TokenTree> = list.stream().into_iter().collect();
        let paths = trees.split(|tree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ','));
        match name.to_string().as_str() {
            "derive" => derives.extend(paths.filter_map(<[TokenTree]>::first).filter_map(|first| place(first.span()))),
            "cfg_attr" => collect_derives(list.stream(), derives),
            _ => {}
        }
    }
}

/// Line and column where a span begins, counted from 1.
fn place(span: proc_macro2::Span) -> Option<(u32, u32)> {
    let start = span.start();
    Some((u32::try_from(start.line).ok()?, u32::try_from(start.column).ok()? + 1))
}

/// `extern crate a as b;` and the functions of `extern "C" { … }`, from behind the keyword.
fn extern_item(rest: &[TokenTree], found: &mut Definitions) {
    match rest {
        [TokenTree::Ident(keyword), TokenTree::Ident(krate), after @ ..] if *keyword == "crate" => {
            let name = match after {
                [TokenTree::Ident(keyword), TokenTree::Ident(name), ..] if *keyword == "as" => name,
                _ => krate,
            };
            found.reexports.push((unraw(&name.to_string()), unraw(&krate.to_string())));
        }
        [TokenTree::Literal(abi), ..] if abi.to_string() == "\"Rust\"" => {}
        [TokenTree::Group(block), ..] | [TokenTree::Literal(_), TokenTree::Group(block), ..] if block.delimiter() == Delimiter::Brace => {
            let trees: Vec<TokenTree> = block.stream().into_iter().collect();
            found.foreign_functions.extend(trees.windows(2).filter_map(|pair| match pair {
                [TokenTree::Ident(keyword), TokenTree::Ident(name)] if *keyword == "fn" => Some(unraw(&name.to_string())),
                _ => None,
            }));
        }
        _ => {}
    }
}

fn unraw(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

/// The braces of an enum, behind its generics and where-clause.
fn enum_body(rest: &[TokenTree]) -> Option<TokenStream> {
    rest.iter().find_map(|tree| match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    })
}

/// The variants with their discriminants; `None` where one is not a plain number, where a macro makes them, and where a `cfg` decides
/// whether there is one: those after it count from another number then.
fn variants(body: TokenStream) -> Option<Vec<(String, i128)>> {
    let mut found: Vec<(String, i128)> = Vec::new();
    let mut expects_name = true;
    let mut trees = body.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) => match punct.as_char() {
                '#' if trees.next().is_some_and(|attribute| names_cfg(&attribute)) => return None,
                '#' => {}
                ',' => expects_name = true,
                '=' => {
                    let mut number = String::new();
                    while let Some(tree) = trees.next_if(|tree| !matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')) {
                        number.push_str(&tree.to_string());
                    }
                    found.last_mut()?.1 = number.replace('_', "").parse().ok()?;
                }
                _ => return None,
            },
            TokenTree::Ident(name) if expects_name => {
                if matches!(trees.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '!') {
                    return None;
                }
                let next = found.last().map_or(0, |(_, value)| value + 1);
                found.push((unraw(&name.to_string()), next));
                expects_name = false;
            }
            TokenTree::Group(_) if !expects_name => {}
            _ => return None,
        }
    }
    Some(found)
}

/// Whether an attribute is, or may become, `#[cfg(…)]`.
fn names_cfg(attribute: &TokenTree) -> bool {
    match attribute {
        TokenTree::Group(group) => group.stream().into_iter().any(|tree| names_cfg(&tree)),
        TokenTree::Ident(name) => *name == "cfg",
        _ => false,
    }
}

/// Reads what follows `use` (or a group's content) up to the `;` or `,` that ends it.
fn use_tree(mut rest: &[TokenTree], prefix: &mut Vec<String>, imports: &mut HashMap<String, Vec<String>>) {
    let depth = prefix.len();
    loop {
        match rest {
            [TokenTree::Ident(keyword), TokenTree::Ident(alias), after @ ..] if *keyword == "as" => {
                imports.insert(unraw(&alias.to_string()), prefix.clone());
                prefix.truncate(depth);
                rest = after;
                continue;
            }
            [TokenTree::Ident(name), after @ ..] => {
                let name = unraw(&name.to_string());
                match prefix.last() {
                    // `a::b::{self}` imports `b` itself.
                    Some(last) if name == "self" => drop(imports.insert(last.clone(), prefix.clone())),
                    _ => prefix.push(name),
                }
                rest = after;
            }
            [TokenTree::Group(group), after @ ..] => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')) {
                    use_tree(part, &mut prefix.clone(), imports);
                }
                prefix.truncate(depth);
                rest = after;
                if rest.is_empty() || matches!(&rest[0], TokenTree::Punct(punct) if punct.as_char() == ';') {
                    return;
                }
                continue;
            }
            [TokenTree::Punct(punct), after @ ..] => match punct.as_char() {
                ':' => rest = after,
                '*' => {
                    imports.entry("*".to_owned()).or_default();
                    prefix.truncate(depth);
                    rest = after;
                }
                _ => break,
            },
            _ => break,
        }
    }
    if prefix.len() > depth {
        if let Some(name) = prefix.last() {
            imports.insert(name.clone(), prefix.clone());
        }
        prefix.truncate(depth);
    }
}

/// Whether a comment may begin with our name, as one that suppresses does. Few files have one, and only these need be looked at closely.
pub fn may_suppress(text: &str) -> bool {
    let begins_a_comment = |at: usize| {
        let before = text[..at].trim_end();
        before.ends_with("//") || before.ends_with("/*")
    };
    ["agent-guard", "agent_guard"].iter().any(|name| memchr::memmem::find_iter(text.as_bytes(), name).any(begins_a_comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_with_our_name_at_the_beginning_of_a_comment_is_taken_apart() {
        for text in ["// agent-guard: allow(AG101) x", "f(); //agent_guard ignore", "/*\n   agent-guard: allow(AG101) x */"] {
            assert!(may_suppress(text), "{text}");
        }
        for text in ["use agent_guard::Consent;", "// Consent of agent-guard.", "#[agent_guard::allow(AG101, reason = \"x\")]"] {
            assert!(!may_suppress(text), "{text}");
        }
    }

    #[test]
    fn impl_headers_say_type_and_trait() {
        let header = impl_header("impl<'a, T: Send> rig::tool::Tool for crate::Recall<'a, T>").unwrap();
        assert_eq!(header.self_type, "Recall");
        assert_eq!(header.of_trait.unwrap(), ["rig", "tool", "Tool"]);
        let header = impl_header("impl<T> Memory<T>\nwhere T: Clone").unwrap();
        assert_eq!((header.self_type.as_str(), header.of_trait), ("Memory", None));
        assert_eq!(impl_header("impl Store for Box<dyn Other>").unwrap().self_type, "Box");
    }

    #[test]
    fn macro_text_is_no_impl_header() {
        assert_eq!(impl_header("impl $t for Store"), None);
        assert_eq!(impl_header("Clone"), None);
        let header = impl_header("impl Store for $t").unwrap();
        assert_eq!((header.self_type.as_str(), header.of_trait.unwrap()), ("", vec!["Store".to_owned()]));
    }

    #[test]
    fn modules_inside_others_and_those_of_macros_are_told_apart() {
        let text = r#"
            mod stores { pub mod redis; pub mod sled { mod inner {} } }
            cfg_if::cfg_if! { if #[cfg(unix)] { mod csv; } }
            macro_rules! module { ($name:ident) => { mod log { mod deep {} } mod $name {} } }
            const TEXT: &str = include_str!("text.txt");
        "#;
        let found = definitions(text).unwrap();
        assert_eq!(found.modules, ["stores", "redis", "sled", "inner", "csv", "log", "deep"]);
        assert_eq!(found.outer_modules, ["stores", "csv", "log"]);
        assert_eq!(found.modules_of_macros, ["log", "deep"]);
        assert!(!found.includes);
        for text in [r#"include!(concat!(env!("OUT_DIR"), "/api.rs"));"#, "mod api { tonic::include_proto!(\"api\"); }"] {
            assert!(definitions(text).unwrap().includes, "{text}");
        }
    }

    #[test]
    fn types_that_have_something_run_when_they_are_dropped_are_known() {
        let text = r#"
            impl Drop for Guard { fn drop(&mut self) {} }
            unsafe impl<'a, T: 'a> core::ops::Drop for crate::held::Held<'a, T> where T: Send { fn drop(&mut self) {} }
            macro_rules! guards { ($name:ident) => { impl Drop for $name { fn drop(&mut self) {} } } }
            fn f<D>(drop: D) { struct Drop; for x in 0..1 {} }
        "#;
        assert_eq!(definitions(text).unwrap().dropped, ["Guard", "Held", ""]);
    }

    #[test]
    fn definitions_are_found_at_any_depth_and_not_in_comments() {
        let text = r##"
            // trait Not; struct Not;
            /* enum Not {} */
            const S: &str = "trait Not";
            use rig::{tool::Tool as T, vector_store::{self, Index}, prelude::*};
            mod inner { pub trait Store {} fn f() { struct Local; } }
            #[derive(Debug)] enum Access<P> { #[doc = "x"] Granted(Consent<P>), Denied { why: u8 }, Never }
            enum Numbered { A = 3, B }
            enum Compiled { #[cfg(test)] A, B }
            enum Perhaps { #[cfg_attr(all(), cfg(test))] A, B }
            enum Renamed { #[cfg_attr(test, serde(rename = "a"))] A, B }
            union Bits { a: u8 }
        "##;
        let found = definitions(text).unwrap();
        assert_eq!(found.traits, ["Store"]);
        assert_eq!(found.types, ["Local", "Access", "Numbered", "Compiled", "Perhaps", "Renamed", "Bits"]);
        assert_eq!(found.unions, ["Bits"]);
        assert_eq!(found.modules, ["inner"]);
        let variant = |name: &str, value: i128| (name.to_owned(), value);
        let access = vec![variant("Granted", 0), variant("Denied", 1), variant("Never", 2)];
        let numbered = vec![variant("A", 3), variant("B", 4)];
        let renamed = vec![variant("A", 0), variant("B", 1)];
        assert_eq!(found.enums, [("Access".to_owned(), access), ("Numbered".to_owned(), numbered), ("Renamed".to_owned(), renamed)]);
        assert_eq!(found.imports["T"], ["rig", "tool", "Tool"]);
        assert_eq!(found.imports["Index"], ["rig", "vector_store", "Index"]);
        assert_eq!(found.imports["vector_store"], ["rig", "vector_store"]);
        assert!(found.imports.contains_key("*"));
        assert!(found.reexports.is_empty());
    }

    #[test]
    fn a_derive_is_known_by_its_place_and_says_what_it_is_put_on() {
        let text =
            "#[derive(Debug, a::New)]\n#[cfg_attr(test, derive(Eq))]\npub(crate) struct Held<T>(T);\nmod m { #[derive(From)] enum E {} }";
        let derived = definitions(text).expect("it is Rust").derived;
        let mut places: Vec<_> = derived.iter().map(|(&place, ty)| (place, ty.as_str())).collect();
        places.sort_unstable();
        assert_eq!(places, [((1, 10), "Held"), ((1, 17), "Held"), ((2, 25), "Held"), ((4, 18), "E")]);
    }

    #[test]
    fn reexports_and_foreign_functions_are_told_from_the_crates_own() {
        let text = r#"
            pub use sled; pub use crate::notes::{load, Notes as Pad}; pub use rusqlite::*; pub(crate) use redb::Table; use heed::Env;
            extern crate qdrant_client as vectors;
            unsafe extern "C" { pub fn sqlite3_open(name: *const u8) -> i32; safe fn getpid() -> i32; }
            extern { fn old(); }
            unsafe extern "Rust" { fn elsewhere(); }
            pub extern "C" fn callback(next: extern "C" fn()) { next() }
        "#;
        let mut found = definitions(text).unwrap();
        found.reexports.sort();
        let pairs: Vec<(&str, &str)> = found.reexports.iter().map(|(name, root)| (name.as_str(), root.as_str())).collect();
        assert_eq!(pairs, [("*", "rusqlite"), ("Pad", "crate"), ("load", "crate"), ("sled", "sled"), ("vectors", "qdrant_client")]);
        assert_eq!(found.foreign_functions, ["sqlite3_open", "getpid", "old"]);
    }
}
