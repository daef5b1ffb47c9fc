//! Names under which crates of the workspace re-export what is not theirs: `storage::Notebook` for `sled::Tree`.
//!
//! rustc prints a type by the shortest path that the crate can write. In a crate that knows a store, or the token, only through another
//! crate's `pub use sled::Tree as Notebook`, that is the new name. It is put back before anything else reads the text, so that all
//! later parts know things by one name only.

use std::{borrow::Cow, collections::BTreeSet};

use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::mir::text::{is_in_string, is_of_name};

/// What a name of a crate of the workspace stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// The library that has the name, as rustc has it.
    pub library: String,
    /// The modules of the library that the name stands in.
    pub module: Vec<String>,
    /// The name.
    pub name: String,
    /// What it stands for: `sled::Tree`. An item of the library itself that has the name of an alias stands for itself.
    pub path: String,
}

/// A name that may stand for one thing or another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ambiguous {
    /// The path as printed, up to the name.
    pub printed: String,
    /// What it may stand for.
    pub paths: BTreeSet<String>,
}

/// More than this many names for one thing are not followed.
const LONGEST_CHAIN: usize = 8;

/// The text of a body with each name replaced by what it stands for; a name for which that cannot be told is left and noted.
///
/// `is_module` tells whether the crate itself has a module of this name: a path that starts with it may be the crate's own.
pub fn see_through<'t>(
    aliases: &[Alias],
    text: &'t str,
    is_module: &dyn Fn(&str) -> bool,
    ambiguous: &mut BTreeSet<Ambiguous>,
) -> Cow<'t, str> {
    let libraries: BTreeSet<&str> = aliases.iter().map(|alias| alias.library.as_str()).collect();
    let mut replacements: Vec<(usize, usize, String)> = Vec::new();
    for library in libraries {
        for start in memmem::find_iter(text.as_bytes(), &format!("{library}::")) {
            let before = text[..start].bytes().next_back();
            if before.is_some_and(|byte| is_of_name(byte) || byte == b':') || is_in_string(text, start) {
                continue;
            }
            let path = path_at(&text[start..]);
            let Some(real) = resolve(aliases, path, ambiguous) else { continue };
            if is_module(library) {
                ambiguous.insert(Ambiguous { printed: path.to_owned(), paths: BTreeSet::from([real, format!("crate::{path}")]) });
            } else {
                replacements.push((start, start + path.len(), real));
            }
        }
    }
    if replacements.is_empty() {
        return Cow::Borrowed(text);
    }
    replacements.sort_unstable();
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (start, end, real) in replacements {
        out.push_str(&text[done..start]);
        out.push_str(&real);
        done = end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// What a path stands for in the end, if it leads through an alias.
fn resolve(aliases: &[Alias], path: &str, ambiguous: &mut BTreeSet<Ambiguous>) -> Option<String> {
    let mut real = None;
    for _ in 0..LONGEST_CHAIN {
        match step(aliases, real.as_deref().unwrap_or(path)) {
            Some(Ok(next)) => real = Some(next),
            Some(Err(unclear)) => {
                ambiguous.insert(unclear);
                break;
            }
            None => break,
        }
    }
    real
}

/// What a path stands for by the first alias in it.
fn step(aliases: &[Alias], path: &str) -> Option<Result<String, Ambiguous>> {
    let segments: Vec<&str> = path.split("::").collect();
    for (at, &name) in segments.iter().enumerate().skip(1) {
        let named: Vec<&Alias> = aliases.iter().filter(|alias| alias.library == segments[0] && alias.name == name).collect();
        let paths = |is_meant: &dyn Fn(&Alias) -> bool| -> BTreeSet<&str> {
            named.iter().filter(|alias| is_meant(alias)).map(|alias| alias.path.as_str()).collect()
        };
        // The modules that are printed are those where the name stands, unless it has got elsewhere by a glob or another re-export.
        let mut found = paths(&|alias| alias.module == segments[1..at]);
        if found.is_empty() {
            found = paths(&|_| true);
        }
        if found.len() > 1 {
            let paths = found.into_iter().map(str::to_owned).collect();
            return Some(Err(Ambiguous { printed: segments[..=at].join("::"), paths }));
        }
        if let Some(real) = found.pop_first() {
            let next = [&[real], &segments[at + 1..]].concat().join("::");
            return (next != path && !real.starts_with(&format!("{}::", segments[..=at].join("::")))).then_some(Ok(next));
        }
        // What follows a type is no item of a module.
        if name.starts_with(|first: char| first.is_uppercase()) {
            return None;
        }
    }
    None
}

/// The names at the beginning of a text, as far as nothing but `::` parts them.
fn path_at(text: &str) -> &str {
    let mut end = 0;
    loop {
        let name = text[end..].bytes().take_while(|&byte| is_of_name(byte)).count();
        if name == 0 {
            return text[..end].trim_end_matches("::");
        }
        end += name;
        if !text[end..].starts_with("::") {
            return &text[..end];
        }
        end += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(library: &str, module: &[&str], name: &str, path: &str) -> Alias {
        let module = module.iter().map(ToString::to_string).collect();
        Alias { library: library.to_owned(), module, name: name.to_owned(), path: path.to_owned() }
    }

    fn seen(aliases: &[Alias], text: &str) -> (String, usize) {
        let mut ambiguous = BTreeSet::new();
        let seen = see_through(aliases, text, &|name| name == "own", &mut ambiguous).into_owned();
        (seen, ambiguous.len())
    }

    #[test]
    fn an_alias_is_seen_through_wherever_it_stands() {
        let aliases = [
            alias("storage", &[], "Notebook", "sled::Tree"),
            alias("storage", &["prelude"], "Vectors", "qdrant_client::Qdrant"),
            alias("storage", &[], "files", "tokio::fs"),
        ];
        for (printed, real) in [
            ("storage::Notebook::get::<&str>", "sled::Tree::get::<&str>"),
            ("q::query::<impl storage::prelude::Vectors>::query", "q::query::<impl qdrant_client::Qdrant>::query"),
            ("(&storage::Notebook, storage::Notebook)", "(&sled::Tree, sled::Tree)"),
            ("storage::files::read::<&str>", "tokio::fs::read::<&str>"),
        ] {
            assert_eq!(seen(&aliases, printed), (real.to_owned(), 0));
        }
    }

    #[test]
    fn namesakes_and_texts_are_left_alone() {
        let aliases = [alias("storage", &[], "Notebook", "sled::Tree"), alias("storage", &[], "get", "sled::open")];
        for text in [
            "cold_storage::Notebook",
            "app::storage::Notebook",
            "storage::Notebooks",
            "storage::Memory::get",
            r#"const "say \" storage::Notebook""#,
        ] {
            assert_eq!(seen(&aliases, text), (text.to_owned(), 0));
        }
    }

    #[test]
    fn an_alias_of_an_alias_is_followed_across_crates_and_never_in_a_circle() {
        let aliases = [
            alias("facade", &[], "Pad", "storage::Notebook"),
            alias("storage", &[], "Notebook", "sled::Tree"),
            alias("facade", &[], "A", "facade::B"),
            alias("facade", &[], "B", "facade::A"),
        ];
        assert_eq!(seen(&aliases, "facade::Pad::get"), ("sled::Tree::get".to_owned(), 0));
        assert!(seen(&aliases, "facade::A::get").0.starts_with("facade::"));
    }

    #[test]
    fn the_module_decides_between_two_of_one_name() {
        let aliases = [alias("storage", &["a"], "Backend", "sled::Tree"), alias("storage", &["b"], "Backend", "storage::b::Backend")];
        assert_eq!(seen(&aliases, "storage::a::Backend::get"), ("sled::Tree::get".to_owned(), 0));
        assert_eq!(seen(&aliases, "storage::b::Backend::get"), ("storage::b::Backend::get".to_owned(), 0));
    }

    #[test]
    fn what_cannot_be_told_is_noted() {
        let aliases = [alias("storage", &["a"], "Backend", "sled::Tree"), alias("storage", &["b"], "Backend", "redb::Table")];
        assert_eq!(seen(&aliases, "storage::Backend::get"), ("storage::Backend::get".to_owned(), 1));
        assert_eq!(seen(&[alias("own", &[], "Notebook", "sled::Tree")], "own::Notebook::get"), ("own::Notebook::get".to_owned(), 1));
    }
}
