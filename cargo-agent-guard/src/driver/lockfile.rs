//! `Cargo.lock`: which packages, in which versions, a package can reach.
//!
//! Why the lock file and not `cargo metadata`: cargo has brought it up to date before it compiles anything, reading it takes no time, and
//! `cargo metadata` may want to download what this build does not need (packages of other platforms, of tests that are not built).
//! The lock file names a superset of what is compiled; for choosing catalogue entries that is harmless.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result};
use serde::Deserialize;

/// A package as the lock file has it.
#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    package: Vec<Locked>,
}

/// The packages of a workspace and what they depend on.
#[derive(Debug)]
pub struct Lockfile {
    packages: Vec<Locked>,
    by_name: BTreeMap<String, Vec<usize>>,
    checksum: blake3::Hash,
}

impl Lockfile {
    /// Reads the lock file in a folder.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn beside(folder: &Path) -> Result<Self> {
        let path = folder.join("Cargo.lock");
        let text = std::fs::read_to_string(&path).with_context(|| format!("failed to read `{}`", path.display()))?;
        Self::parse(&text).with_context(|| format!("failed to read `{}`", path.display()))
    }

    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// Where it is not one.
    pub fn parse(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text).context("`Cargo.lock` is not in cargo's format")?;
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, package) in file.package.iter().enumerate() {
            by_name.entry(package.name.clone()).or_default().push(at);
        }
        Ok(Self { packages: file.package, by_name, checksum: blake3::hash(text.as_bytes()) })
    }

    /// The checksum of its text.
    pub fn checksum(&self) -> &blake3::Hash {
        &self.checksum
    }

    /// The packages that a dependency line may mean: `name`, `name version` or `name version (source)`.
    fn resolve<'a>(&'a self, line: &'a str) -> impl Iterator<Item = usize> + 'a {
        let mut words = line.splitn(3, ' ');
        let (name, version, source) = (words.next().unwrap_or_default(), words.next(), words.next());
        self.by_name.get(name).into_iter().flatten().copied().filter(move |&at| {
            let package = &self.packages[at];
            let same_source = || source.is_none_or(|s| package.source.as_deref() == s.strip_prefix('(').and_then(|s| s.strip_suffix(')')));
            version.is_none_or(|version| package.version == version) && same_source()
        })
    }

    /// Name and version of each package that names this one among its dependencies, whatever it needs it for.
    pub fn dependents(&self, name: &str) -> BTreeSet<(&str, &str)> {
        let names = |line: &String| line.split(' ').next() == Some(name);
        let dependents = self.packages.iter().filter(|package| package.dependencies.iter().any(names));
        dependents.map(|package| (package.name.as_str(), package.version.as_str())).collect()
    }

    /// Name and version of each package.
    pub fn packages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packages.iter().map(|package| (package.name.as_str(), package.version.as_str()))
    }

    /// Each package with each of its dependencies, whatever it needs it for.
    pub fn edges(&self) -> impl Iterator<Item = [(&str, &str); 2]> {
        let key = |package: usize| (self.packages[package].name.as_str(), self.packages[package].version.as_str());
        let lines = (0..self.packages.len()).flat_map(|at| self.packages[at].dependencies.iter().map(move |line| (at, line)));
        lines.flat_map(move |(at, line)| self.resolve(line).map(move |dependency| [key(at), key(dependency)]))
    }

    /// Whether it has a package of this name.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// What a package can reach: one of the workspace, or a dependency. `None` where the lock file does not have the package.
    pub fn closure(&self, name: &str, version: &str) -> Option<Closure<'_>> {
        let mut of_version = self.by_name.get(name)?.iter().copied().filter(|&at| self.packages[at].version == version);
        let start = of_version.clone().find(|&at| self.packages[at].source.is_none()).or_else(|| of_version.next())?;
        let mut closure = Closure { lockfile: self, reached: BTreeSet::from([start]), dependents: BTreeMap::new() };
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            for dependency in self.packages[at].dependencies.iter().flat_map(|line| self.resolve(line)) {
                closure.dependents.entry(dependency).or_default().push(at);
                if closure.reached.insert(dependency) {
                    waiting.push(dependency);
                }
            }
        }
        Some(closure)
    }
}

/// A package and everything that it can reach.
#[derive(Debug)]
pub struct Closure<'l> {
    lockfile: &'l Lockfile,
    reached: BTreeSet<usize>,
    dependents: BTreeMap<usize, Vec<usize>>,
}

impl<'l> Closure<'l> {
    /// Name and version of each package, the first one included, in order.
    pub fn packages(&self) -> BTreeSet<(&'l str, &'l str)> {
        self.named(&self.reached)
    }

    /// Those that are the package of this name, or depend on it, however indirectly.
    pub fn leading_to(&self, name: &str) -> BTreeSet<(&'l str, &'l str)> {
        let is_it = |at: &usize| self.lockfile.packages[*at].name == name;
        let mut leading: BTreeSet<usize> = self.reached.iter().copied().filter(is_it).collect();
        let mut waiting: Vec<usize> = leading.iter().copied().collect();
        while let Some(at) = waiting.pop() {
            for &dependent in self.dependents.get(&at).into_iter().flatten() {
                if leading.insert(dependent) {
                    waiting.push(dependent);
                }
            }
        }
        self.named(&leading)
    }

    fn named(&self, packages: &BTreeSet<usize>) -> BTreeSet<(&'l str, &'l str)> {
        let packages = packages.iter().map(|&at| &self.lockfile.packages[at]);
        packages.map(|package| (package.name.as_str(), package.version.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        version = 4
        [[package]]
        name = "agent"
        version = "0.1.0"
        dependencies = ["memory", "foo 1.0.0"]
        [[package]]
        name = "memory"
        version = "0.2.0"
        dependencies = ["agent-guard"]
        [[package]]
        name = "agent-guard"
        version = "0.1.0"
        source = "registry+x"
        [[package]]
        name = "foo"
        version = "1.0.0"
        source = "registry+x"
        [[package]]
        name = "foo"
        version = "2.0.0"
        source = "registry+x"
        [[package]]
        name = "other"
        version = "0.1.0"
        dependencies = ["foo 2.0.0 (registry+x)"]
    "#;

    fn reached(name: &str, version: &str) -> Option<Vec<String>> {
        let lock = Lockfile::parse(LOCK).expect("it is in cargo's format");
        let closure = lock.closure(name, version)?;
        let leading = closure.leading_to("agent-guard");
        let mark = |package| if leading.contains(package) { " *" } else { "" };
        Some(closure.packages().iter().map(|package| format!("{} {}{}", package.0, package.1, mark(package))).collect())
    }

    #[test]
    fn a_package_reaches_its_dependencies_in_their_versions_only() {
        let expected = ["agent 0.1.0 *", "agent-guard 0.1.0 *", "foo 1.0.0", "memory 0.2.0 *"];
        assert_eq!(reached("agent", "0.1.0").expect("it is there"), expected);
        assert_eq!(reached("other", "0.1.0").expect("it is there"), ["foo 2.0.0", "other 0.1.0"]);
    }

    #[test]
    fn a_package_that_the_lock_file_does_not_have_is_unknown() {
        assert_eq!(reached("agent", "0.9.0"), None);
        assert_eq!(reached("nobody", "0.1.0"), None);
    }

    #[test]
    fn those_that_depend_on_a_package_themselves_are_told_from_others() {
        let lock = Lockfile::parse(LOCK).expect("it is in cargo's format");
        assert_eq!(lock.dependents("foo"), BTreeSet::from([("agent", "0.1.0"), ("other", "0.1.0")]));
        assert_eq!(lock.dependents("agent-guard"), BTreeSet::from([("memory", "0.2.0")]));
    }
}
