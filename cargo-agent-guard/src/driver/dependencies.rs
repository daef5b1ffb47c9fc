//! The dependencies that have a store behind them, and of which nobody has said what they do.
//!
//! What counts is what cargo has compiled: its messages name the packages and their features. How they hang together is in
//! `Cargo.lock`, which knows too much (every platform, every feature of the workspace, build dependencies), and in what `cargo metadata`
//! resolves, which takes another process. So the lock file says whether there is anything to ask, and in most workspaces there is not.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
};

use cargo_metadata::{Dependency as Declared, DependencyKind, Metadata, Package};

use super::{
    lockfile::Lockfile,
    manifest,
    selection::{Selection, library},
    stores::Compiled,
};
use crate::{
    catalogue::{Catalogue, Kind},
    link::{Dependency, User},
};

/// Name and version of a package.
type Key = (String, String);

/// What is known of a run.
pub struct Workspace<'a> {
    /// What was read of which packages.
    pub selection: Selection<'a>,
    /// What cargo has compiled.
    pub compiled: &'a Compiled,
    /// The catalogue of all of it.
    pub catalogue: &'a Catalogue,
    /// The lock file.
    pub lockfile: &'a Lockfile,
}

impl Workspace<'_> {
    /// The dependencies with a store behind them that some unit calls, in order. `resolve` asks cargo how the packages hang together; where
    /// it cannot say, the lock file must do.
    pub fn with_stores(&self, resolve: impl FnOnce() -> Option<Metadata>) -> Vec<Dependency> {
        let called: BTreeSet<&str> =
            self.selection.facts.iter().flat_map(|facts| facts.outside.iter().map(|call| facts.text(call.library))).collect();
        if called.is_empty() {
            return Vec::new();
        }
        let locked = Graph::of_lockfile(self.lockfile, self.compiled);
        let found = self.in_graph(&locked, &called);
        if found.is_empty() {
            return found;
        }
        match resolve() {
            Some(metadata) => self.in_graph(&Graph::of_metadata(&metadata, self.compiled), &called),
            None => found,
        }
    }

    fn in_graph(&self, graph: &Graph, called: &BTreeSet<&str>) -> Vec<Dependency> {
        let libraries = self.compiled.libraries.iter().filter(|(_, library)| called.contains(library.as_str()));
        let mut found = Vec::new();
        for (package, library) in libraries {
            for key in graph.of_name(package).filter(|key| self.is_unknown(key)) {
                let Some(way) = self.way_to_a_store(graph, key) else { continue };
                let users = self.users(graph, key);
                let (package, version) = key.clone();
                found.push(Dependency { package, version, library: library.clone(), way, users });
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Whether nobody has said what a package does: it is neither read nor in the catalogue.
    fn is_unknown(&self, (name, version): &Key) -> bool {
        let is_read = self.selection.facts.iter().any(|facts| facts.unit.package == *name && facts.unit.version == *version);
        !is_read && self.catalogue.covering(name).is_none()
    }

    /// The shortest way from a package to a store through packages of which nobody knows more.
    fn way_to_a_store(&self, graph: &Graph, from: &Key) -> Option<Vec<String>> {
        let is_store = |name: &str| {
            let kind = self.catalogue.covering(name).map(|(_, kind)| kind);
            kind.is_some_and(|kind| !matches!(kind, Kind::Framework | Kind::Files | Kind::Llm | Kind::Library))
        };
        let mut came_from: BTreeMap<&Key, &Key> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for next in graph.dependencies(at, false) {
                if next == from || came_from.contains_key(next) {
                    continue;
                }
                came_from.insert(next, at);
                if is_store(&next.0) {
                    let steps = std::iter::successors(Some(next), |at| came_from.get(at).copied());
                    let mut way: Vec<String> = steps.take_while(|at| *at != from).map(|at| at.0.clone()).collect();
                    way.reverse();
                    return Some(way);
                }
                if self.catalogue.covering(&next.0).is_none() {
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The packages of the workspace that were read and can name a dependency: those that depend on it, and those that depend on what
    /// does, as paths may lead through a re-export or to a type that was handed on.
    fn users(&self, graph: &Graph, dependency: &Key) -> Vec<User> {
        let read: BTreeSet<Key> =
            self.selection.facts.iter().map(|facts| (facts.unit.package.clone(), facts.unit.version.clone())).collect();
        let mut users = Vec::new();
        for member in read.iter().filter_map(|(name, version)| self.selection.package(name, version)) {
            let key = (member.name.to_string(), member.version.to_string());
            let own: Vec<&Key> = graph.dependencies(&key, true).collect();
            let through = match own.contains(&dependency) {
                true => dependency,
                false => match own.into_iter().find(|own| graph.reaches(own, dependency)) {
                    Some(through) => through,
                    None => continue,
                },
            };
            let declared = self.declared(member, through);
            let through = Some(through).filter(|through| *through != dependency).map(|through| through.0.clone());
            users.push(User { package: key.0, version: key.1, through, declared });
        }
        // Who depends on it comes before who only gets at it.
        users.sort_by_key(|user| user.through.is_some());
        users
    }

    /// Where the manifest of a package names one of its dependencies.
    fn declared(&self, member: &Package, (name, _): &Key) -> Option<crate::finding::Location> {
        let path = member.manifest_path.strip_prefix(&self.selection.metadata.workspace_root).unwrap_or(&member.manifest_path);
        let text = fs::read_to_string(&member.manifest_path).ok()?;
        let is_it = |declared: &&Declared| declared.name == *name && declared.kind != DependencyKind::Build;
        let written = member.dependencies.iter().filter(is_it).map(|declared| declared.rename.as_ref().unwrap_or(&declared.name));
        written.filter_map(|written| manifest::dependency(&path.as_str().replace('\\', "/"), &text, written)).next()
    }
}

/// How the packages that were compiled hang together, without build dependencies and procedural macros.
#[derive(Debug, Default)]
struct Graph {
    nodes: BTreeMap<Key, Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// What the library and the programs are compiled with.
    normal: BTreeSet<Key>,
    /// What the tests are compiled with besides.
    for_tests: BTreeSet<Key>,
}

impl Graph {
    /// As the lock file has it: more than there is, as it has the dependencies of all platforms and of build scripts.
    fn of_lockfile(lockfile: &Lockfile, compiled: &Compiled) -> Self {
        let mut graph = Graph::default();
        for edge in lockfile.edges() {
            let [package, dependency] = edge.map(|(name, version)| (name.to_owned(), version.to_owned()));
            if compiled.packages.contains(&package) && compiled.packages.contains(&dependency) {
                graph.nodes.entry(dependency.clone()).or_default();
                graph.nodes.entry(package).or_default().normal.insert(dependency);
            }
        }
        graph
    }

    /// As cargo has resolved it for this platform, with the features that the packages were compiled with.
    fn of_metadata(metadata: &Metadata, compiled: &Compiled) -> Self {
        let key = |package: &Package| (package.name.to_string(), package.version.to_string());
        let packages: BTreeMap<_, &Package> = metadata.packages.iter().map(|package| (&package.id, package)).collect();
        let mut graph = Graph::default();
        for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
            let Some(&package) = packages.get(&node.id) else { continue };
            let from = key(package);
            if !compiled.packages.contains(&from) {
                continue;
            }
            let on = compiled.features.get(&from);
            let known = graph.nodes.entry(from).or_default();
            for dependency in &node.deps {
                let Some(&to) = packages.get(&dependency.pkg) else { continue };
                if library(to).is_none() || !compiled.packages.contains(&key(to)) {
                    continue;
                }
                for kind in &dependency.dep_kinds {
                    let is_declared = |declared: &&Declared| {
                        declared.name == to.name.as_str() && declared.kind == kind.kind && declared.target == kind.target
                    };
                    let is_on = |declared: &Declared| !declared.optional || on.is_some_and(|on| activates(package, on, declared));
                    let mut declared = package.dependencies.iter().filter(is_declared);
                    match kind.kind {
                        DependencyKind::Normal if declared.any(is_on) => drop(known.normal.insert(key(to))),
                        DependencyKind::Development => drop(known.for_tests.insert(key(to))),
                        _ => {}
                    }
                }
            }
        }
        graph
    }

    /// The packages of this name.
    fn of_name<'g>(&'g self, name: &'g str) -> impl Iterator<Item = &'g Key> {
        self.nodes.keys().filter(move |(known, _)| known == name)
    }

    /// What a package is compiled with.
    fn dependencies<'g>(&'g self, package: &Key, with_tests: bool) -> impl Iterator<Item = &'g Key> {
        let node = self.nodes.get(package);
        let for_tests = node.filter(|_| with_tests).into_iter().flat_map(|node| &node.for_tests);
        node.into_iter().flat_map(|node| &node.normal).chain(for_tests)
    }

    /// Whether a package is among what another one is compiled with, however indirectly.
    fn reaches(&self, from: &Key, to: &Key) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            if at == to {
                return true;
            }
            waiting.extend(self.dependencies(at, false).filter(|next| seen.insert(next)));
        }
        false
    }
}

/// Whether some feature that is on brings an optional dependency.
fn activates(package: &Package, on: &BTreeSet<String>, declared: &Declared) -> bool {
    let name = declared.rename.as_deref().unwrap_or(&declared.name);
    let brings = |value: &String| {
        // `dep:name`; `name/feature`, but not `name?/feature`; a feature of the dependency's own name is listed as `dep:name`.
        value.strip_prefix("dep:") == Some(name) || value.split_once('/').is_some_and(|(dependency, _)| dependency == name)
    };
    on.iter().any(|feature| match package.features.get(feature) {
        Some(values) => values.iter().any(brings),
        None => feature == name,
    })
}
