//! What a wrapper must know of the workspace around its crate.
//!
//! The parent writes [`Shared`] once, before it starts cargo. The wrapper adds what `Cargo.lock` says of its package and has the
//! [`Surroundings`]. They are also part of the key of the unit's facts, and the parent computes them again when it reads the facts: so
//! facts that were made for other versions of the stores are never taken for current ones.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use super::{compiler::Compiler, fingerprint, lockfile::Lockfile};

/// The package whose users' values can be tokens.
const RUNTIME: &str = "agent-guard";

/// What is the same for all crates of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// See [`fingerprint::run_key`].
    pub run_key: String,
    /// The compiler that the run was started for.
    pub compiler: Compiler,
    /// The folder with `Cargo.lock`.
    pub workspace_root: PathBuf,
    /// The packages of the workspace.
    pub members: Vec<Member>,
    /// The user's own catalogue entries, as they stand in the policy.
    pub user_entries: String,
    /// Folders for the MIR text, the fastest first.
    pub scratch: Vec<PathBuf>,
}

/// A package of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its name: `my-agent`.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The name of its library, as rustc has it.
    pub library: Option<String>,
}

/// What the analysis of one crate knows of the packages that the crate can reach.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// All packages, by name and version.
    pub packages: Vec<(String, String)>,
    /// The libraries among them that are of the workspace, as rustc has their names.
    pub members: Vec<String>,
    /// The crates among them that are, or depend on, the runtime: only their functions can return a token.
    pub guarded: Vec<String>,
    /// The user's own catalogue entries.
    pub user_entries: String,
}

impl Shared {
    /// Writes it where the wrappers look for it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let bytes = postcard::to_stdvec(self).context("failed to serialise the context of the run")?;
        std::fs::write(path, bytes).with_context(|| format!("failed to write `{}`", path.display()))
    }

    /// Reads what the parent wrote.
    ///
    /// # Errors
    /// Where the file is not there (the parent has been killed) or not whole.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("failed to read `{}`", path.display()))?;
        postcard::from_bytes(&bytes).with_context(|| format!("`{}` is damaged", path.display()))
    }

    /// The lock file of the workspace.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn lockfile(&self) -> Result<Lockfile> {
        let path = self.workspace_root.join("Cargo.lock");
        let text = std::fs::read_to_string(&path).with_context(|| format!("failed to read `{}`", path.display()))?;
        Lockfile::parse(&text).with_context(|| format!("failed to read `{}`", path.display()))
    }

    /// What is around a package of the workspace.
    ///
    /// # Errors
    /// Where the lock file does not have the package.
    pub fn surroundings(&self, lockfile: &Lockfile, package: &str, version: &str) -> Result<Surroundings> {
        let missing = || anyhow!("`Cargo.lock` does not have `{package} {version}`");
        let reached = lockfile.closure(package, version, RUNTIME).ok_or_else(missing)?;
        let member = |name: &str, version: &str| self.members.iter().find(|m| m.package == name && m.version == version);
        let library = |name: &str, version: &str| match member(name, version) {
            Some(member) => member.library.clone(),
            // A library may have another name than its package, but then only a build of it would tell.
            None => Some(name.replace('-', "_")),
        };
        let mut surroundings = Surroundings { user_entries: self.user_entries.clone(), ..Surroundings::default() };
        for package in reached {
            let Some(library) = library(&package.name, &package.version) else { continue };
            if member(&package.name, &package.version).is_some() {
                surroundings.members.push(library.clone());
            }
            if package.leads_to {
                surroundings.guarded.push(library);
            }
            surroundings.packages.push((package.name, package.version));
        }
        Ok(surroundings)
    }

    /// The key of a unit's facts.
    ///
    /// # Panics
    /// Never: surroundings hold nothing that postcard cannot write.
    pub fn unit_key(&self, surroundings: &Surroundings) -> String {
        let bytes = postcard::to_stdvec(surroundings).expect("surroundings hold lists of text, which postcard can write");
        fingerprint::unit_key(&self.run_key, &bytes)
    }
}
