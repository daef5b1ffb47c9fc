//! Whether every store that the workspace uses was seen in use.
//!
//! A catalogued crate among the dependencies of which the analysis recognised not one call, not even a harmless one, is one that it did not
//! understand: its functions may be printed in a way that the catalogue does not know.

use std::collections::BTreeSet;

use anyhow::Result;
use semver::Version;

use super::{context::Shared, left_wing, lockfile::Lockfile};
use crate::{
    catalogue::{Catalogue, Kind},
    facts::{Facts, Gap},
};

/// What there is to say about the stores among the packages that were compiled.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Stores that a crate of the workspace depends on itself, and of which no call was recognised.
    pub gaps: Vec<Gap>,
    /// What else somebody should know: stores that only other crates use, and versions that nobody has compared with the catalogue.
    pub notices: Vec<String>,
}

/// Compares the stores that were compiled with those of which calls were recognised. What was left out of a package by the user may be
/// what its stores are for.
///
/// # Errors
/// Where a version or one of the user's own entries cannot be read.
pub fn unseen(
    shared: &Shared,
    lockfile: &Lockfile,
    compiled: &BTreeSet<(String, String)>,
    facts: &[Facts],
    left_out: &BTreeSet<(String, String)>,
) -> Result<Unseen> {
    let version = |text: &str| Version::parse(text).ok();
    let packages: Vec<(&str, Version)> = compiled.iter().filter_map(|(name, text)| Some((name.as_str(), version(text)?))).collect();
    let (catalogue, unverified) = Catalogue::for_graph(&packages, &[], &left_wing::own_entries(&shared.user_entries)?);
    let seen: BTreeSet<&str> = facts.iter().flat_map(|facts| facts.crates_seen.iter().map(|&krate| facts.text(krate))).collect();
    let users: BTreeSet<(&str, &str)> = facts.iter().map(|facts| (facts.unit.package.as_str(), facts.unit.version.as_str())).collect();
    let mut unseen = Unseen::default();
    for (store, kind) in catalogue.stores() {
        // A framework and a file system are stores only for who uses them as one.
        if matches!(kind, Kind::Framework | Kind::Files | Kind::Llm | Kind::Library) || seen.contains(store) {
            continue;
        }
        // Its facade, or one of its parts, may be what was compiled; and what is compiled as part of the workspace is looked at itself.
        if !compiled.iter().any(|(name, _)| name == store) || users.iter().any(|(name, _)| *name == store) {
            continue;
        }
        let is_direct =
            |(name, version): &&(&str, &str)| lockfile.closure(name, version).is_some_and(|user| user.depends_directly_on(store));
        let is_whole = |(name, version): &&(&str, &str)| !left_out.contains(&((*name).to_owned(), (*version).to_owned()));
        let direct: Vec<_> = users.iter().filter(is_direct).collect();
        match direct.iter().copied().find(is_whole).or(direct.first().copied()) {
            Some((user, version)) if !is_whole(&&(*user, *version)) => unseen.notices.push(format!(
                "`{user}` depends on the store `{store}`, and not one call of it was recognised in the targets that were selected; the \
                 others were not looked at"
            )),
            Some((user, _)) => unseen.gaps.push(Gap {
                subject: store.to_owned(),
                reason: format!("`{user}` depends on this store, and not one call of it was recognised"),
                place: None,
            }),
            None => unseen.notices.push(format!("`{store}` is used by dependencies only; what they keep in it is not looked at")),
        }
    }
    for store in unverified {
        let (package, version, verified) = (&store.package, &store.version, &store.verified);
        unseen.notices.push(format!("`{package}` {version} is none of the versions that the catalogue was compared with ({verified})"));
    }
    Ok(unseen)
}
