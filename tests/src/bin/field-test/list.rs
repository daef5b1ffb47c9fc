//! The hand-made lists: what a person found in a published crate's source. `tests/field/README.md` says what they go by.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

/// One list, for one published crate (and, for a program, the library it is made of).
#[derive(Debug, Deserialize)]
pub(crate) struct List {
    #[serde(flatten)]
    pub(crate) release: Release,
    pub(crate) features: Vec<String>,
    pub(crate) kind: String,
    pub(crate) stores: String,
    /// Other published crates that are analysed with it, in one workspace.
    #[serde(default, rename = "with")]
    pub(crate) others: Vec<Release>,
    /// What was found, file by file; nothing if the crate has no catalogued store.
    #[serde(default, rename = "file")]
    pub(crate) files: Vec<File>,
}

/// A package at an exact version, with the checksum that the registry's index has of it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Release {
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) checksum: String,
}

/// What was found in one source file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// The package, if it is not the list's first.
    package: Option<String>,
    path: String,
    #[serde(default)]
    pub(crate) access: Vec<Access>,
    #[serde(default)]
    pub(crate) either: Vec<Place>,
    #[serde(default)]
    pub(crate) not: Vec<Place>,
}

/// A call that is an access.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Access {
    /// Where the called method's name stands.
    pub(crate) line: u32,
    pub(crate) operation: String,
    pub(crate) effect: String,
    /// What is done, in the words of the statement: for the reader.
    #[serde(rename = "verb")]
    _verb: Option<String>,
    /// Where the statement is handed over, if that is another call.
    pub(crate) statement: Option<u32>,
}

/// A call that may be reported, or must not be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) operation: String,
    pub(crate) why: String,
}

impl Release {
    /// The folder that its source lies in: `rig-sqlite-0.44.0`.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }
}

impl List {
    /// Reads a list.
    pub(crate) fn read(path: &Path) -> Result<List> {
        let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is no list of the field test", path.display()))
    }

    /// Every release of the list, its own first.
    pub(crate) fn releases(&self) -> impl Iterator<Item = &Release> {
        std::iter::once(&self.release).chain(&self.others)
    }

    /// Where a file of the list lies below the workspace's root.
    pub(crate) fn path(&self, file: &File) -> String {
        self.path_in(file.package.as_deref(), &file.path)
    }

    /// Where a file of one of the list's packages lies below the workspace's root; of the first, if none is named.
    pub(crate) fn path_in(&self, package: Option<&str>, path: &str) -> String {
        let owner = package.unwrap_or(&self.release.package);
        let release = self.releases().find(|release| release.package == owner).unwrap_or(&self.release);
        format!("{}/{path}", release.folder())
    }
}
