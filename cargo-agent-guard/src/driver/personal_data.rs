//! Whether a workspace says of any data that they are personal. If not, nobody need follow data through it, which takes time.
//!
//! What says so is written as text somewhere in the workspace: the attribute `#[pii]`, the type `Pii` or its `reveal`, secrecy's
//! `expose_secret`. So the sources are searched for these words. A word too many costs time and nothing else.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::Metadata;
use memchr::memmem;

/// The words, as they begin or end.
const WORDS: [&str; 4] = ["pii", "Pii", "reveal", "expose_secret"];

/// Whether a source of some member has one of the words. Where a file or folder cannot be read, it may have.
pub fn is_mentioned(metadata: &Metadata) -> bool {
    let target = metadata.target_directory.as_std_path();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for package in &metadata.packages {
        folders.extend(package.manifest_path.parent().map(|folder| folder.as_std_path().to_owned()));
        // A target may lie outside its package.
        folders.extend(package.targets.iter().filter_map(|target| Some(target.src_path.parent()?.as_std_path().to_owned())));
    }
    let finders = WORDS.map(memmem::Finder::new);
    let mut searched: Option<PathBuf> = None;
    folders.into_iter().any(|folder| {
        // In order, what lies within a folder comes after it.
        if searched.as_ref().is_some_and(|outer| is_searched_with(outer, &folder, target)) {
            return false;
        }
        let found = is_mentioned_in(&folder, target, &finders);
        searched = Some(folder);
        found
    })
}

/// Whether the search of one folder comes to another one.
fn is_searched_with(outer: &Path, folder: &Path, target: &Path) -> bool {
    let is_on_the_way = |between: &Path| between.components().all(|part| !is_hidden(part.as_os_str()));
    folder.strip_prefix(outer).is_ok_and(is_on_the_way) && !folder.starts_with(target)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_mentioned_in(folder: &Path, target: &Path, finders: &[memmem::Finder<'_>]) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return true };
    for entry in entries {
        let Ok(entry) = entry else { return true };
        let Ok(kind) = entry.file_type() else { return true };
        let path = entry.path();
        let found = if kind.is_dir() || (kind.is_symlink() && path.is_dir()) {
            // A symbolic link may lead round in a circle: it counts as what may have anything in it.
            !is_hidden(&entry.file_name()) && path != target && (kind.is_symlink() || is_mentioned_in(&path, target, finders))
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            fs::read(&path).map_or(true, |text| finders.iter().any(|finder| finder.find(&text).is_some()))
        } else {
            false
        };
        if found {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(files: &[(&str, &str)]) -> bool {
        let root = tempfile::tempdir().expect("there is a temporary directory");
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("it is writable");
            fs::write(path, text).expect("it is writable");
        }
        is_mentioned_in(root.path(), &root.path().join("target"), &WORDS.map(memmem::Finder::new))
    }

    #[test]
    fn a_mark_anywhere_in_the_sources_is_seen() {
        assert!(is_in(&[("src/main.rs", "mod people;"), ("src/people/mod.rs", "#[agent_guard::pii]\nstruct Person;")]));
        assert!(is_in(&[("src/main.rs", "fn main() { secret.expose_secret(); }")]));
        assert!(!is_in(&[("src/main.rs", "fn main() {}"), ("README.md", "no pii here")]));
    }

    #[test]
    fn a_member_is_searched_with_the_folder_around_it_unless_the_search_leaves_it_out() {
        let is_searched = |folder: &str| is_searched_with(Path::new("/w"), Path::new(folder), Path::new("/w/target"));
        assert!(is_searched("/w/crates/agent"));
        assert!(!is_searched("/w/.agents/one"));
        assert!(!is_searched("/w/target/generated"));
        assert!(!is_searched("/elsewhere"));
    }

    #[test]
    fn what_cargo_has_made_is_no_source() {
        assert!(!is_in(&[("src/main.rs", "fn main() {}"), ("target/debug/build/out.rs", "Pii"), (".git/x.rs", "Pii")]));
    }
}
