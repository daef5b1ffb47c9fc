//! From what the driver knows to what the left wing asks for: the catalogue for this workspace, and how tokens are printed in this crate.

use anyhow::{Context, Result};
use semver::Version;

use super::{
    context::{RUNTIME, Surroundings},
    lockfile::Closure,
    rustc_args::Compilation,
};
use crate::{
    analysis::{self, TokenType},
    catalogue::{Catalogue, StoreSource},
};

/// What the analysis of a crate knows of the crates around it.
///
/// # Errors
/// Where a version or one of the user's own entries cannot be read.
pub fn context(surroundings: &Surroundings, closure: &Closure<'_>, compilation: &Compilation) -> Result<analysis::Context> {
    let (own, packages) = (own_entries(&surroundings.user_entries)?, versions(closure)?);
    let (stores, _) = Catalogue::for_graph(&packages, &[], &own);
    // A crate that depends on a store may re-export it, and rustc then prints the store's types as the crate's.
    let library = |package: &(&str, &str)| {
        let found = surroundings.packages.iter().find(|known| (known.name.as_str(), known.version.as_str()) == *package);
        found.and_then(|known| known.library.as_deref())
    };
    let mut reexporters = Vec::new();
    for (store, _) in stores.stores() {
        let leading = closure.leading_to(store);
        reexporters.extend(leading.iter().filter(|package| package.0 != store).filter_map(library).map(|library| (library, store)));
    }
    let (catalogue, _) = Catalogue::for_graph(&packages, &reexporters, &own);
    let libraries_of = |is_member: bool| {
        let packages = surroundings.packages.iter().filter(move |package| package.is_member == is_member);
        packages.filter_map(|package| package.library.clone()).collect::<Vec<String>>()
    };
    let (members, mut foreign) = (libraries_of(true), libraries_of(false));
    // A library may have another name than its package. What the compiler was given has the library's.
    foreign.extend(compilation.externs.iter().filter(|library| !members.contains(library)).cloned());
    foreign.sort_unstable();
    foreign.dedup();
    Ok(analysis::Context {
        catalogue,
        token: token(surroundings, compilation),
        tracks_tokens: surroundings.packages.iter().any(|package| package.knows_tokens),
        tracks_flows: surroundings.tracks_flows,
        foreign_crates: foreign,
        workspace_crates: members,
        aliases: surroundings.aliases.clone(),
        dropped: surroundings.dropped.clone(),
    })
}

/// The packages that a crate can reach, as the catalogue asks for them.
///
/// # Errors
/// Where the lock file has a version that is none.
fn versions<'l>(closure: &Closure<'l>) -> Result<Vec<(&'l str, Version)>> {
    let version = |text: &str| Version::parse(text).with_context(|| format!("`{text}` in `Cargo.lock` is not a version"));
    closure.packages().into_iter().map(|(name, text)| Ok((name, version(text)?))).collect()
}

/// The user's own entries, as the catalogue asks for them.
///
/// # Errors
/// Where one of them is not right.
pub fn own_entries(texts: &[String]) -> Result<Vec<StoreSource>> {
    texts.iter().map(|text| StoreSource::parse(text).context("failed to read an entry of the policy's catalogue")).collect()
}

/// How the token's type is printed in a crate: through the runtime, or, in a crate that does not depend on it directly, through one of its
/// dependencies that do. (rustc prints the shortest path that the crate can write.)
fn token(surroundings: &Surroundings, compilation: &Compilation) -> TokenType {
    let runtime = RUNTIME.replace('-', "_");
    let mut token = TokenType { roots: vec![runtime.clone()], ..TokenType::default() };
    let knows_tokens =
        |library: &&String| surroundings.packages.iter().any(|package| package.knows_tokens && package.library.as_ref() == Some(*library));
    if !compilation.externs.contains(&runtime) {
        token.roots.extend(compilation.externs.iter().filter(knows_tokens).cloned());
    }
    if compilation.crate_name == runtime {
        token.roots.push(String::new());
    }
    token
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{super::context::Package, *};

    fn roots(crate_name: &str, externs: &[&str]) -> Vec<String> {
        let compilation = Compilation {
            crate_name: crate_name.to_owned(),
            crate_type: "lib".to_owned(),
            is_test: false,
            extra_filename: String::new(),
            out_dir: PathBuf::new(),
            root: "src/lib.rs".to_owned(),
            externs: externs.iter().map(|&name| name.to_owned()).collect(),
            incremental: None,
        };
        let package = |library: &str, knows_tokens| Package {
            name: library.replace('_', "-"),
            version: "0.1.0".to_owned(),
            library: Some(library.to_owned()),
            is_member: false,
            knows_tokens,
        };
        let packages = vec![package("agent_guard", true), package("facade", true), package("serde", false)];
        token(&Surroundings { packages, ..Surroundings::default() }, &compilation).roots
    }

    #[test]
    fn a_token_is_printed_through_the_runtime_where_the_crate_depends_on_it() {
        assert_eq!(roots("app", &["agent_guard", "facade"]), ["agent_guard"]);
    }

    #[test]
    fn a_token_is_printed_through_a_facade_where_the_crate_depends_on_that_alone() {
        assert_eq!(roots("app", &["facade", "serde"]), ["agent_guard", "facade"]);
    }

    #[test]
    fn in_the_runtime_itself_it_has_no_crate_in_front() {
        assert_eq!(roots("agent_guard", &[]), ["agent_guard", ""]);
    }
}
