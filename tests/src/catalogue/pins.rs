//! The versions that are checked, and what the generator cannot find out: `tests/catalogue/NAME.toml`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use semver::Version;
use serde::Deserialize;

/// A file of pins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    /// The package; the file's name if it is left out.
    #[serde(default)]
    package: String,
    /// The versions to check.
    pub pin: Vec<Pin>,
    /// How to name what rustdoc names by a path that leads through private modules: the path that it gives, and one that can be used.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Calls written by hand, for paths of which the generator's do not compile: `any(of)` is a value of any type, `person` a person.
    #[serde(default)]
    pub calls: BTreeMap<String, String>,
    /// Items that the calls written by hand need.
    #[serde(default)]
    pub items: String,
    /// Paths that no pinned version shows, and why they are in the catalogue all the same.
    #[serde(default)]
    pub unseen: BTreeMap<String, String>,
}

/// A version to check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pin {
    /// The version.
    pub version: Version,
    /// The package, where it is another one with the same items.
    pub package: Option<String>,
    /// Its features.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether its default features are on.
    #[serde(default = "yes")]
    pub default_features: bool,
    /// The packages whose items are looked at; the package itself, if it is left out.
    #[serde(default)]
    pub documented: Vec<String>,
    /// Why it cannot be checked, if it cannot: it needs a compiler or a library that a usual machine has not.
    pub unchecked: Option<String>,
    /// What else the program depends on: the documented packages, and those whose types it names.
    #[serde(default)]
    pub dependencies: toml::Table,
}

fn yes() -> bool {
    true
}

impl Pinned {
    /// Reads a file of pins.
    ///
    /// # Errors
    /// If it is not there, or not of this form.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        let mut pinned: Pinned = toml::from_str(&text).with_context(|| format!("failed to read {}", path.display()))?;
        if pinned.package.is_empty() {
            pinned.package = path.file_stem().and_then(|stem| stem.to_str()).context("the file has no name in UTF-8")?.to_owned();
        }
        Ok(pinned)
    }

    /// The package of a pin.
    pub fn package<'p>(&'p self, pin: &'p Pin) -> &'p str {
        pin.package.as_deref().unwrap_or(&self.package)
    }

    /// Whether cargo knows the package. The standard library it does not: the version is the compiler's, and all calls are by hand.
    pub fn is_a_package(&self, pin: &Pin) -> bool {
        self.package(pin) != "std"
    }

    /// The packages whose items are looked at.
    pub fn documented<'p>(&'p self, pin: &'p Pin) -> Vec<&'p str> {
        if !self.is_a_package(pin) {
            return Vec::new();
        }
        if pin.documented.is_empty() { vec![self.package(pin)] } else { pin.documented.iter().map(String::as_str).collect() }
    }
}
