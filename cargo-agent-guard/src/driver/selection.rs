//! Which of the workspace's targets were read, and which ones were left out by what the user selected.
//!
//! A store that nothing uses in what was read is a gap only where nothing was left out: the other targets may be what it is there for.

use cargo_metadata::{DependencyKind, Metadata, Package, Target, TargetKind};

use super::cargo;
use crate::facts::{Facts, Unit};

/// The workspace, and what was read of it.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    /// The workspace.
    pub metadata: &'a Metadata,
    /// What was read.
    pub facts: &'a [Facts],
    /// The dependencies that are looked at like the workspace.
    pub dependencies: &'a [Package],
    /// Whether the user selected targets. Otherwise cargo takes what ships.
    pub is_narrowed: bool,
}

impl<'a> Selection<'a> {
    /// The package with this name and version, if it is looked at.
    pub fn package(&self, name: &str, version: &str) -> Option<&'a Package> {
        let mut packages = self.metadata.packages.iter().chain(self.dependencies);
        packages.find(|package| package.name.as_str() == name && package.version.to_string() == version)
    }

    /// Whether whatever can be read of the workspace's packages was: of each the library and the programs.
    pub fn is_whole_workspace(&self) -> bool {
        let can_be_read = |package: &&Package| package.targets.iter().any(|target| cargo::is_analysed(&target.kind));
        let is_read = |package: &Package| self.units_of(package).next().is_some();
        let mut packages = self.metadata.packages.iter();
        packages.clone().filter(can_be_read).all(is_read) && packages.all(|package| self.has_what_ships(package))
    }

    /// Whether the library and the programs of a package were read.
    pub fn has_what_ships(&self, package: &Package) -> bool {
        let mut shipped = package.targets.iter().filter(|target| target.is_bin()).chain(library(package));
        let is_read = |target: &Target| {
            let name = target.name.replace('-', "_");
            self.units_of(package).any(|unit| unit.crate_name == name)
        };
        !self.is_narrowed || shipped.all(is_read)
    }

    /// Whether all was read that can use the dev-dependencies of a package: its tests, examples and benchmarks, and the unit tests of its
    /// library and programs.
    pub fn has_what_tests(&self, package: &Package) -> bool {
        let is_read = |target: &Target| {
            let has_harness = target.test && !is_for_tests(target);
            let root = target.src_path.as_std_path();
            self.units_of(package).any(|unit| root.ends_with(&unit.root) && (!has_harness || unit.is_test))
        };
        let can_use = |target: &&Target| cargo::is_analysed(&target.kind) && (target.test || is_for_tests(target));
        package.targets.iter().filter(can_use).all(is_read)
    }

    fn units_of(&self, package: &Package) -> impl Iterator<Item = &'a Unit> {
        let (name, version) = (package.name.to_string(), package.version.to_string());
        self.facts.iter().map(|facts| &facts.unit).filter(move |unit| unit.package == name && unit.version == version)
    }
}

/// Whether a package has another one among its dependencies proper, for whatever platform and under whatever name: those that its library
/// and its programs are compiled with.
pub fn ships_with(package: &Package, dependency: &str) -> bool {
    package.dependencies.iter().any(|known| known.name == dependency && known.kind == DependencyKind::Normal)
}

/// The library of a package.
pub fn library(package: &Package) -> Option<&Target> {
    use TargetKind::{CDyLib, DyLib, Lib, RLib, StaticLib};
    package.targets.iter().find(|target| target.kind.iter().any(|kind| matches!(kind, Lib | RLib | DyLib | CDyLib | StaticLib)))
}

fn is_for_tests(target: &Target) -> bool {
    target.is_test() || target.is_example() || target.is_bench()
}
