//! `pub use sled::Tree as Notebook`: re-exports under another name, read from one source file.
//!
//! A crate that knows the type only through such a re-export prints it by the new name, which no catalogue can have.

use std::{collections::HashMap, str::FromStr};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{unraw, use_tree};

/// A re-export under another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reexport {
    /// The modules of the file that it stands in.
    pub module: Vec<String>,
    /// The new name.
    pub name: String,
    /// The path as written: `["crate", "notes", "Notes"]`.
    pub path: Vec<String>,
}

/// What one file says about names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Re-exports under another name, as often as there are: `cfg` may choose among several of one name.
    pub reexports: Vec<Reexport>,
    /// Items that the file defines, each with the modules of the file that it stands in.
    pub items: Vec<(Vec<String>, String)>,
    /// All imports of the file, as [`Definitions::imports`](super::Definitions::imports).
    pub imports: HashMap<String, Vec<String>>,
}

/// Reads a file. `None` where the text is no Rust that `proc-macro2` can take apart.
pub fn names(text: &str) -> Option<Names> {
    let tokens = TokenStream::from_str(text).ok()?;
    let mut found = Names::default();
    collect(tokens, &[], true, &mut found);
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(found)
}

/// `defines`: whether names here are the module's own, and not those of methods, fields and the insides of functions.
fn collect(tokens: TokenStream, module: &[String], defines: bool, found: &mut Names) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let ident = |at: Option<usize>| match at.and_then(|at| trees.get(at)) {
        Some(TokenTree::Ident(name)) => Some(unraw(&name.to_string())),
        _ => None,
    };
    // The module, or the other item, whose braces come next.
    let (mut opened, mut in_item) = (None, false);
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == ';' => (opened, in_item) = (None, false),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                match opened.take() {
                    Some(name) => collect(group.stream(), &[module, &[name]].concat(), defines, found),
                    None => collect(group.stream(), module, defines && !in_item, found),
                }
                in_item = false;
            }
            TokenTree::Group(group) => collect(group.stream(), module, false, found),
            TokenTree::Ident(keyword) => match keyword.to_string().as_str() {
                "use" => {
                    let mut imports = HashMap::new();
                    use_tree(&trees[at + 1..], &mut Vec::new(), &mut imports);
                    if ident(at.checked_sub(1)).as_deref() == Some("pub") {
                        let renamed = imports.iter().filter(|(name, path)| *name != "_" && path.last().is_some_and(|last| last != *name));
                        let reexport = |(name, path): (&String, &Vec<String>)| Reexport {
                            module: module.to_vec(),
                            name: name.clone(),
                            path: path.clone(),
                        };
                        found.reexports.extend(renamed.map(reexport));
                    }
                    found.imports.extend(imports);
                }
                "mod" if !in_item => {
                    opened = ident(Some(at + 1));
                    define(opened.clone(), module, defines, found);
                }
                "struct" | "enum" | "union" | "trait" | "fn" | "type" | "const" | "static" | "impl" if !in_item => {
                    // `const fn`, `union` as a name, and the like: what follows is a keyword of this list, or no name.
                    define(ident(Some(at + 1)), module, defines && *keyword != "impl", found);
                    in_item = !matches!(ident(Some(at + 1)).as_deref(), Some("fn" | "unsafe" | "extern" | "async"));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

fn define(name: Option<String>, module: &[String], defines: bool, found: &mut Names) {
    if let Some(name) = name.filter(|_| defines) {
        found.items.push((module.to_vec(), name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renaming_reexports_are_told_from_other_imports() {
        let text = r#"
            // pub use sled::Tree as Commented;
            pub use sled::{Tree as Notebook, Db, Batch as _};
            use sled::Tree as Private;
            pub(crate) use sled::Tree as Internal;
            pub mod prelude { pub use qdrant_client::Qdrant as Vectors; mod deep { pub use super::X as Y; } }
        "#;
        let mut found = names(text).unwrap().reexports;
        found.sort();
        let reexport = |module: &[&str], name: &str, path: &[&str]| Reexport {
            module: module.iter().map(ToString::to_string).collect(),
            name: name.to_owned(),
            path: path.iter().map(ToString::to_string).collect(),
        };
        let expected = [
            reexport(&[], "Notebook", &["sled", "Tree"]),
            reexport(&["prelude"], "Vectors", &["qdrant_client", "Qdrant"]),
            reexport(&["prelude", "deep"], "Y", &["super", "X"]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn alternatives_of_one_name_are_all_kept() {
        let text = "#[cfg(a)] pub use sled::Tree as Backend; #[cfg(not(a))] pub use redb::Table as Backend;";
        assert_eq!(names(text).unwrap().reexports.len(), 2);
    }

    #[test]
    fn items_are_those_of_modules_and_not_of_impls_and_bodies() {
        let text =
            "struct A { b: u8 } impl A { fn method() {} } pub const fn c() { struct Local; } mod m { pub trait T { fn of(); } } fn d();";
        let items: Vec<String> =
            names(text).unwrap().items.into_iter().map(|(module, name)| [module, vec![name]].concat().join("::")).collect();
        assert!(["A", "c", "m", "m::T", "d"].iter().all(|name| items.iter().any(|item| item == name)), "{items:?}");
        assert!(!items.iter().any(|item| ["method", "Local", "m::of"].contains(&item.as_str())), "{items:?}");
    }
}
