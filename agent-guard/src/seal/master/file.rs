//! A master key in a file that only its owner may read.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::MasterKey;
use super::text::failed;
use crate::{VaultError, new_file};

/// No key file is longer; a larger one is not read whole into memory only to be refused.
const LONGEST_FILE: u64 = 1024;

impl MasterKey {
    /// Makes a new master key and the file that holds it. The file appears whole or not at all, readable by its owner only (mode 0600).
    /// On Windows it has the access rights that the folder gives it: choose a folder of the user's own.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if there is a file already, or it cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let path = path.as_ref();
        let key = Self::random()?;
        new_file::write_line(path, &key.to_text()).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => failed(format!("`{}` exists already: a master key is never overwritten", path.display())),
            _ => failed(format!("the master key could not be written to `{}`: {error}", path.display())),
        })?;
        Ok(key)
    }

    /// Reads a master key from a file.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if there is no such file, if its group or others may read or write it (Unix), or if it holds no
    /// master key.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let path = path.as_ref();
        let unreadable = |error| failed(format!("the master key could not be read from `{}`: {error}", path.display()));
        let file = File::open(path).map_err(unreadable)?;
        // Asked of the open file, so that it cannot be another one than the one that is read.
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(failed(format!("`{}` is not a file", path.display())));
        }
        if is_open_to_others(&metadata) {
            return Err(failed(format!("`{}` can be read or written by others than its owner: `chmod 600` it", path.display())));
        }
        let mut text = Zeroizing::new(Vec::with_capacity(LONGEST_FILE as usize));
        file.take(LONGEST_FILE).read_to_end(&mut text).map_err(unreadable)?;
        Self::parse(std::str::from_utf8(&text).unwrap_or_default(), &format!("`{}`", path.display()))
    }

    /// Reads the master key from a file, and makes both if there is no such file. Two processes that start at once get the same key.
    ///
    /// If the file was lost, this makes a new key, and the vault that needs the old one says
    /// [`WrongMasterKey`](VaultError::WrongMasterKey).
    ///
    /// # Errors
    /// As [`MasterKey::from_file`] and [`MasterKey::create`].
    pub fn load_or_create(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let path = path.as_ref();
        if !path.exists() {
            match Self::create(path) {
                // Another process was quicker: its key counts.
                Err(_) if path.exists() => {}
                created => return created,
            }
        }
        Self::from_file(path)
    }
}

#[cfg(unix)]
fn is_open_to_others(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Metadata) -> bool {
    false
}
