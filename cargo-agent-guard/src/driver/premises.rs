//! What the facts of a crate follow from besides the text of its bodies.
//!
//! cargo compiles a crate again whenever one that it depends on was. Mostly that changes nothing in it: rustc prints none of its bodies, or
//! the same text once more. The analysis is a function of these texts and of the [`Premises`]; where both are as they were
//! when the facts were made, the facts are, too, and it is left out.

use std::{cell::RefCell, collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::facts::Unit;

type Checksum = [u8; 32];

/// What the facts in a file follow from, and which file that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    given: Given,
    files: Files,
    facts: Checksum,
}

/// What the wrapper tells the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given(Checksum);

impl Given {
    /// Of a unit: the key of its facts, which stands for the tool, the compiler and the packages around it; what `Cargo.lock` says of how
    /// these depend on each other; and its source files.
    ///
    /// # Panics
    /// Never: all of it is text, which postcard can write.
    pub fn new(unit: &Unit, key: &str, lockfile: &blake3::Hash, sources: &[String]) -> Self {
        let parts = (unit, key, lockfile.as_bytes(), sources);
        Self(checksum(&postcard::to_stdvec(&parts).expect("it is text, which postcard can write")))
    }
}

/// The files that an analysis has asked for, each with what was in it; `None` for one that could not be read.
type Files = BTreeMap<String, Option<Checksum>>;

/// Reads files for an analysis, and notes which.
#[derive(Debug, Default)]
pub struct Reader(RefCell<Files>);

impl Reader {
    /// The text of a file. `None` if it cannot be read.
    pub fn read(&self, file: &str) -> Option<String> {
        let text = fs::read_to_string(file).ok();
        self.0.borrow_mut().insert(file.to_owned(), text.as_ref().map(|text| checksum(text.as_bytes())));
        text
    }
}

impl Premises {
    /// Those of the facts in a file with these bytes.
    pub fn new(given: Given, read: Reader, facts: &[u8]) -> Self {
        Self { given, files: read.0.into_inner(), facts: checksum(facts) }
    }

    /// Whether the same is given, every file has what it had, and the facts are those that followed.
    pub fn hold(&self, given: Given, facts: &Path) -> bool {
        let now = Reader::default();
        self.given == given
            && fs::read(facts).is_ok_and(|bytes| checksum(&bytes) == self.facts)
            && self.files.iter().all(|(file, before)| {
                now.read(file);
                now.0.borrow().get(file) == Some(before)
            })
    }
}

fn checksum(bytes: &[u8]) -> Checksum {
    *blake3::hash(bytes).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(root: &str, key: &str, lockfile: &str, source: &str) -> Given {
        let unit = Unit { root: root.to_owned(), ..Unit::default() };
        Given::new(&unit, key, &blake3::hash(lockfile.as_bytes()), &[source.to_owned()])
    }

    #[test]
    fn they_hold_until_one_of_them_is_another() {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| fs::write(path(name), text).expect("it is writable");
        write("lib.rs", "fn a() {}");
        write("app.agfacts", "facts");
        let reader = Reader::default();
        assert_eq!(reader.read(&path("lib.rs").to_string_lossy()).as_deref(), Some("fn a() {}"));
        assert_eq!(reader.read(&path("none.rs").to_string_lossy()), None);
        let same = given("src/lib.rs", "key", "lock", "lib.rs");
        let premises = Premises::new(same, reader, b"facts");
        let hold = |given| premises.hold(given, &path("app.agfacts"));
        assert!(hold(same));
        for other in [
            given("src/main.rs", "key", "lock", "lib.rs"),
            given("src/lib.rs", "other", "lock", "lib.rs"),
            given("src/lib.rs", "key", "other", "lib.rs"),
            given("src/lib.rs", "key", "lock", "other.rs"),
        ] {
            assert!(!hold(other));
        }
        for (file, before) in [("lib.rs", "fn a() {}"), ("app.agfacts", "facts")] {
            write(file, "other");
            assert!(!hold(same), "{file} is another");
            fs::remove_file(path(file)).expect("it is there");
            assert!(!hold(same), "{file} is gone");
            write(file, before);
            assert!(hold(same));
        }
        write("none.rs", "");
        assert!(!hold(same), "a file is there that was not");
    }
}
