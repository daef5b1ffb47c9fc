//! Files that appear whole or not at all: a crash leaves no half of one under its name, and of several processes that make one at once, one wins
//! and the others find what it made.

use std::io::{Result, Write};
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};

/// A file in the folder of `path` that only its owner may read (mode 0600; on Windows, what the folder gives it). Removed when dropped.
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile> {
    let mut prefix = path.file_name().unwrap_or_default().to_owned();
    prefix.push(".new-");
    tempfile::Builder::new().prefix(&prefix).tempfile_in(folder_of(path))
}

/// Gives it this name, which is there after a power cut, too; what was written to it is to be flushed before. It takes the path and no open file:
/// closing one would take away the locks of an SQLite connection that another thread has opened to the file by then.
///
/// # Errors
/// [`AlreadyExists`](std::io::ErrorKind::AlreadyExists) if there is something of that name.
pub(crate) fn name(file: TempPath, path: &Path) -> Result<()> {
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync(folder_of(path))
}

/// Makes a file with one line of text in it. Errors as for [`name`].
pub(crate) fn write_line(path: &Path, text: &str) -> Result<()> {
    let mut file = beside(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    name(file.into_temp_path(), path)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn sync(folder: &Path) -> Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> Result<()> {
    // Folders cannot be opened as files there; the name is made durable with the file.
    Ok(())
}
