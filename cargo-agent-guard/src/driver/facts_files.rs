//! Facts files by hand: copying those of a shard out of the target directory, and reading those of all shards.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{check::Collected, fingerprint};
use crate::facts;

/// Copies facts files into a folder, which is made if need be; the copies.
///
/// # Errors
/// Where that fails.
pub fn copy(files: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    let mut copies = Vec::with_capacity(files.len());
    for file in files {
        let copy = folder.join(file.file_name().unwrap_or_default());
        fs::copy(file, &copy).with_context(|| format!("failed to copy `{}` to `{}`", file.display(), copy.display()))?;
        copies.push(copy);
    }
    Ok(copies)
}

/// Reads facts files, and those in folders; a file of the same unit that two shards have counts once.
///
/// # Errors
/// Where a file cannot be used, or where two were written by different tools, compilers or catalogues.
pub fn collect(arguments: &[PathBuf]) -> Result<Collected> {
    let mut keys: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut units = BTreeSet::new();
    // Nobody knows what the shards leave out.
    let mut collected = Collected { is_whole_workspace: false, ..Collected::default() };
    for file in files(arguments)? {
        let name = file.display();
        let bytes = fs::read(&file).with_context(|| format!("failed to read `{name}`"))?;
        let key = facts::key_of(&bytes).with_context(|| format!("failed to use `{name}`"))?.to_owned();
        let facts = facts::decode(&bytes, &key).with_context(|| format!("failed to use `{name}`"))?;
        keys.entry(fingerprint::run_key_of(&key).to_owned()).or_insert_with(|| file.clone());
        if let Some((first, second)) = keys.first_key_value().zip(keys.last_key_value()).filter(|_| keys.len() > 1) {
            let (one, other) = (first.1.display(), second.1.display());
            bail!(
                "`{one}` ({}) and `{other}` ({}) were not written by the same tool for the same compiler and catalogue",
                first.0,
                second.0
            );
        }
        collected.packages.insert((facts.unit.package.clone(), facts.unit.version.clone()));
        if units.insert(facts.unit.clone()) {
            collected.facts.push(facts);
            collected.files.push(file);
        }
    }
    collected.facts.sort_by(|a, b| a.unit.cmp(&b.unit));
    Ok(collected)
}

/// The facts files that are named, and those in the folders that are named.
fn files(arguments: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            files.push(argument.clone());
            continue;
        }
        let entries = fs::read_dir(argument).with_context(|| format!("failed to read the folder `{}`", argument.display()))?;
        let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        inside.retain(|path| path.extension().is_some_and(|extension| extension == "agfacts"));
        if inside.is_empty() {
            bail!("there are no facts in the folder `{}`", argument.display());
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
