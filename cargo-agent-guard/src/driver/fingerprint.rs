//! What a facts file depends on besides the crate itself.
//!
//! cargo knows when a crate's sources, dependencies, features, profile or compiler change, and compiles it again. What it does not know is
//! in the [run's key](run_key): the tool (its version and the bytes of its binary), the user's own catalogue entries, the form of
//! the facts. The policy's rule levels are not in it: they change what is reported, not what the code does.

use std::fs::File;

use anyhow::{Context, Result};

use super::compiler::Compiler;
use crate::facts;

/// The hash of our own binary's bytes. Reading them costs some milliseconds, and unlike a time stamp they are the same in every place
/// that the binary is copied to.
///
/// # Errors
/// Where the binary cannot be read.
pub fn of_ourselves() -> Result<[u8; 32]> {
    let path = std::env::current_exe().context("failed to find the path of `cargo-agent-guard` itself")?;
    // Piece by piece: memory for all of it takes longer to come by than its hash.
    let hash = File::open(&path).and_then(|file| Ok(blake3::Hasher::new().update_reader(file)?.finalize()));
    Ok(*hash.with_context(|| format!("failed to read `{}`", path.display()))?.as_bytes())
}

/// The key of a run: a short text without line breaks, which goes into an environment variable and into each `.d` file.
pub fn run_key(ourselves: &[u8; 32], compiler: &Compiler, user_entries: &[String]) -> String {
    let entries = digest(&user_entries.iter().map(String::as_bytes).collect::<Vec<_>>());
    let parts =
        [env!("CARGO_PKG_VERSION").as_bytes(), ourselves, entries.as_bytes(), compiler.verbose.as_bytes(), &facts::SCHEMA.to_le_bytes()];
    format!("agent-guard {} rustc {} {}", env!("CARGO_PKG_VERSION"), compiler.release, digest(&parts))
}

/// The key of one unit's facts: the run's, and what of the workspace around the unit its analysis looks at.
pub fn unit_key(run_key: &str, surroundings: &[u8]) -> String {
    format!("{run_key} {}", digest(&[surroundings]))
}

/// The part of a unit's key that is the run's.
pub fn run_key_of(unit_key: &str) -> &str {
    unit_key.rsplit_once(' ').map_or(unit_key, |(run, _)| run)
}

/// The key of a result: the run's, and what else the result depends on.
pub fn key_of_result(run_key: &str, parts: &[&[u8]]) -> String {
    let parts: Vec<&[u8]> = std::iter::once(run_key.as_bytes()).chain(parts.iter().copied()).collect();
    format!("{run_key} {}", digest(&parts))
}

/// The part of a key that differs most: the hash of all that it is for.
pub fn last_word(key: &str) -> &str {
    key.rsplit_once(' ').map_or(key, |(_, last)| last)
}

/// A hash of parts that tells `ab, c` from `a, bc`.
fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiler(release: &str) -> Compiler {
        Compiler { verbose: format!("release: {release}"), release: release.to_owned() }
    }

    fn key(release: &str, user_entries: &str) -> String {
        run_key(&[7; 32], &compiler(release), &[user_entries.to_owned()])
    }

    #[test]
    fn compiler_and_user_entries_change_the_key_and_nothing_else_does() {
        assert_eq!(key("1.95.0", "a"), key("1.95.0", "a"));
        assert_ne!(key("1.95.0", "a"), key("1.95.0", "b"));
        assert_ne!(key("1.95.0", "a"), key("1.96.0", "a"));
    }

    #[test]
    fn another_binary_changes_it() {
        let key = |ourselves| run_key(&[ourselves; 32], &compiler("1.95.0"), &[]);
        assert_ne!(key(7), key(8));
        assert_eq!(of_ourselves().expect("the test's binary can be read"), of_ourselves().expect("the test's binary can be read"));
    }

    #[test]
    fn a_units_key_begins_with_the_runs() {
        let run = key("1.95.0", "");
        assert_eq!(run_key_of(&unit_key(&run, b"x")), run);
        assert_ne!(unit_key(&run, b"x"), unit_key(&run, b"y"));
    }

    #[test]
    fn parts_are_told_apart_by_their_lengths() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
