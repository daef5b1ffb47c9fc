//! Folders for the MIR text while it is being read: outside the user's tree, gone when the run ends.
//!
//! rustc writes one file per function, hundreds of megabytes for a large crate. In memory (`/dev/shm`) that costs a third of what it costs
//! on a disk, so that is the first choice where it has room.
//!
//! A folder belongs to the process that holds the lock on the file `lock` in it. A folder whose lock is free is what a killed run has left;
//! the next run removes it. (A process id would not do: containers that share the folder do not share process ids.)

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use tempfile::TempDir;

const PREFIX: &str = "agent-guard-";

/// Room enough for the text of a large crate.
const ENOUGH: u64 = 1 << 30;

/// The folders of a run. Dropping it removes them.
#[derive(Debug)]
pub struct Scratch {
    roots: Vec<Root>,
}

#[derive(Debug)]
struct Root {
    folder: TempDir,
    /// Held, never read.
    _lock: File,
}

impl Scratch {
    /// Makes the folders, and removes those that killed runs have left.
    ///
    /// # Errors
    /// Where there is no place to write to at all.
    pub fn create(target_dir: &Path) -> Result<Self> {
        let memory = PathBuf::from("/dev/shm");
        let temporary = std::env::temp_dir();
        let mut roots = Vec::new();
        for place in [&memory, &temporary] {
            remove_leftovers(place);
            if place == &memory && free_bytes(place).is_none_or(|free| free < ENOUGH) {
                continue;
            }
            roots.extend(Root::create(place).ok());
        }
        if roots.is_empty() {
            let inside_target = || fs::create_dir_all(target_dir).and_then(|()| Root::create(target_dir));
            let root = inside_target().with_context(|| {
                let (temporary, target) = (temporary.display(), target_dir.display());
                format!("failed to make a folder in `{temporary}` or in `{target}`: set TMPDIR to a folder that can be written to")
            })?;
            roots.push(root);
        }
        Ok(Self { roots })
    }

    /// The folders, the fastest first.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| root.folder.path().to_owned()).collect()
    }

    /// Where the context of the run is written.
    pub fn context_path(&self) -> PathBuf {
        self.roots[0].folder.path().join("context")
    }
}

impl Root {
    fn create(place: &Path) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(&format!("{PREFIX}{}-", std::process::id())).tempdir_in(place)?;
        let lock = File::create(folder.path().join("lock"))?;
        platform::try_lock(&lock);
        Ok(Self { folder, _lock: lock })
    }
}

/// The folder with the most room among those that are there, the first one where that has enough.
pub fn choose(roots: &[PathBuf]) -> Option<&Path> {
    let room = |root: &&PathBuf| free_bytes(root).unwrap_or(0);
    let roots = || roots.iter().filter(|root| root.is_dir());
    roots().find(|root| room(root) >= ENOUGH).or_else(|| roots().max_by_key(room)).map(PathBuf::as_path)
}

/// Bytes that we may still write at a place; `None` where nobody knows.
pub fn free_bytes(place: &Path) -> Option<u64> {
    platform::free_bytes(place)
}

/// Removes what killed runs have left at a place. What cannot be removed is left: it is no concern of this run.
fn remove_leftovers(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_abandoned(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether no living process holds the lock of a folder.
fn is_abandoned(folder: &Path) -> bool {
    match File::open(folder.join("lock")) {
        Ok(lock) => platform::try_lock(&lock),
        // Between making its folder and its lock a process needs no minute; a compiler that outlives its run may make the folder anew.
        Err(_) => fs::metadata(folder)
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age.as_secs() > 60)),
    }
}

#[cfg(unix)]
mod platform {
    use std::{fs::File, path::Path};

    /// Takes the lock of an open file, if it is free.
    pub(super) fn try_lock(file: &File) -> bool {
        rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok()
    }

    pub(super) fn free_bytes(place: &Path) -> Option<u64> {
        let status = rustix::fs::statvfs(place).ok()?;
        // A file system without files left is as full as one without bytes. Some file systems do not count files at all.
        if status.f_files > 0 && status.f_favail < 64 { Some(0) } else { Some(status.f_bavail.saturating_mul(status.f_frsize)) }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::{fs::File, path::Path};

    /// Without locks nothing is ever taken for abandoned.
    pub(super) fn try_lock(_file: &File) -> bool {
        false
    }

    pub(super) fn free_bytes(_place: &Path) -> Option<u64> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_runs_folder_is_kept_and_a_dead_ones_is_removed() {
        let place = tempfile::tempdir().expect("there is a temporary directory");
        let living = Root::create(place.path()).expect("it is writable");
        let dead = Root::create(place.path()).expect("it is writable");
        let dead_path = dead.folder.keep();
        drop(dead._lock);
        remove_leftovers(place.path());
        assert!(living.folder.path().exists());
        assert!(!dead_path.exists());
    }

    #[test]
    fn what_is_not_ours_is_not_touched() {
        let place = tempfile::tempdir().expect("there is a temporary directory");
        fs::create_dir(place.path().join("agent-guards")).expect("it is writable");
        fs::write(place.path().join("agent-guard-file"), "x").expect("it is writable");
        fs::create_dir(place.path().join("agent-guard-young")).expect("it is writable");
        remove_leftovers(place.path());
        for name in ["agent-guards", "agent-guard-file", "agent-guard-young"] {
            assert!(place.path().join(name).exists(), "{name}");
        }
    }
}
