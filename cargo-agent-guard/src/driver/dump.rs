//! The files that `-Zdump-mir=built` writes: reading them one at a time, and knowing that none is missing.
//!
//! rustc keeps silent when it cannot write a dump (its name is longer than the file system allows, the disk is full). So it is also made
//! to print how many bodies the crate has (`-Zinput-stats`), which is the number of dumps: but for constructors (which compilers from 1.99
//! do not print) and the second bodies of async closures. They come from no source text of their own, and are left aside.

use std::{
    fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

const ENDING: &str = ".built.after.mir";

/// A dump: its name without crate and ending, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dump {
    /// The definition path as rustc names the file: `agent-{impl#0}-ask-{closure#0}`.
    pub name: String,
    /// The file.
    pub path: PathBuf,
}

/// The file of a body's dump.
pub fn file_name(crate_name: &str, name: &str) -> String {
    format!("{crate_name}.{name}{ENDING}")
}

/// The dumps in a folder of bodies that the source has, in the order of their names. No folder means no dump: rustc makes it with the
/// first.
///
/// # Errors
/// Where the folder cannot be read, or a dump has a name that rustc does not give.
pub fn list(folder: &Path, crate_name: &str) -> Result<Vec<Dump>> {
    let failed = || format!("failed to read the MIR in `{}`", folder.display());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(failed)?,
    };
    let mut dumps = Vec::new();
    for entry in entries {
        let path = entry.with_context(failed)?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        // Where a function's own path contains `built`, rustc dumps all its passes.
        let Some(name) = file.strip_suffix(ENDING) else { continue };
        let name = name.strip_prefix(crate_name).and_then(|rest| rest.strip_prefix('.'));
        let name = name.with_context(|| format!("`{file}` is not of the crate `{crate_name}`"))?.to_owned();
        if !name.contains("{constructor#") && !name.contains("{synthetic#") {
            dumps.push(Dump { name, path });
        }
    }
    dumps.sort();
    Ok(dumps)
}

/// Copies rustc's messages as they come, without the lines of `-Zinput-stats`, and returns how many bodies those count: `None` where they
/// are not there.
///
/// # Errors
/// Where reading or writing fails.
pub fn forward_messages(mut from: impl BufRead, mut to: impl Write) -> io::Result<Option<u64>> {
    let mut counted = None;
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        if line.starts_with(b"hir-stats ") {
            let mut words = line.split(|&byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
            match words.nth(1) {
                Some(b"Body") => counted = count_of(&String::from_utf8_lossy(&line)),
                // The row is left out where there is no body.
                Some(b"Total") => counted = counted.or(Some(0)),
                _ => {}
            }
        } else if !line.starts_with(b"ast-stats") && !line.starts_with(b"hir-stats") {
            to.write_all(&line)?;
            to.flush()?;
        }
        line.clear();
    }
    Ok(counted)
}

/// The third column of `hir-stats Body    1_648 ( 1.6%)    27    24`.
fn count_of(row: &str) -> Option<u64> {
    let after_share = row.split_once(')')?.1;
    after_share.split_whitespace().next()?.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(text: &str) -> (Option<u64>, String) {
        let mut out = Vec::new();
        let counted = forward_messages(text.as_bytes(), &mut out).expect("neither side fails");
        (counted, String::from_utf8(out).expect("it was text"))
    }

    #[test]
    fn messages_pass_and_statistics_are_read() {
        let text = "{\"message\":1}\nast-stats Total 26_712 494\nhir-stats Body                     648 ( 1.6%)         1_027            24\n\
            hir-stats - Block 4 (0.1%) 3\nhir-stats Total                 40_772                   790\nwarning: plain\n";
        assert_eq!(forwarded(text), (Some(1027), "{\"message\":1}\nwarning: plain\n".to_owned()));
    }

    #[test]
    fn a_crate_without_a_body_has_none_and_no_statistics_are_no_count() {
        assert_eq!(forwarded("hir-stats Mod 1 ( 1%) 1 1\nhir-stats Total 40_772 790\n").0, Some(0));
        assert_eq!(forwarded("{\"message\":1}\n").0, None);
    }

    #[test]
    fn dumps_come_in_the_order_of_their_names_and_only_built_ones_count() {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        for file in [
            "app.z.built.after.mir",
            "app.a-{closure#0}.built.after.mir",
            "app.rebuilt.SimplifyCfg.after.mir",
            "app.S-{constructor#0}.built.after.mir",
        ] {
            fs::write(folder.path().join(file), "").expect("it is writable");
        }
        let dumps = list(folder.path(), "app").expect("it can be read");
        let names: Vec<_> = dumps.iter().map(|dump| dump.name.as_str()).collect();
        assert_eq!(names, ["a-{closure#0}", "z"]);
        assert!(list(folder.path(), "other").is_err());
        assert_eq!(list(&folder.path().join("nowhere"), "app").expect("it is no error"), []);
    }
}
