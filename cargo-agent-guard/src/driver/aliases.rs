//! Which names the workspace's crates give to what they re-export, read from their sources before anything is compiled; and which of their
//! types implement `Drop`.
//!
//! The analysis of a crate sees that crate only, and the crate may know a store by such a name alone. Most packages have no such
//! re-export, and then their files are read and searched for two words, but not taken apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use memchr::memmem;

use crate::{
    analysis::Alias,
    source::reexports::{self, Names, Reexport},
};

/// A package as the search for aliases needs it.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its folder.
    pub folder: PathBuf,
    /// Its library, as rustc has the name.
    pub library: String,
    /// The root file of the library.
    pub root: PathBuf,
    /// The names by which its code knows other crates, and the crates' own.
    pub crates: BTreeMap<String, String>,
}

/// A source file of a member.
struct SourceFile {
    module: Vec<String>,
    text: String,
}

/// The aliases of a member's library, in order, and the names of its types that may implement `Drop`.
pub fn of_member(member: &Member) -> (Vec<Alias>, BTreeSet<String>) {
    let mut files = Vec::new();
    read(&member.folder, member, &mut files);
    let dropped = files.iter().flat_map(|file| dropped(&file.text)).map(str::to_owned).collect();
    (aliases(member, &files), dropped)
}

fn aliases(member: &Member, files: &[SourceFile]) -> Vec<Alias> {
    let mut found: Vec<(&SourceFile, Names)> = Vec::new();
    let mut others: Vec<&SourceFile> = Vec::new();
    for file in files {
        let names = if may_rename(&file.text) { reexports::names(&file.text) } else { None };
        match names {
            Some(names) if !names.reexports.is_empty() => found.push((file, names)),
            _ => others.push(file),
        }
    }
    let mut aliases = BTreeSet::new();
    for (file, names) in &found {
        for reexport in &names.reexports {
            let module = [file.module.as_slice(), &reexport.module].concat();
            let path = resolved(member, files, names, &module, reexport);
            aliases.insert(Alias { library: member.library.clone(), module, name: reexport.name.clone(), path });
        }
    }
    // Items that have the name of an alias, so that the two can be told apart.
    let known: BTreeSet<String> = aliases.iter().map(|alias| alias.name.clone()).collect();
    let mentions = |file: &&&SourceFile| known.iter().any(|name| memmem::find(file.text.as_bytes(), name.as_bytes()).is_some());
    let read_now: Vec<(&SourceFile, Names)> =
        others.iter().filter(mentions).filter_map(|file| Some((*file, reexports::names(&file.text)?))).collect();
    for (file, names) in found.iter().chain(&read_now) {
        for (inner, name) in names.items.iter().filter(|(_, name)| known.contains(name)) {
            let module = [file.module.as_slice(), inner].concat();
            let path = in_library(member, &module, std::slice::from_ref(name));
            aliases.insert(Alias { library: member.library.clone(), module, name: name.clone(), path });
        }
    }
    aliases.into_iter().collect()
}

/// The names behind `Drop for`; `""` where a macro is told which. A search for bytes: in a comment it says one too many.
fn dropped(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), "Drop").filter_map(|at| {
        let ty = text[at + "Drop".len()..].trim_start().strip_prefix("for")?.trim_start();
        let path = ty.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':')).next()?;
        Some(path.rsplit("::").next().unwrap_or(path))
    })
}

/// Whether the text has a `pub use` with an `as` before its end: a search for bytes, so that few files are taken apart.
fn may_rename(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "pub").any(|at| {
        let rest = text[at + "pub".len()..].trim_start();
        rest.starts_with("use") && rest.split(';').next().is_some_and(|statement| statement.split_whitespace().any(|word| word == "as"))
    })
}

/// Reads the `.rs` files of a package, and not those of a package inside it.
fn read(folder: &Path, member: &Member, files: &mut Vec<SourceFile>) {
    // What cannot be read here is no part of what compiles, or cargo will say so.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if name != "target" && !name.starts_with('.') && !path.join("Cargo.toml").exists() {
                read(&path, member, files);
            }
        } else if name.ends_with(".rs")
            && let Ok(text) = fs::read_to_string(&path)
        {
            files.push(SourceFile { module: module_of(&path, member), text });
        }
    }
}

/// The module that a file is, by its place beside the library's root. For a file elsewhere it is one that no path leads through.
fn module_of(file: &Path, member: &Member) -> Vec<String> {
    if file == member.root {
        return Vec::new();
    }
    let beside_root = member.root.parent().and_then(|folder| file.strip_prefix(folder).ok());
    let inside = beside_root.or_else(|| file.strip_prefix(&member.folder).ok()).unwrap_or(file);
    let mut module: Vec<String> = inside.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// The path that a re-export means, from outside the library.
fn resolved(member: &Member, files: &[SourceFile], names: &Names, module: &[String], reexport: &Reexport) -> String {
    let mut path = reexport.path.clone();
    // An import beside it may have brought its beginning into scope: `use sled as s; pub use s::Tree as Notebook;`.
    let mut followed: BTreeSet<String> = BTreeSet::from([reexport.name.clone()]);
    while let Some(import) = path.first().filter(|first| followed.insert((*first).clone())).and_then(|first| names.imports.get(first)) {
        path = import.iter().chain(&path[1..]).cloned().collect();
    }
    let Some((first, rest)) = path.split_first() else { return member.library.clone() };
    match first.as_str() {
        "crate" => in_library(member, &[], rest),
        "self" => in_library(member, module, rest),
        "super" => {
            let levels = path.iter().take_while(|segment| *segment == "super").count();
            in_library(member, &module[..module.len().saturating_sub(levels)], &path[levels..])
        }
        first if is_module(files, first) => in_library(member, module, &path),
        "std" | "core" | "alloc" => path.join("::"),
        first => match member.crates.get(first) {
            Some(krate) => [std::slice::from_ref(krate), rest].concat().join("::"),
            None => in_library(member, module, &path),
        },
    }
}

/// Whether some file has a module of this name: it may be meant instead of a crate.
fn is_module(files: &[SourceFile], name: &str) -> bool {
    let (with_body, in_file) = (format!("mod {name} {{"), format!("mod {name};"));
    let has = |file: &SourceFile, text: &str| memmem::find(file.text.as_bytes(), text.as_bytes()).is_some();
    files.iter().any(|file| has(file, &with_body) || has(file, &in_file))
}

fn in_library(member: &Member, module: &[String], rest: &[String]) -> String {
    [std::slice::from_ref(&member.library), module, rest].concat().join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aliases(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is inside the folder")).expect("it is writable");
            fs::write(path, text).expect("it is writable");
        }
        let crates = [("sled", "sled"), ("db", "redb")].map(|(known, real)| (known.to_owned(), real.to_owned())).into();
        let member =
            Member { folder: folder.path().to_owned(), library: "storage".to_owned(), root: folder.path().join("src/lib.rs"), crates };
        let text = |alias: Alias| format!("{} = {}", [alias.module, vec![alias.name]].concat().join("::"), alias.path);
        of_member(&member).0.into_iter().map(text).collect()
    }

    #[test]
    fn a_crates_item_keeps_the_crates_own_name() {
        let text = "pub use sled::Tree as Notebook; pub use db::Table as Rows; pub use std::fs::read as slurp;";
        assert_eq!(aliases(&[("src/lib.rs", text)]), ["Notebook = sled::Tree", "Rows = redb::Table", "slurp = std::fs::read"]);
    }

    #[test]
    fn the_librarys_own_items_start_with_the_library() {
        let files = [
            ("src/lib.rs", "pub mod a; mod notes { pub struct N; } pub use notes::N as Notes; pub use crate::a::b::X as Y;"),
            ("src/a/mod.rs", "pub mod b;"),
            ("src/a/b.rs", "use sled as s; pub use s::Tree as Leaf; pub use super::Q as R; pub use self::inner::S as T;"),
        ];
        let expected = [
            "Notes = storage::notes::N",
            "Y = storage::a::b::X",
            "a::b::Leaf = sled::Tree",
            "a::b::R = storage::a::Q",
            "a::b::T = storage::a::b::inner::S",
        ];
        assert_eq!(aliases(&files), expected);
    }

    #[test]
    fn a_module_named_like_a_crate_goes_before_it() {
        assert_eq!(aliases(&[("src/lib.rs", "mod sled { pub struct Tree; } pub use sled::Tree as T;")]), ["T = storage::sled::Tree"]);
    }

    #[test]
    fn an_item_with_the_name_of_an_alias_stands_for_itself() {
        let files = [("src/lib.rs", "mod own; pub use sled::Tree as Notebook;"), ("src/own.rs", "pub struct Notebook;")];
        assert_eq!(aliases(&files), ["Notebook = sled::Tree", "own::Notebook = storage::own::Notebook"]);
    }

    #[test]
    fn types_that_implement_drop_are_found_by_their_names() {
        let text = "impl<T> Drop for crate::Held<T> {} impl Drop\n    for Guard {} impl Drop for $name {} // Drop it, Dropped for good";
        assert_eq!(dropped(text).collect::<Vec<_>>(), ["Held", "Guard", ""]);
    }

    #[test]
    fn nested_packages_and_what_is_built_are_left_out() {
        let text = "pub use sled::Tree as Notebook;";
        assert!(aliases(&[("inner/Cargo.toml", ""), ("inner/src/lib.rs", text), ("target/x.rs", text), (".git/x.rs", text)]).is_empty());
    }
}
