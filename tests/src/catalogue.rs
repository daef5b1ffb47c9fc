//! The catalogue held to the crates that it is about: does each path exist, is each method of a handle classified, and does the tool
//! recognise a call of each as what the catalogue says that it is?
//!
//! For each version of a crate that `tests/catalogue/NAME.toml` pins, a small crate is made in `target/catalogue`, which depends on it.
//! rustdoc says in JSON which items the crate has, those that macros made included ([`library`]). Of these and the catalogue's entries
//! ([`entries`]) a program is written that calls each function once, with arguments of any value ([`program`], [`text`]). It is checked,
//! never run. What rustc does not compile, because a bound cannot be named or holds for no parameter, is left out and counted; a line
//! written by hand can stand in for it ([`pins`]). Then the tool reads the program ([`run`]), and what it says of each line is compared.
//!
//! *Invariant*: as in all these tests, the tool is a program. The catalogue's files are read here as any TOML.

pub mod entries;
pub mod library;
pub mod pins;
pub mod program;
pub mod record;
pub mod run;
pub mod text;

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;

use self::{
    entries::{Known, Store},
    library::{Function, Libraries},
    pins::{Pin, Pinned},
};

/// What became of one version of a crate.
#[derive(Debug, Default)]
pub struct Checked {
    /// The crate.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The paths of the catalogue that are in the crate, and do something.
    pub found: BTreeSet<Known>,
    /// Those of which it only says what arguments are.
    pub told: BTreeSet<Known>,
    /// Those that are not, on no type that their entry names, and are not excused.
    pub missing: Vec<Known>,
    /// How many methods the handles have.
    pub methods: usize,
    /// The methods of handles that no entry is about.
    pub unmentioned: Vec<String>,
    /// How many paths were called and recognised as what they are.
    pub recognised: usize,
    /// Those that were called and recognised as something else, with what.
    pub wrong: Vec<String>,
    /// Those that the program does not call, with the reason.
    pub uncalled: Vec<(Known, String)>,
    /// Why the version could not be checked at all.
    pub failure: Option<String>,
}

impl Checked {
    /// Whether the catalogue is right about this version, as far as it was looked at.
    pub fn is_right(&self) -> bool {
        self.failure.is_none() && self.missing.is_empty() && self.unmentioned.is_empty() && self.wrong.is_empty()
    }
}

/// Checks the catalogue's file on a crate against each version that is pinned.
///
/// # Errors
/// If a file cannot be read. A version that cannot be fetched or compiled says so itself.
pub fn check(repository: &Path, name: &str) -> Result<Vec<Checked>> {
    let pinned = Pinned::read(&repository.join("tests/catalogue").join(name).with_extension("toml"))?;
    let file = repository.join("cargo-agent-guard/catalogue").join(name).with_extension("toml");
    Ok(check_store(repository, &pinned, &Store::read(&file)?))
}

/// Checks what is said of a crate against each version that is pinned.
pub fn check_store(repository: &Path, pinned: &Pinned, store: &Store) -> Vec<Checked> {
    let mut all = Vec::new();
    for pin in pinned.pin.iter().filter(|pin| pin.unchecked.is_none()) {
        all.push(check_version(repository, pinned, pin, store).unwrap_or_else(|error| Checked {
            package: pinned.package(pin).to_owned(),
            version: pin.version.to_string(),
            failure: Some(format!("{error:#}")),
            ..Checked::default()
        }));
    }
    // Names of all versions may stand in one entry. A path is missing where no version has it that its entry holds for, and a type or trait
    // where no version has any path of it: it is called otherwise.
    let found: BTreeSet<Known> = all.iter().flat_map(|checked| checked.found.iter().chain(&checked.told).cloned()).collect();
    let owners: BTreeSet<&str> = found.iter().flat_map(Known::owners).collect();
    for checked in &mut all {
        let has_owners = |known: &Known| known.owners().iter().all(|owner| owners.contains(owner));
        checked.missing.retain(|known| !has_owners(known) || !found.iter().any(|found| known.is_shown_by(found)));
        checked.missing.dedup_by(|one, other| one.is_shown_by(other));
    }
    all
}

fn check_version(repository: &Path, pinned: &Pinned, pin: &Pin, store: &Store) -> Result<Checked> {
    let folder = run::lay_out(repository, pinned, pin, store)?;
    let libraries = Libraries::document(repository, &folder, pinned, pin)?;
    let known: Vec<&Known> = store.known.iter().filter(|known| known.holds_for(&pin.version)).collect();
    let mut checked = Checked { package: pinned.package(pin).to_owned(), version: pin.version.to_string(), ..Checked::default() };
    for known in store.told.iter().filter(|known| known.holds_for(&pin.version)) {
        if libraries.has(known) {
            checked.told.insert(known.clone());
        } else if !pinned.unseen.contains_key(&known.to_string()) {
            checked.missing.push(known.clone());
        }
    }
    for known in &known {
        if libraries.has(known) || pinned.calls.contains_key(&known.to_string()) {
            checked.found.insert((*known).clone());
        } else if !pinned.unseen.contains_key(&known.to_string()) {
            checked.missing.push((*known).clone());
        }
    }
    for method in libraries.methods_of(&store.handles) {
        checked.methods += 1;
        if !known.iter().any(|known| known.is_of(&method)) {
            checked.unmentioned.push(method.to_string());
        }
    }
    for known in checked.found.iter().chain(&checked.told) {
        let arguments = libraries.functions(known).iter().filter_map(Function::arguments).max();
        if let (Some(argument), Some(arguments)) = (known.last_argument, arguments)
            && argument >= arguments
        {
            checked.wrong.push(format!("{known} has no argument {argument}"));
        }
    }
    let lines = program::lines(&libraries, pinned, checked.found.iter());
    run::compare(repository, &folder, pinned, store, lines, &mut checked)?;
    Ok(checked)
}
