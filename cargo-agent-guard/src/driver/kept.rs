//! The MIR of the bodies that an incremental compilation does not build anew.
//!
//! With `-C incremental`, rustc builds, and prints, only the bodies whose inputs have changed since the session that it goes on from. The
//! text of all others is what it printed then, so it is kept, compressed, beside rustc's own session. That this is all of the crate and
//! nothing else rests on four things:
//!
//! 1. rustc prints a body inside the query that builds it. Whatever the text depends on (types, paths, the places in the source) has
//!    been asked of other queries in there, so rustc has noted it as an input of that query. No input has changed: the text has not.
//! 2. What is kept names the one session that it mirrors. Where rustc would go on from another, both are thrown away ([`Kept::open`]).
//! 3. Each kept body has a mark in the folder that rustc prints to. A mark that rustc has begun to overwrite is no mark any more, so a body
//!    that was built anew, but could not be written, is not taken for an old one.
//! 4. rustc says how many bodies the crate has. Where printed and kept ones together are not as many (a function was deleted), the
//!    caller has rustc print all of them, without incremental compilation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{
    dump::{self, Dump},
    premises::Premises,
    whole::{self, UNFINISHED},
};
use crate::mir::text::are_alike;

/// What stands in the dump's place where the text is a kept one. No MIR is as short.
const MARK: &str = "=";

/// The texts of a crate's bodies as of one session of incremental compilation.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    content: Content,
    /// The checksum of the file that has the content, if one has.
    stored: Option<blake3::Hash>,
    /// The finished sessions that were there at the start.
    sessions: BTreeSet<PathBuf>,
}

/// What is stored of a compilation.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    /// The run's key, which stands for the tool and the compiler.
    key: String,
    /// Texts by the names of their dumps, compressed.
    bodies: BTreeMap<String, ByteBuf>,
    /// What the facts that were made of them follow from besides.
    premises: Option<Premises>,
}

impl Kept {
    /// Opens what is kept in a folder, which is also the one that rustc keeps its sessions in. What was written under another key, for
    /// another session than the one that rustc would find, or not to its end, is removed together with the sessions.
    ///
    /// # Errors
    /// Where the folder cannot be made or emptied.
    pub fn open(folder: PathBuf, key: &str) -> Result<Self> {
        let failed = || format!("failed to make `{}`", folder.display());
        let sessions = finished_sessions(&folder);
        let is_its = |mirrored: &Mirrored| sessions.len() == 1 && sessions.contains(&mirrored.session);
        let stored = read_session(&folder).filter(is_its).and_then(|mirrored| read(&folder, mirrored.bodies));
        if let Some((content, checksum)) = stored.filter(|(content, _)| content.key == key) {
            return Ok(Self { folder, content, stored: Some(checksum), sessions });
        }
        remove(&folder).with_context(failed)?;
        fs::create_dir_all(&folder).with_context(failed)?;
        let content = Content { key: key.to_owned(), ..Content::default() };
        Ok(Self { folder, content, stored: None, sessions: BTreeSet::new() })
    }

    /// The folder, for `-C incremental`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Marks every kept body in the folder that rustc will print to.
    ///
    /// # Errors
    /// Where that cannot be written to.
    pub fn mark(&self, dumps: &Path, crate_name: &str) -> Result<()> {
        let failed = || format!("failed to write to `{}`", dumps.display());
        fs::create_dir_all(dumps).with_context(failed)?;
        for name in self.content.bodies.keys() {
            fs::write(dumps.join(dump::file_name(crate_name, name)), MARK).with_context(failed)?;
        }
        Ok(())
    }

    /// The text of a body: what rustc has printed, which is then kept, or, where it has not, what is kept.
    ///
    /// # Errors
    /// Where the text cannot be read.
    pub fn text(&mut self, dump: &Dump) -> io::Result<String> {
        let text = fs::read_to_string(&dump.path)?;
        if text != MARK {
            self.content.bodies.insert(dump.name.clone(), ByteBuf::from(lz4_flex::block::compress_prepend_size(text.as_bytes())));
            return Ok(text);
        }
        decompressed(self.content.bodies.get(&dump.name).ok_or_else(|| io::Error::other("the text kept of it is not there"))?)
    }

    /// Whether these dumps have all the kept texts and no other.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn has_these(&self, dumps: &[Dump]) -> io::Result<bool> {
        if dumps.len() != self.content.bodies.len() {
            return Ok(false);
        }
        for dump in dumps {
            let text = fs::read_to_string(&dump.path)?;
            let Some(kept) = self.content.bodies.get(&dump.name) else { return Ok(false) };
            if text != MARK && !decompressed(kept).is_ok_and(|kept| kept == text || are_alike(&kept, &text)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What the facts of the last compilation follow from, besides the texts.
    pub fn premises(&self) -> Option<&Premises> {
        self.content.premises.as_ref()
    }

    /// Forgets all bodies: what is read from now on is all that there is.
    pub fn forget_bodies(&mut self) {
        self.content.bodies.clear();
    }

    /// Stores what has been read and what the facts of it follow from besides, for the session that rustc has just finished. Where there is no such session, or no room, nothing is
    /// kept: the next compilation then starts over.
    pub fn save(mut self, premises: Premises) {
        self.content.premises = Some(premises);
        self.stored = write(&self.folder, &self.content).ok();
        self.save_unchanged();
    }

    /// Notes that what is stored is for the session that rustc has just finished, too: nothing else has changed.
    pub fn save_unchanged(self) {
        let is_saved = self.stored.zip(self.mirrored_session()).is_some_and(|(bodies, session)| {
            let mirrored = Mirrored { session, bodies: *bodies.as_bytes() };
            write_session(&self.folder, &mirrored).is_ok()
        });
        if !is_saved {
            self.discard();
        }
    }

    /// Keeps nothing: the next compilation starts over.
    pub fn discard(self) {
        // What is left where this fails mirrors another session than rustc's last one, so it is not believed.
        let _ = remove(&self.folder);
    }

    /// The session that rustc has just finished, as the only one that is left.
    fn mirrored_session(&self) -> Option<PathBuf> {
        let now = finished_sessions(&self.folder);
        let mut new = now.difference(&self.sessions);
        let session = new.next().filter(|_| new.next().is_none())?;
        // rustc goes on from the youngest by its clock, which may be set back.
        for old in now.iter().filter(|old| *old != session) {
            fs::remove_dir_all(self.folder.join(old)).ok()?;
        }
        Some(session.clone())
    }
}

/// The file with what is stored of a compilation.
const BODIES: &str = "bodies";
/// The file that says for which session that is.
const SESSION: &str = "session";

/// Which session is mirrored.
#[derive(Debug, Serialize, Deserialize)]
struct Mirrored {
    /// The folder of rustc's session.
    session: PathBuf,
    /// The checksum of what is stored for it.
    bodies: [u8; 32],
}

fn decompressed(text: &[u8]) -> io::Result<String> {
    let damaged = |what: &dyn std::fmt::Display| io::Error::other(format!("the text kept of it is damaged: {what}"));
    let bytes = lz4_flex::block::decompress_size_prepended(text).map_err(|error| damaged(&error))?;
    String::from_utf8(bytes).map_err(|error| damaged(&error))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The finished sessions in a folder, relative to it: `app-3f…/s-h4…-1x…-9a…`, without those that rustc is or was working on
/// (`…-working`), which it does not go on from.
fn finished_sessions(folder: &Path) -> BTreeSet<PathBuf> {
    let folders = |path: &Path| {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let is_finished = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("s-") && !name.ends_with("-working")
    };
    let sessions = folders(folder).into_iter().flat_map(|krate| folders(&krate)).filter(|session| is_finished(session));
    sessions.filter_map(|session| session.strip_prefix(folder).map(Path::to_owned).ok()).collect()
}

fn write(folder: &Path, content: &Content) -> Result<blake3::Hash> {
    let bytes = postcard::to_stdvec(content)?;
    whole::write(&folder.join(BODIES), UNFINISHED, &bytes)?;
    Ok(blake3::hash(&bytes))
}

/// `None` where it is not there or not what has this checksum.
fn read(folder: &Path, checksum: [u8; 32]) -> Option<(Content, blake3::Hash)> {
    let bytes = fs::read(folder.join(BODIES)).ok()?;
    let found = blake3::hash(&bytes);
    if *found.as_bytes() != checksum {
        return None;
    }
    Some((postcard::from_bytes(&bytes).ok()?, found))
}

fn write_session(folder: &Path, mirrored: &Mirrored) -> Result<()> {
    Ok(whole::write(&folder.join(SESSION), UNFINISHED, &postcard::to_stdvec(mirrored)?)?)
}

/// `None` where it is not there or cannot be read.
fn read_session(folder: &Path) -> Option<Mirrored> {
    postcard::from_bytes(&fs::read(folder.join(SESSION)).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{
        super::premises::{Given, Reader},
        *,
    };
    use crate::facts::Unit;

    fn premises() -> Premises {
        let given = Given::new(&Unit::default(), "key", &blake3::hash(b"lock"), &[]);
        Premises::new(given, Reader::default(), b"facts")
    }

    struct Fixture {
        root: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            Self { root: tempfile::tempdir().expect("there is a temporary directory") }
        }

        fn open(&self, key: &str) -> Kept {
            Kept::open(self.root.path().join("kept"), key).expect("it is writable")
        }

        /// What rustc does: it finishes a session.
        fn session(&self, name: &str) {
            fs::create_dir_all(self.root.path().join("kept/app-1").join(name)).expect("it is writable");
        }

        /// What rustc does: it prints a body.
        fn print(&self, name: &str, text: &str) -> Dump {
            let path = self.root.path().join(dump::file_name("app", name));
            fs::write(&path, text).expect("it is writable");
            Dump { name: name.to_owned(), path }
        }

        /// A first compilation, which prints `a` and `b`.
        fn compiled(key: &str) -> Self {
            let fixture = Self::new();
            let mut kept = fixture.open(key);
            fixture.session("s-1-1-1");
            for name in ["a", "b"] {
                kept.text(&fixture.print(name, &format!("body of {name}"))).expect("it is there");
            }
            kept.save(premises());
            fixture
        }

        fn names(&self, key: &str) -> Vec<String> {
            self.open(key).content.bodies.into_keys().collect()
        }
    }

    #[test]
    fn what_rustc_does_not_print_again_is_what_it_printed() {
        let fixture = Fixture::compiled("key");
        let mut kept = fixture.open("key");
        kept.mark(fixture.root.path(), "app").expect("it is writable");
        let unchanged = Dump { name: "a".to_owned(), path: fixture.root.path().join(dump::file_name("app", "a")) };
        assert_eq!(kept.text(&unchanged).expect("it is kept"), "body of a");
        let changed = fixture.print("b", "new body of b");
        assert_eq!(kept.text(&changed).expect("it is printed"), "new body of b");
        fixture.session("s-2-2-2");
        kept.save(premises());
        let mirrored = read_session(&fixture.root.path().join("kept")).expect("it is written");
        assert_eq!(mirrored.session, Path::new("app-1/s-2-2-2"));
        assert!(!fixture.root.path().join("kept/app-1/s-1-1-1").exists(), "rustc could go on from it");
    }

    #[test]
    fn the_same_texts_are_told_from_others() {
        let fixture = Fixture::compiled("key");
        let kept = fixture.open("key");
        assert_eq!(kept.premises(), Some(&premises()));
        kept.mark(fixture.root.path(), "app").expect("it is writable");
        let list = || dump::list(fixture.root.path(), "app").expect("it can be read");
        let has_these = |dumps: &[Dump]| kept.has_these(dumps).expect("they can be read");
        assert!(has_these(&list()), "nothing was printed");
        fixture.print("b", "body of b");
        assert!(has_these(&list()), "one was printed again");
        assert!(!has_these(&list()[..1]), "one is gone");
        for text in ["new body of b", "body of", ""] {
            fixture.print("b", text);
            assert!(!has_these(&list()), "one is `{text}`");
        }
        fs::remove_file(fixture.print("b", "").path).expect("it is there");
        fixture.print("c", "body of b");
        assert!(!has_these(&list()), "one has another name");
    }

    #[test]
    fn a_body_that_could_not_be_printed_is_not_taken_for_a_kept_one() {
        let fixture = Fixture::compiled("key");
        let mut kept = fixture.open("key");
        kept.mark(fixture.root.path(), "app").expect("it is writable");
        let cut_off = fixture.print("a", "");
        assert_eq!(kept.text(&cut_off).expect("it is there"), "");
    }

    #[test]
    fn another_key_another_session_or_two_and_nothing_is_believed() {
        assert_eq!(Fixture::compiled("key").names("key"), ["a", "b"]);
        assert_eq!(Fixture::compiled("key").names("other key"), [""; 0]);
        let more = Fixture::compiled("key");
        more.session("s-2-2-2");
        assert_eq!(more.names("key"), [""; 0]);
        assert!(!more.root.path().join("kept/app-1").exists(), "rustc would go on from a session whose bodies are not here");
        let none = Fixture::compiled("key");
        fs::remove_dir_all(none.root.path().join("kept/app-1/s-1-1-1")).expect("it is there");
        assert_eq!(none.names("key"), [""; 0]);
    }

    #[test]
    fn sessions_that_are_being_worked_on_are_none() {
        let fixture = Fixture::compiled("key");
        fixture.session("s-3-3-working");
        assert_eq!(fixture.names("key"), ["a", "b"]);
    }

    #[test]
    fn damage_and_a_compilation_without_a_session_start_over() {
        let damaged = Fixture::compiled("key");
        let file = damaged.root.path().join("kept").join(BODIES);
        let mut bytes = fs::read(&file).expect("it is there");
        *bytes.last_mut().expect("it is not empty") ^= 1;
        fs::write(&file, bytes).expect("it is writable");
        assert_eq!(damaged.names("key"), [""; 0]);

        let without = Fixture::compiled("key");
        without.open("key").save_unchanged();
        assert_eq!(without.names("key"), [""; 0]);
    }
}
