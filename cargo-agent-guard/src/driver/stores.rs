//! Whether every store that the workspace uses was seen in use.
//!
//! A catalogued crate that a unit was compiled with, and of which the analysis recognised not one call, not even a harmless one, is one that
//! it did not understand: its functions may be printed in a way that the catalogue does not know.
//!
//! What a unit was compiled with is what cargo gave the compiler for it. So a dev-dependency counts where tests are read and nowhere else,
//! what only a build script or another platform needs never does, and what a dependency is called does not matter.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use semver::Version;

use super::{
    context::Shared,
    left_wing,
    lockfile::Lockfile,
    selection::{self, Selection},
};
use crate::{
    catalogue::{Catalogue, Kind, Unverified},
    facts::Gap,
    link::Dependency,
};

/// What there is to say about the stores among the packages that were compiled.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Stores that a crate of the workspace depends on itself, and of which no call was recognised.
    pub gaps: Vec<Gap>,
    /// What else somebody should know: stores that only other crates use, and versions that nobody has compared with the catalogue.
    pub notices: Vec<String>,
}

/// What cargo has compiled.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The packages, dependencies included: name and version.
    pub packages: BTreeSet<(String, String)>,
    /// The packages outside the workspace and the names of their libraries.
    pub libraries: BTreeSet<(String, String)>,
    /// The features that are on, by package: of its library and programs, not of its build script.
    pub features: BTreeMap<(String, String), BTreeSet<String>>,
}

/// What the catalogue says of all that was compiled.
pub struct Catalogued {
    /// The stores.
    pub stores: Catalogue,
    /// Those in versions that nobody has compared with the catalogue.
    unverified: Vec<Unverified>,
}

impl Catalogued {
    /// Looks up what was compiled.
    ///
    /// # Errors
    /// Where one of the user's own entries cannot be read.
    pub fn of(shared: &Shared, compiled: &Compiled) -> Result<Self> {
        let version = |text: &str| Version::parse(text).ok();
        let packages: Vec<(&str, Version)> =
            compiled.packages.iter().filter_map(|(name, text)| Some((name.as_str(), version(text)?))).collect();
        let (stores, unverified) = Catalogue::for_graph(&packages, &[], &left_wing::own_entries(&shared.user_entries)?);
        Ok(Self { stores, unverified })
    }
}

/// Compares the stores that were compiled with those of which calls were recognised. What was left out of a package by the user may be
/// what its stores are for. `told` are dependencies of which AG905 tells already.
pub fn unseen(catalogued: &Catalogued, lockfile: &Lockfile, compiled: &Compiled, selection: Selection<'_>, told: &[Dependency]) -> Unseen {
    let catalogue = &catalogued.stores;
    let facts = selection.facts;
    let seen = facts.iter().flat_map(|facts| facts.crates_seen.iter().map(|&krate| facts.text(krate))).collect();
    let users = facts.iter().map(|facts| (facts.unit.package.as_str(), facts.unit.version.as_str())).collect();
    // Where a derive has written the only call, the linker may find that nobody calls that.
    let calls = |library: &str| {
        facts.iter().any(|facts| facts.outside.iter().any(|call| facts.text(call.library) == library && !facts.is_derived(call.function)))
    };
    let told = told
        .iter()
        .filter(|told| calls(&told.library))
        .flat_map(|told| std::iter::once(told.package.as_str()).chain(told.way.iter().map(String::as_str)))
        .collect();
    let workspace = Workspace { lockfile, compiled, selection, catalogue, seen, users, told };
    let mut unseen = Unseen::default();
    for (store, kind) in catalogue.stores() {
        // A framework and a file system are stores only for who uses them as one.
        if matches!(kind, Kind::Framework | Kind::Files | Kind::Llm | Kind::Library) || workspace.seen.contains(store) {
            continue;
        }
        // Its facade, or one of its parts, may be what was compiled; and what is compiled as part of the workspace is looked at itself.
        let is_compiled = compiled.packages.iter().any(|(name, _)| name == store);
        if is_compiled && !workspace.users.iter().any(|(name, _)| *name == store) {
            workspace.report(store, &mut unseen);
        }
    }
    // The parts of a package mostly have its version, and once is enough.
    let mut told = BTreeSet::new();
    for store in catalogued.unverified.iter().filter(|store| workspace.is_worth_a_notice(store)) {
        let (package, version, verified) = (&store.package, &store.version, &store.verified);
        if told.insert((package, version)) {
            unseen.notices.push(format!("`{package}` {version} is none of the versions that the catalogue was compared with ({verified})"));
        }
    }
    unseen
}

/// What is known of the workspace.
struct Workspace<'a> {
    lockfile: &'a Lockfile,
    compiled: &'a Compiled,
    selection: Selection<'a>,
    catalogue: &'a Catalogue,
    /// The stores of which some call was recognised.
    seen: BTreeSet<&'a str>,
    /// The packages of the workspace that were read.
    users: BTreeSet<(&'a str, &'a str)>,
    /// The packages of which AG905 tells.
    told: BTreeSet<&'a str>,
}

impl Workspace<'_> {
    /// Says of a store what there is to say.
    fn report(&self, store: &str, unseen: &mut Unseen) {
        let (mut gap, mut notice) = (None, None);
        for (user, version) in self.given(store) {
            let Some(package) = self.selection.package(user, version) else { continue };
            let (depends, is_whole) = match selection::ships_with(package, store) {
                true => ("", self.selection.has_what_ships(package)),
                false => (" for tests, examples or benchmarks", self.selection.has_what_tests(package)),
            };
            if is_whole {
                gap.get_or_insert_with(|| format!("`{user}` depends on this store{depends}, and not one call of it was recognised"));
            } else {
                notice.get_or_insert_with(|| {
                    format!(
                        "`{user}` depends on the store `{store}`{depends}, and not one call of it was recognised in the targets that were \
                         selected; the others were not looked at"
                    )
                });
            }
        }
        if let Some(reason) = gap {
            unseen.gaps.push(Gap { subject: store.to_owned(), reason, place: None });
        } else if let Some(notice) = notice {
            unseen.notices.push(notice);
        } else {
            let others: Vec<String> = self.others(store).into_iter().map(|name| format!("`{name}`")).collect();
            if !others.is_empty() {
                let others = others.join(", ");
                unseen.notices.push(format!("`{store}` is used by dependencies only ({others}); what they keep in it is not looked at"));
            }
        }
    }

    /// Whether somebody should know that a version was not compared. A facade over the package itself has versions of its own, which say
    /// nothing. Of what keeps nothing, only what the workspace uses matters: what others do with it is not looked at anyway.
    fn is_worth_a_notice(&self, store: &Unverified) -> bool {
        let version = store.version.to_string();
        let package = (store.name.as_str(), version.as_str());
        let is_facade = |[from, to]: [(&str, &str); 2]| from == package && to.0 == store.package && from.0 != to.0;
        if self.lockfile.edges().any(is_facade) {
            return false;
        }
        self.catalogue.covering(&store.package).is_none_or(|(_, kind)| kind != Kind::Library) || self.is_given(&store.package, package)
    }

    /// Whether some unit of the workspace was compiled with a package, or with a part or facade of the same catalogued one that leads to it.
    fn is_given(&self, store: &str, package: (&str, &str)) -> bool {
        let (mut seen, mut waiting) = (BTreeSet::from([package]), vec![package]);
        while let Some(package) = waiting.pop() {
            let given = self.given(package.0);
            for [user, _] in self.lockfile.edges().filter(|[_, to]| *to == package) {
                if given.contains(&user) {
                    return true;
                }
                if self.catalogue.covering(user.0).is_some_and(|(known, _)| known == store) && seen.insert(user) {
                    waiting.push(user);
                }
            }
        }
        false
    }

    /// The packages of the workspace of which some unit was compiled with a package from outside it.
    fn given(&self, package: &str) -> BTreeSet<(&str, &str)> {
        let libraries: BTreeSet<&str> =
            self.compiled.libraries.iter().filter(|(name, _)| name == package).map(|(_, library)| library.as_str()).collect();
        let units = self.selection.facts.iter().map(|facts| &facts.unit);
        let given = units.filter(|unit| unit.externs.iter().any(|library| libraries.contains(library.as_str())));
        given.map(|unit| (unit.package.as_str(), unit.version.as_str())).collect()
    }

    /// The packages that were compiled, were not read, and use a store in ways that nobody judges.
    fn others(&self, store: &str) -> BTreeSet<&str> {
        let is_compiled = |(name, version): &(&str, &str)| self.compiled.packages.contains(&((*name).to_owned(), (*version).to_owned()));
        // The workspace's own packages stand in the lock file with what only their tests or build scripts need.
        let may_use = |(name, version): &(&str, &str)| {
            let is_read = self.users.contains(&(*name, *version));
            !is_read && self.selection.package(name, version).is_none_or(|package| selection::ships_with(package, store))
        };
        let dependents = self.lockfile.dependents(store).into_iter().filter(is_compiled).filter(may_use);
        dependents.map(|(name, _)| name).filter(|name| !self.told.contains(name) && !self.is_judged(name)).collect()
    }

    /// Whether the use of a package outside the workspace is judged, so that what it does with other stores is too: a catalogued one. Of a
    /// framework that is so only where the workspace uses it; of a store it is said if no call of it was seen.
    fn is_judged(&self, package: &str) -> bool {
        self.catalogue.covering(package).is_some_and(|(known, kind)| match kind {
            Kind::Framework | Kind::Files => self.seen.contains(known) || !self.given(package).is_empty(),
            _ => true,
        })
    }
}
