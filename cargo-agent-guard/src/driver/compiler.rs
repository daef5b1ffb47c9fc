//! Which rustc it is, and whether its MIR text is one that the reader has been tested with.

use std::{ffi::OsStr, process::Command};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// The minor versions of rustc 1.x whose MIR text the reader is tested with: see `mir-samples` in the repository.
pub const TESTED: std::ops::RangeInclusive<u64> = 86..=101;

/// A compiler: what `rustc -vV` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiler {
    /// The whole text.
    pub verbose: String,
    /// `1.95.0`
    pub release: String,
}

impl Compiler {
    /// Asks a compiler what it is.
    ///
    /// # Errors
    /// Where it cannot be run, or its answer is none that rustc gives.
    pub fn ask(rustc: &OsStr) -> Result<Self> {
        let name = rustc.to_string_lossy();
        let output = Command::new(rustc).arg("-vV").output().with_context(|| format!("failed to run `{name} -vV`"))?;
        if !output.status.success() {
            bail!("`{name} -vV` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Self::parse(&String::from_utf8_lossy(&output.stdout)).with_context(|| format!("`{name} -vV` does not answer as rustc does"))
    }

    /// Reads the answer of `rustc -vV`. `None` for what is not rustc's.
    pub fn parse(verbose: &str) -> Option<Self> {
        let release = verbose.lines().find_map(|line| line.strip_prefix("release: "))?.trim().to_owned();
        semver::Version::parse(&release).ok()?;
        Some(Self { verbose: verbose.trim_end().to_owned(), release })
    }

    /// Whether the MIR reader is tested with this compiler's text.
    pub fn is_tested(&self) -> bool {
        semver::Version::parse(&self.release).is_ok_and(|version| version.major == 1 && TESTED.contains(&version.minor))
    }

    /// The platform that it runs on and, where nothing else is said, compiles for.
    pub fn host(&self) -> Option<&str> {
        self.verbose.lines().find_map(|line| line.strip_prefix("host: ")).map(str::trim)
    }

    /// Whether it accepts unstable flags by itself.
    pub fn is_nightly(&self) -> bool {
        self.release.ends_with("-nightly") || self.release.ends_with("-dev")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiler(release: &str) -> Compiler {
        Compiler::parse(&format!("rustc {release} (59807616e 2026-04-14)\nbinary: rustc\nrelease: {release}\n"))
            .expect("it is rustc's form")
    }

    #[test]
    fn the_tested_versions_are_accepted_and_those_beside_them_are_not() {
        for release in ["1.86.0", "1.95.0", "1.97.0-nightly", "1.100.0-beta.7", "1.101.0-nightly"] {
            assert!(compiler(release).is_tested(), "{release}");
        }
        for release in ["1.85.1", "1.102.0-nightly", "2.90.0"] {
            assert!(!compiler(release).is_tested(), "{release}");
        }
    }

    #[test]
    fn only_nightly_compilers_take_unstable_flags_by_themselves() {
        assert!(compiler("1.97.0-nightly").is_nightly());
        assert!(!compiler("1.100.0-beta.7").is_nightly());
        assert!(!compiler("1.95.0").is_nightly());
    }

    #[test]
    fn what_is_not_rustcs_answer_is_refused() {
        assert_eq!(Compiler::parse("clang version 19"), None);
        assert_eq!(Compiler::parse("rustc 1.95.0\nrelease: soon\n"), None);
    }
}
