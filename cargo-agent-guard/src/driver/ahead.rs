//! Facts that are read while cargo still looks for what is stale.
//!
//! cargo names the units that are fresh at its end, all at once, and until then one core has nothing to do. Most units are those of the
//! run before, so their files are read and taken apart meanwhile. What comes of that is used only where the file has the very same bytes
//! when cargo has named its unit: which files those were is a guess, and a wrong one costs some time of that core.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::whole;
use crate::facts::{self, Facts};

/// The list of the files, in the tool's folder of the target directory.
const LIST: &str = "units";

/// Facts files that are being read.
#[derive(Debug, Clone, Default)]
pub struct Ahead {
    files: Arc<HashMap<PathBuf, Mutex<State>>>,
}

#[derive(Debug)]
enum State {
    Waiting,
    Read(Box<Content>),
    /// Of no use, or used.
    Gone,
}

#[derive(Debug)]
struct Content {
    bytes: Vec<u8>,
    facts: Facts,
}

impl Ahead {
    /// Begins to read the files that an earlier run has [noted](note) in a folder.
    pub fn start(folder: &Path) -> Self {
        let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
        let order: Vec<PathBuf> = list.lines().map(PathBuf::from).collect();
        let files = order.iter().map(|path| (path.clone(), Mutex::new(State::Waiting))).collect();
        let ahead = Self { files: Arc::new(files) };
        let reading = ahead.clone();
        // One after the other: the other core is cargo's.
        rayon::spawn(move || order.iter().for_each(|path| reading.read(path)));
        ahead
    }

    fn read(&self, path: &Path) {
        // Whoever asks for the file meanwhile waits for it.
        let mut state = self.files[path].lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Waiting) {
            *state = content(path).map_or(State::Gone, |content| State::Read(Box::new(content)));
        }
    }

    /// The facts in a file that has these bytes and is under this key, if they have been read, or are being read. Once.
    pub fn take(&self, path: &Path, bytes: &[u8], key: &str) -> Option<Facts> {
        let mut state = self.files.get(path)?.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Read(content) = std::mem::replace(&mut *state, State::Gone) else { return None };
        (content.bytes == bytes && facts::key_of(bytes) == Ok(key)).then_some(content.facts)
    }
}

fn content(path: &Path) -> Option<Content> {
    let bytes = fs::read(path).ok()?;
    let facts = facts::decode(&bytes, facts::key_of(&bytes).ok()?).ok()?;
    Some(Content { bytes, facts })
}

/// Notes in a folder which files the next run may read ahead. Where that cannot be, it reads them when cargo has named them.
pub fn note(folder: &Path, files: &[PathBuf]) {
    let lines = files.iter().filter_map(|path| path.to_str()).filter(|path| !path.contains('\n'));
    let list = lines.fold(String::new(), |list, path| list + path + "\n");
    if fs::read_to_string(folder.join(LIST)).is_ok_and(|noted| noted == list) {
        return;
    }
    let _ = whole::write_among_others(&folder.join(LIST), list.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{facts::Effect, fixture::one_access};

    const KEY: &str = "agent-guard 1 rustc 1 a";

    /// A folder with a facts file, which is noted in it.
    struct Fixture {
        folder: tempfile::TempDir,
        file: PathBuf,
    }

    impl Fixture {
        fn new(bytes: &[u8]) -> Self {
            let folder = tempfile::tempdir().expect("there is a temporary directory");
            let file = folder.path().join("app-1.agfacts");
            fs::write(&file, bytes).expect("it is writable");
            note(&folder.path().join("agent-guard"), &[file.clone(), folder.path().join("two\nlines"), folder.path().join("gone")]);
            Self { folder, file }
        }

        /// What has been read ahead. The reading is done here, whatever has come of the one in the background.
        fn start(&self) -> Ahead {
            let ahead = Ahead::start(&self.folder.path().join("agent-guard"));
            ahead.files.keys().for_each(|path| ahead.read(path));
            ahead
        }
    }

    fn bytes(operation: &str) -> Vec<u8> {
        facts::encode(&one_access(operation, Effect::Read), KEY)
    }

    #[test]
    fn what_was_noted_is_read_and_can_be_taken_once() {
        let bytes = bytes("Client::get");
        let fixture = Fixture::new(&bytes);
        let ahead = fixture.start();
        assert_eq!(ahead.files.len(), 2, "a path of two lines cannot be noted");
        assert_eq!(ahead.take(&fixture.file, &bytes, KEY), Some(one_access("Client::get", Effect::Read)));
        assert_eq!(ahead.take(&fixture.file, &bytes, KEY), None);
        assert_eq!(ahead.take(&fixture.folder.path().join("gone"), &bytes, KEY), None);
        assert_eq!(ahead.take(&fixture.folder.path().join("other"), &bytes, KEY), None);
    }

    #[test]
    fn facts_that_were_written_meanwhile_are_not_taken_for_the_old_ones() {
        let fixture = Fixture::new(&bytes("Client::get"));
        assert_eq!(fixture.start().take(&fixture.file, &bytes("Client::put"), KEY), None);
        assert_eq!(fixture.start().take(&fixture.file, &bytes("Client::get"), "agent-guard 1 rustc 1 b"), None);
    }

    #[test]
    fn damaged_facts_are_left_to_who_reads_them_for_good() {
        let mut bytes = bytes("Client::get");
        *bytes.last_mut().expect("there are bytes") ^= 1;
        let fixture = Fixture::new(&bytes);
        assert_eq!(fixture.start().take(&fixture.file, &bytes, KEY), None);
    }

    #[test]
    fn without_a_list_nothing_is_read() {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        assert!(Ahead::start(folder.path()).files.is_empty());
    }
}
