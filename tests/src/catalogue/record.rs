//! What was checked when: `tests/catalogue/results.toml`, from which the page of the stores is made.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Checked;

/// The results of all checks, by package and version.
#[derive(Debug, Default, Deserialize)]
pub struct Results {
    /// A version that was checked.
    #[serde(default)]
    pub result: Vec<Entry>,
}

/// A version that was checked.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    /// The package.
    pub package: String,
    /// The version.
    pub version: String,
    /// The day.
    pub date: String,
    /// The paths of the catalogue for this version.
    pub paths: usize,
    /// Those of them that were called and recognised.
    pub recognised: usize,
    /// The methods of the handles: each is in the catalogue.
    pub methods: usize,
    /// What is wrong, in words; empty if nothing is.
    #[serde(default)]
    pub wrong: String,
}

/// Writes down what was checked. What was checked earlier, and not now, stays.
///
/// # Errors
/// If the file cannot be read or written.
pub fn record(repository: &Path, checked: &[Checked], date: &str) -> Result<()> {
    let path = repository.join("tests/catalogue/results.toml");
    let earlier: Results = match fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("failed to read {}", path.display()))?,
        Err(_) => Results::default(),
    };
    let mut all: BTreeMap<(String, String), Entry> =
        earlier.result.into_iter().map(|entry| ((entry.package.clone(), entry.version.clone()), entry)).collect();
    for checked in checked.iter().filter(|checked| checked.failure.is_none()) {
        let wrong = [
            (checked.missing.len(), "paths that are not there"),
            (checked.unmentioned.len(), "methods that are not classified"),
            (checked.wrong.len(), "calls taken for something else"),
        ];
        let wrong: Vec<String> = wrong.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let entry = Entry {
            package: checked.package.clone(),
            version: checked.version.clone(),
            date: date.to_owned(),
            paths: checked.found.len(),
            recognised: checked.recognised,
            methods: checked.methods,
            wrong: wrong.join(", "),
        };
        all.insert((entry.package.clone(), entry.version.clone()), entry);
    }
    let mut text = String::from("# Written by `cargo run -p agent-guard-tests --bin catalogue-check -- --record`.\n");
    for Entry { package, version, date, paths, recognised, methods, wrong } in all.values() {
        write!(
            text,
            "\n[[result]]\npackage = \"{package}\"\nversion = \"{version}\"\ndate = \"{date}\"\npaths = {paths}\nrecognised = {recognised}\nmethods = {methods}\n"
        )?;
        if !wrong.is_empty() {
            writeln!(text, "wrong = \"{wrong}\"")?;
        }
    }
    fs::write(&path, text).with_context(|| format!("failed to write {}", path.display()))
}
