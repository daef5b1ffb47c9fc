//! From what the driver knows to what the left wing needs.

use semver::Version;

use super::context::Surroundings;
use crate::{
    analysis::{Context, TokenType},
    catalogue::Catalogue,
};

/// The context of the analysis of a crate that has these packages around it.
pub fn context(surroundings: &Surroundings) -> Context {
    let packages: Vec<(&str, Version)> =
        surroundings.packages.iter().filter_map(|(name, version)| Some((name.as_str(), Version::parse(version).ok()?))).collect();
    let (catalogue, _unverified) = Catalogue::for_graph(&packages, &[], &[]);
    let foreign_crates = surroundings
        .packages
        .iter()
        .map(|(name, _)| name.replace('-', "_"))
        .filter(|library| !surroundings.members.contains(library))
        .collect();
    Context { catalogue, token: TokenType::default(), tracks_tokens: !surroundings.guarded.is_empty(), foreign_crates }
}
