//! What a wrapper must know of the workspace around its crate.
//!
//! The parent writes [`Shared`] once, before it starts cargo. The wrapper adds what `Cargo.lock` says of its package and has the
//! [`Surroundings`]. They are also part of the key of the unit's facts, and the parent computes them again when it reads the facts: so
//! facts that were made for other versions of the stores are never taken for current ones.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{
    compiler::Compiler,
    fingerprint,
    lockfile::{Closure, Lockfile},
};
use crate::analysis::Alias;

/// The package of the tokens.
pub const RUNTIME: &str = "agent-guard";

/// What is the same for all crates of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// See [`fingerprint::run_key`].
    pub run_key: String,
    /// The compiler that the run was started for.
    pub compiler: Compiler,
    /// The folder with `Cargo.lock`.
    pub workspace_root: PathBuf,
    /// The packages of the workspace, and the dependencies that are looked at like these.
    pub members: Vec<Member>,
    /// The names that their libraries give to what they re-export.
    pub aliases: Vec<Alias>,
    /// Their types that may implement `Drop`, each with its library.
    pub dropped: BTreeSet<(String, String)>,
    /// The user's own catalogue entries, each as it stands in the policy.
    pub user_entries: Vec<String>,
    /// Whether data are followed.
    pub tracks_flows: bool,
    /// Folders for the MIR text, the fastest first.
    pub scratch: Vec<PathBuf>,
}

/// A package that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its name: `my-agent`.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The name of its library, as rustc has it.
    pub library: Option<String>,
    /// Whether it is a dependency that is looked at like the workspace.
    pub is_dependency: bool,
}

/// What the analysis of one crate knows of the packages that the crate can reach.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// All packages, the crate's own included, in order.
    pub packages: Vec<Package>,
    /// The names that the libraries among them give to what they re-export.
    pub aliases: Vec<Alias>,
    /// Their types that may implement `Drop`, each with its library.
    pub dropped: BTreeSet<(String, String)>,
    /// The user's own catalogue entries.
    pub user_entries: Vec<String>,
    /// Whether data are followed.
    pub tracks_flows: bool,
}

/// A package that a crate can reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its library, as rustc has the name. `None` for a package that has none.
    pub library: Option<String>,
    /// Whether it is of the workspace, or is looked at as if it were.
    pub is_member: bool,
    /// Whether it is the runtime or depends on it: only such a package's functions can return a token.
    pub knows_tokens: bool,
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
        Lockfile::beside(&self.workspace_root)
    }

    /// What is around a package of the workspace, given what it can reach.
    pub fn surroundings(&self, closure: &Closure<'_>) -> Surroundings {
        let knows_tokens = closure.leading_to(RUNTIME);
        let package = |(name, version): (&str, &str)| {
            let member = self.members.iter().find(|member| member.package == name && member.version == version);
            // A library may have another name than its package. For the workspace's own cargo has told us; for others only their
            // manifests would.
            let library = member.map_or_else(|| Some(name.replace('-', "_")), |member| member.library.clone());
            let knows_tokens = knows_tokens.contains(&(name, version));
            Package { name: name.to_owned(), version: version.to_owned(), library, is_member: member.is_some(), knows_tokens }
        };
        let packages: Vec<Package> = closure.packages().into_iter().map(package).collect();
        let is_reached = |library: &str| packages.iter().any(|package| package.is_member && package.library.as_deref() == Some(library));
        let aliases = self.aliases.iter().filter(|alias| is_reached(&alias.library)).cloned().collect();
        let dropped = self.dropped.iter().filter(|(library, _)| is_reached(library)).cloned().collect();
        let tracks_flows = self.tracks_flows;
        Surroundings { packages, aliases, dropped, user_entries: self.user_entries.clone(), tracks_flows }
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
