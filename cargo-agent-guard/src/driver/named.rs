//! The dependencies that are to be looked at as if they were of the workspace, by the names that the user has given them.

use anyhow::{Result, bail};
use cargo_metadata::{Metadata, Package};

use super::{context::RUNTIME, lockfile::Lockfile, selection::library};
use crate::{
    catalogue::{self, StoreSource},
    finding::Location,
};

/// A dependency as the user has named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// `notes-client`, or `notes-client@0.3.0` where there are several.
    pub text: String,
    /// Where it stands, if in the policy.
    pub location: Option<Location>,
}

impl Name {
    /// A name of the command line.
    pub fn of_command_line(text: &str) -> Self {
        Self { text: text.trim().to_owned(), location: None }
    }

    /// The package's name, and its version where one is given.
    fn parts(&self) -> (&str, Option<&str>) {
        self.text.split_once('@').map_or((self.text.as_str(), None), |(name, version)| (name, Some(version)))
    }

    /// The name as messages have it.
    fn shown(&self) -> String {
        match &self.location {
            None => format!("`{}`", self.text),
            Some(at) => format!("`{}` ({}:{})", self.text, at.file, at.line),
        }
    }
}

/// The packages that are named, each once, in order; and what somebody should know of those that are not compiled here.
///
/// # Errors
/// Where a name is no dependency's, or its code is not to be looked at: that of the workspace is anyway, that of a procedural macro runs in
/// the compiler, and what the catalogue knows is judged where it is called.
pub fn find(names: &[Name], resolved: &Metadata, lockfile: &Lockfile, own: &[StoreSource]) -> Result<(Vec<Package>, Vec<String>)> {
    let (mut found, mut notices) = (Vec::new(), Vec::new());
    for name in names {
        let (package, version) = name.parts();
        let is_it = |known: &&Package| known.name.as_str() == package && version.is_none_or(|version| known.version.to_string() == version);
        let mut known = resolved.packages.iter().filter(is_it).peekable();
        let shown = name.shown();
        if known.peek().is_none() {
            if version.is_none() && lockfile.has(package) {
                notices.push(format!("{shown} is not compiled for this platform and these features, so there is nothing of it to look at"));
                continue;
            }
            bail!("{shown} is no dependency of the workspace{}", suggestion(package, version, resolved));
        }
        for known in known {
            if resolved.workspace_members.contains(&known.id) {
                bail!("{shown} is of the workspace, and is looked at anyway");
            }
            if package == RUNTIME {
                bail!("{shown} is what the check rests on: what its functions do is in the catalogue");
            }
            if library(known).is_none() {
                bail!("{shown} has no library but a procedural macro, whose code runs in the compiler");
            }
            if catalogue::knows(package, own) {
                bail!(
                    "the catalogue says what the functions of {shown} do, so they are judged where they are called\n\
                     help: `cargo agent-guard catalogue show {package}` lists them; to have its own code looked at instead, remove its \
                     `[[catalogue]]` entry if it is one of yours"
                );
            }
            if !found.iter().any(|earlier: &Package| earlier.id == known.id) {
                found.push(known.clone());
            }
        }
    }
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok((found, notices))
}

/// What may have been meant.
fn suggestion(package: &str, version: Option<&str>, resolved: &Metadata) -> String {
    let dependencies = resolved.packages.iter().filter(|known| !resolved.workspace_members.contains(&known.id));
    let versions: Vec<String> =
        dependencies.clone().filter(|known| known.name.as_str() == package).map(|known| known.version.to_string()).collect();
    if version.is_some() && !versions.is_empty() {
        return format!(" in this version; it has {}", versions.join(" and "));
    }
    let likeness = |name: &str| strsim::jaro_winkler(package, name);
    let best = dependencies.max_by(|a, b| likeness(&a.name).total_cmp(&likeness(&b.name)));
    let best = best.filter(|best| likeness(&best.name) > 0.75);
    best.map(|best| format!("; did you mean `{}`?", best.name)).unwrap_or_default()
}
