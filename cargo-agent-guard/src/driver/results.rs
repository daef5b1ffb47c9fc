//! Results of earlier runs, in the target directory: where nothing has changed, nothing is linked and searched again.
//!
//! A result is used under its key alone: the run's key with the bytes of our own binary in it, the checksums of all facts that would be
//! linked, in their order, and the rest of the [`Basis`]. What depends on the day or on the text of the sources is in no result. A file
//! that is not there, not whole or of another key is as good as none, and where none can be written nobody is told: the result is the
//! same, and the next run takes as long as this one.
//!
//! The eight that were used last are kept: selections of packages, targets and levels that somebody uses in turns are few, and each edit
//! brings a key that seldom comes back.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{
    fingerprint,
    whole::{self, UNFINISHED},
};
use crate::{
    checked::{Basis, Checked},
    facts::Checksum,
};

/// So many results are kept.
const MOST: usize = 8;

const FINISHED: &str = "agchecked";

/// Where results are kept, and what a run knows of the facts that they rest on.
#[derive(Debug, Clone)]
pub struct Results {
    folder: PathBuf,
    run_key: String,
    facts: Vec<Checksum>,
}

impl Results {
    /// The results in the tool's folder of a target directory, for a run of this key and with these facts, in the order in which they are linked.
    pub fn new(folder: PathBuf, run_key: &str, facts: Vec<Checksum>) -> Self {
        Self { folder, run_key: run_key.to_owned(), facts }
    }

    /// The result for a basis: the one that is kept, or what `check` makes of it, which then is.
    pub fn of(&self, basis: &Basis<'_>, check: impl FnOnce(&Basis<'_>) -> Checked) -> Checked {
        let key = self.key(basis);
        let file = self.folder.join(format!("{}.{FINISHED}", fingerprint::last_word(&key)));
        if let Some(kept) = read(&file, &key) {
            return kept;
        }
        let checked = check(basis);
        // What could not be written is made again.
        let _ = whole::write_among_others(&file, &checked.encode(&key)).and_then(|()| remove_old(&self.folder));
        checked
    }

    /// The key of the result for a basis.
    fn key(&self, basis: &Basis<'_>) -> String {
        let facts = self.facts.concat();
        fingerprint::key_of_result(&self.run_key, &[&facts, &basis.without_facts()])
    }
}

/// `None` where it is not there, not whole or of another key.
fn read(path: &Path, key: &str) -> Option<Checked> {
    let bytes = fs::read(path).ok()?;
    let checked = Checked::decode(&bytes, key).ok()?;
    // It is the youngest now, if the folder can be written to.
    let _ = File::open(path).and_then(|file| file.set_modified(SystemTime::now()));
    Some(checked)
}

/// Removes all but the youngest files, and with the old ones what killed runs have not finished.
fn remove_old(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A profile of this name would have cargo use the same folder.
        if path.extension().is_some_and(|extension| extension == FINISHED || extension == UNFINISHED) {
            files.push((entry.metadata().and_then(|metadata| metadata.modified())?, path));
        }
    }
    files.sort();
    for (_, old) in files.into_iter().rev().skip(MOST) {
        // Another run may have removed it.
        let _ = fs::remove_file(old);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, collections::BTreeMap, time::Duration};

    use super::*;
    use crate::{checked::Counts, link::LinkPolicy, policy::Levels};

    /// A target directory, and how often something was checked.
    struct Fixture {
        target: tempfile::TempDir,
        checks: Cell<usize>,
    }

    impl Fixture {
        fn new() -> Self {
            Self { target: tempfile::tempdir().expect("there is a temporary directory"), checks: Cell::new(0) }
        }

        /// How many functions the result has for facts of these checksums: as many as the check that it is from has counted checks.
        fn result(&self, run_key: &str, facts: &[u8]) -> usize {
            self.result_under(run_key, facts, &LinkPolicy::default())
        }

        fn result_under(&self, run_key: &str, facts: &[u8], link: &LinkPolicy) -> usize {
            let results = Results::new(self.target.path().join("agent-guard"), run_key, facts.iter().map(|&byte| [byte; 32]).collect());
            let (levels, unable) = (Levels::default(), BTreeMap::new());
            let basis = Basis { units: &[], link, levels: &levels, dependencies: &[], unable: &unable };
            let checked = results.of(&basis, |_| {
                self.checks.set(self.checks.get() + 1);
                Checked { counts: Counts { functions: self.checks.get(), ..Counts::default() }, ..Checked::default() }
            });
            checked.counts.functions
        }

        /// The files, the youngest last.
        fn files(&self) -> Vec<PathBuf> {
            let entries = fs::read_dir(self.target.path().join("agent-guard")).into_iter().flatten().flatten();
            let mut files: Vec<_> =
                entries.map(|entry| (entry.metadata().and_then(|file| file.modified()).expect("it has a time"), entry.path())).collect();
            files.sort();
            files.into_iter().map(|(_, path)| path).collect()
        }

        /// Makes all files older than what comes now, and keeps them in their order.
        fn age(&self) {
            for (at, file) in (1..).zip(self.files().into_iter().rev()) {
                let time = SystemTime::now() - Duration::from_secs(60 * at);
                File::open(file).and_then(|file| file.set_modified(time)).expect("it is ours");
            }
        }
    }

    #[test]
    fn the_same_is_checked_once() {
        let fixture = Fixture::new();
        assert_eq!([(); 3].map(|()| fixture.result("run", &[1, 2])), [1, 1, 1]);
        assert_eq!(fixture.checks.get(), 1);
    }

    #[test]
    fn another_tool_other_facts_another_order_of_them_or_another_policy_are_checked_anew() {
        let fixture = Fixture::new();
        let tables = LinkPolicy { ignored_tables: vec!["notes".to_owned()], ..LinkPolicy::default() };
        let all = || {
            [
                fixture.result("run", &[1, 2]),
                fixture.result("another run", &[1, 2]),
                fixture.result("run", &[1, 3]),
                fixture.result("run", &[1]),
                fixture.result("run", &[1, 2, 2]),
                fixture.result("run", &[2, 1]),
                fixture.result_under("run", &[1, 2], &tables),
            ]
        };
        assert_eq!(all(), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(all(), [1, 2, 3, 4, 5, 6, 7], "each is kept beside the others");
    }

    #[test]
    fn what_is_damaged_or_another_s_is_made_anew_and_replaced() {
        let fixture = Fixture::new();
        fixture.result("run", &[9]);
        let [other] = &fixture.files()[..] else { panic!("there is one") };
        let other = fs::read(other).expect("it is readable");
        fixture.age();
        assert_eq!(fixture.result("run", &[1]), 2);
        let file = fixture.files().pop().expect("it was written");
        let good = fs::read(&file).expect("it is readable");
        let mut damaged = good.clone();
        *damaged.last_mut().expect("it is not empty") ^= 1;
        let mut expected = 2;
        for bytes in [&damaged[..], &good[..20], &[], &other] {
            fs::write(&file, bytes).expect("it is writable");
            expected += 1;
            assert_eq!(fixture.result("run", &[1]), expected, "it is made anew");
            assert_eq!(fixture.result("run", &[1]), expected, "and kept");
        }
        fs::remove_file(&file).expect("it is there");
        assert_eq!(fixture.result("run", &[1]), expected + 1);
    }

    #[test]
    fn where_nothing_can_be_written_everything_is_made_anew() {
        let fixture = Fixture::new();
        fs::write(fixture.target.path().join("agent-guard"), "a file where the folder would be").expect("it is writable");
        assert_eq!([(); 2].map(|()| fixture.result("run", &[1])), [1, 2]);

        let fixture = Fixture::new();
        fixture.result("run", &[1]);
        let file = fixture.files().pop().expect("it was written");
        fs::remove_file(&file).and_then(|()| fs::create_dir(&file)).expect("it is writable");
        assert_eq!([(); 2].map(|()| fixture.result("run", &[1])), [2, 3]);
        assert_eq!(fixture.files(), [file], "nothing unfinished is left");
    }

    #[test]
    fn those_that_were_used_last_are_kept() {
        let fixture = Fixture::new();
        let folder = fixture.target.path().join("agent-guard");
        fs::create_dir_all(&folder).expect("it is writable");
        fs::write(folder.join("app"), "a program of a profile of this name").expect("it is writable");
        fs::write(folder.join("1.2.unfinished"), "what a killed run has left").expect("it is writable");
        let most = u8::try_from(MOST).expect("they are few");
        for facts in 0..most {
            fixture.age();
            fixture.result("run", &[facts]);
        }
        fixture.age();
        assert_eq!(fixture.result("run", &[0]), 1, "it is kept, and the youngest now");
        fixture.age();
        assert_eq!(fixture.result("run", &[most]), MOST + 1);
        assert_eq!(fixture.files().len(), MOST + 1, "and the program");
        assert!(folder.join("app").exists() && !folder.join("1.2.unfinished").exists());
        fixture.age();
        assert_eq!(fixture.result("run", &[0]), 1);
        assert_eq!(fixture.result("run", &[1]), MOST + 2, "it was the oldest");
    }
}
