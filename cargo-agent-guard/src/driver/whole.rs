//! Files that are there whole or not at all.

use std::{fs, io, path::Path};

/// The extension of what [`write_among_others`] has not finished.
pub const UNFINISHED: &str = "unfinished";

/// Writes a file that another run may be writing, too, and makes its folder.
///
/// # Errors
/// As [`write()`], and if the folder could not be made.
pub fn write_among_others(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    write(path, &format!("{}.{UNFINISHED}", std::process::id()), bytes)
}

/// Writes a file beside where it belongs, with this extension in place of its own, and moves it there.
///
/// # Errors
/// If it could not be written or moved. What was there before is there still.
pub fn write(path: &Path, unfinished: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension(unfinished);
    fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path)).inspect_err(|_| {
        // Where this fails, too, something is left that nobody reads.
        let _ = fs::remove_file(&unfinished);
    })
}
