//! What a store is and which of its functions read, write or erase: data, one TOML file per foreign crate.
//!
//! rustc prints *visible* paths, so a callee is never compared whole. What holds in every crate is: the crate the path starts in (or
//! leads through: `deadpool_postgres::tokio_postgres::Client::query`), the type, trait or module before the name, and the name.
//!
//! An access is counted once, where data moves. A builder that is run by a method of its own (`execute`, `send`, `fetch_all`) counts
//! at that method. A builder that is run by `.await` alone counts where its verb is spelled (`collection.find(…)`), as an `async fn`
//! does: its `IntoFuture::into_future` may stand in another crate, behind `timeout` or `join!`.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Effect, flows::SinkKind},
    path,
    path::Callee,
};

mod builtin;
pub mod rest;
mod schema;

pub use schema::{EffectSource, EncryptionSource, EntrySource, Kind, QuerySource, StoreSource};

/// The entries that apply to one workspace: those of the crates in its dependency graph, in the versions it has, and the user's own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Store>", into = "Vec<Store>")]
pub struct Catalogue {
    stores: Vec<Store>,
    /// Which entries, as (store, entry), have a function of this name.
    by_name: FxHashMap<String, Vec<(u16, u16)>>,
    /// Which stores have a handle of this name.
    by_handle: FxHashMap<String, Vec<u16>>,
    /// Which stores have a type of this name into which what is stored or sent is put by a method of its own.
    by_builder: FxHashMap<String, Vec<u16>>,
}

/// A catalogued package, its versions decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Store {
    package: String,
    /// Other packages with the same items.
    also: Vec<String>,
    kind: Kind,
    /// The names that the library, its parts and its facades have in a path.
    roots: Vec<String>,
    /// Libraries that may re-export its items under their own name.
    reexporters: Vec<String>,
    handles: Vec<String>,
    /// The types through which a database is reached that can encrypt what it keeps.
    connections: Vec<String>,
    entries: Vec<Entry>,
}

/// Functions that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    owner: Owner,
    names: Vec<String>,
    /// Types of which one must be among the generic arguments of the function, or of the type whose method it is; none if it does not matter.
    with: Vec<String>,
    /// Whether it says what arguments are, and not what the functions do.
    is_about_arguments: bool,
    effect: Option<Effect>,
    role: Option<Role>,
    query: Option<(usize, String)>,
    /// The arguments that carry what is stored, where the entry says so.
    content: Option<Vec<usize>>,
    arguments: Arguments,
    /// Which of the user's own entries it is, as (`[[catalogue]]`, entry).
    own: Option<(u16, u16)>,
}

/// What the arguments of a function are, each by its number from 0, `self` included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arguments {
    /// The address that is opened.
    pub url: Option<Argument>,
    /// A credential.
    pub secret: Option<Argument>,
    /// A key that something is encrypted with.
    pub key: Option<Argument>,
    /// A nonce or an initialisation vector.
    pub nonce: Option<Argument>,
    /// The address of an HTTP request, and its method if that is an argument.
    pub request: Option<(usize, Option<usize>)>,
    /// That the database encrypts from its success on.
    pub encrypts: Option<Encrypts>,
    /// The content of an HTTP request.
    pub body: Option<usize>,
    /// What kind of cipher it is about, and why.
    pub cipher: Option<(Cipher, String)>,
}

/// That from the success of a function on a database encrypts what it keeps: the one that it is called on, where that is a reference, else the
/// one that is opened with what it gives back. Arguments by their numbers, from 0, `self` included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Encrypts {
    /// The argument that names a pragma: it must be `key`.
    pub pragma: Option<usize>,
    /// The argument that says in which of several databases: it must be `None`.
    pub schema: Option<usize>,
    /// The argument that is the key.
    pub key: Option<usize>,
    /// The argument that is an SQL text: it must begin with `PRAGMA key = …`.
    pub statement: Option<usize>,
    /// The generic arguments of the type of which it must have one, where it depends on them.
    pub of: Vec<String>,
}

/// What there is to say of a cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cipher {
    /// It is broken.
    Broken,
    /// What it encrypts can be changed by whoever has it, and nobody will notice, unless something else authenticates it.
    Bare,
    /// It is no cipher: it authenticates what a bare one has encrypted.
    Mac,
}

/// What a function does to data that flow through it, where that is more than to pass them on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// They leave.
    Sink(SinkKind),
    /// It gives out personal data.
    Reveals,
    /// What it gives out names nobody any more, and is otherwise what it was.
    Redacts,
    /// What it gives out, or leaves where it was, is sealed.
    Seals,
    /// What it gives out was sealed.
    Unseals,
    /// What it gives out stands for them and says nothing of them.
    Pseudonymizes,
}

/// What stands before a function's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Owner {
    /// An inherent method of one of these types.
    Types(Vec<String>),
    /// A method of one of these traits of the crate, whatever the self type.
    Traits(Vec<String>),
    /// A method of one of these traits, of any crate, on one of these types of the crate.
    TypesByTrait(Vec<String>, Vec<String>),
    /// A free function in a module of one of these names; in any module if there are none.
    Modules(Vec<String>),
}

/// What the catalogue says of a callee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classification<'c> {
    /// The catalogued package: `qdrant-client`.
    pub store: &'c str,
    /// What it does; `None` if it is harmless, or only opens a handle or prepares a statement.
    pub effect: Option<Effect>,
    /// What it does to data that flow through it.
    pub role: Option<Role>,
    /// The argument (counted from 0, `self` included) that carries the query or path, with its language: `sql`, `redis`, `path` ….
    pub query: Option<(usize, &'c str)>,
    /// The arguments that carry what is stored, where the entry says so.
    content: Option<&'c [usize]>,
    /// Which of the user's own entries says so, as (`[[catalogue]]`, entry), if it is one of these.
    pub own: Option<(u16, u16)>,
}

impl Classification<'_> {
    /// The arguments, counted from 0, that are put into a request that another call has made, and are stored with it.
    pub fn put(&self) -> &[usize] {
        self.content.filter(|_| self.effect.is_none()).unwrap_or_default()
    }

    /// Whether an argument of a call with so many, counted from 0, carries what is stored.
    pub fn is_content(&self, argument: usize, arguments: usize) -> bool {
        self.content.map_or(argument > 0 || arguments == 1, |content| content.contains(&argument))
    }
}

/// A catalogued package in a version that the catalogue was not verified against. Entries whose own `versions` it does not match are left out; all others are used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unverified {
    /// The catalogued package.
    pub package: String,
    /// The version that the workspace has.
    pub version: Version,
    /// The package that has this version: the catalogued one itself, or a part or facade of it.
    pub name: String,
    /// The versions that the catalogue was verified against.
    pub verified: String,
}

/// How sure it is that a path names something of a store's crate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// The path starts in a library that depends on the crate and may re-export it: `facade::Client`.
    ByReexporter,
    /// It leads through the crate: `facade::store::Client`.
    Through,
    /// It starts in the crate.
    Own,
}

/// The built-in catalogue, in the order of its files.
pub fn built_in() -> &'static [StoreSource] {
    builtin::sources()
}

/// Whether the built-in catalogue or one of these entries is about a package.
pub fn knows(package: &str, own: &[StoreSource]) -> bool {
    own.iter().chain(builtin::sources()).any(|source| source.concerns(package))
}

/// What a database was built without that it would encrypt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// What that is: `SQLCipher`.
    pub build: String,
    /// The features of which one brings it.
    pub features: Vec<String>,
}

/// Reads the built-in entries. It takes some milliseconds, so whoever has to wait for something else may have it done before it is needed.
pub fn prepare() {
    builtin::sources();
}

/// The packages of databases that could encrypt what they keep and were built so that they cannot, with what they were built without: of the
/// built-in catalogue and these entries, where these features are on.
pub fn built_without_encryption(own: &[StoreSource], features: &BTreeSet<String>) -> BTreeMap<String, Lack> {
    let lacks = |source: &StoreSource| {
        let encryption = source.encryption.as_ref()?;
        let is_built = encryption.features.iter().any(|feature| features.contains(feature));
        let build = encryption.build.clone().filter(|_| !is_built)?;
        Some((source.package.clone(), Lack { build, features: encryption.features.clone() }))
    };
    // The user's own speak before the built-in ones.
    builtin::sources().iter().chain(own).filter_map(lacks).collect()
}

impl Catalogue {
    /// The entries for a workspace.
    ///
    /// `packages` are the packages of its dependency graph; one that occurs in two versions gets the entries of both. `reexporters` are
    /// pairs of a library (as paths name it) and a package that it depends on, so that it may re-export it. `own` are the user's own
    /// entries; they speak before the built-in ones, and are there whatever the graph has: they may be about a module of the workspace.
    ///
    /// The second value names the packages whose version nobody has verified, in order.
    pub fn for_graph(packages: &[(&str, Version)], reexporters: &[(&str, &str)], own: &[StoreSource]) -> (Self, Vec<Unverified>) {
        let mut unverified = Vec::new();
        let mut stores = Vec::new();
        let own = own.iter().zip(0u16..).map(|(source, number)| (source, Some(number)));
        let built_in = builtin::sources().iter().map(|source| (source, None));
        for (source, own) in own.chain(built_in) {
            let is_always_there = own.is_some() || source.is_always_there();
            let concerned = packages.iter().filter(|(name, _)| source.concerns(name));
            for (name, version) in concerned.clone() {
                if let Some(verified) = source.verified.as_ref().filter(|verified| !schema::matches(verified, version)) {
                    let (package, verified) = (source.package.clone(), verified.to_string());
                    unverified.push(Unverified { package, version: version.clone(), name: (*name).to_owned(), verified });
                }
            }
            let mut versions: Vec<&Version> = concerned.map(|(_, version)| version).collect();
            versions.sort();
            versions.dedup();
            if versions.is_empty() && !is_always_there {
                continue;
            }
            let names = reexporters.iter().filter(|(_, package)| *package == source.package).map(|(library, _)| (*library).to_owned());
            stores.push(source.resolve(&versions, names.collect(), own));
        }
        unverified.sort();
        unverified.dedup();
        (stores.into(), unverified)
    }

    /// The catalogued packages of the workspace, with their kinds.
    pub fn stores(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.stores.iter().map(|store| (store.package.as_str(), store.kind))
    }

    /// The catalogued package that a package is, or is a part or a facade of, and its kind.
    pub fn covering(&self, package: &str) -> Option<(&str, Kind)> {
        let is_it = |store: &&Store| store.package == package || store.also.iter().any(|also| also == package);
        self.stores.iter().find(is_it).map(|store| (store.package.as_str(), store.kind))
    }

    /// Whether a type is a store's handle, and carries no content itself as a statement with its values does.
    pub fn is_handle(&self, ty: &str) -> bool {
        let name = path::last_segment(ty);
        let Some(stores) = self.by_handle.get(name) else { return false };
        stores.iter().map(|&store| &self.stores[usize::from(store)]).any(|store| {
            let carries = |entry: &Entry| {
                let is_its =
                    matches!(&entry.owner, Owner::Types(types) | Owner::TypesByTrait(types, _) if types.iter().any(|ty| ty == name));
                is_its && entry.content.as_ref().is_some_and(|content| content.contains(&0))
            };
            store.reach(path::first_segment(ty), ty).is_some() && !store.entries.iter().any(carries)
        })
    }

    /// Whether a type is a request or builder into which what is stored or sent is put by a method of its own.
    pub fn is_builder(&self, ty: &str) -> bool {
        let stores = self.by_builder.get(path::last_segment(ty)).into_iter().flatten();
        stores.map(|&store| &self.stores[usize::from(store)]).any(|store| store.reach(path::first_segment(ty), ty).is_some())
    }

    /// The package through whose type of this path a database is reached that can encrypt what it keeps.
    pub fn connection(&self, ty: &str) -> Option<&str> {
        let name = path::last_segment(ty);
        let is_it = |store: &&Store| {
            store.connections.iter().any(|connection| connection == name) && store.reach(path::first_segment(ty), ty).is_some()
        };
        self.stores.iter().find(is_it).map(|store| store.package.as_str())
    }

    /// Whether any database of the workspace can encrypt what it keeps.
    pub fn can_encrypt(&self) -> bool {
        self.stores.iter().any(|store| !store.connections.is_empty())
    }

    /// Whether paths that start with this segment are a catalogued crate's own.
    pub fn is_root(&self, segment: &str) -> bool {
        self.stores.iter().any(|store| store.roots.iter().any(|root| root == segment))
    }

    /// What a call of this function does; `None` for what is no store's.
    pub fn classify(&self, callee: &Callee<'_>) -> Option<Classification<'_>> {
        self.entry(callee).or_else(|| self.unclassified(callee))
    }

    /// What the arguments of a function are, and the package that says so. The entries of one package complete each other.
    pub fn arguments(&self, callee: &Callee<'_>) -> Option<(&str, Arguments)> {
        let mut found: Option<(&str, Arguments)> = None;
        for (_, store, entry) in
            self.matching(callee).filter(|(reach, _, entry)| *reach > Reach::ByReexporter && !entry.arguments.is_empty())
        {
            let (package, arguments) = found.get_or_insert_with(|| (&store.package, Arguments::default()));
            if *package == store.package {
                arguments.add(&entry.arguments);
            }
        }
        found
    }

    /// Whether there is any library whose calls do what a text says: a statement, a request over HTTP.
    pub fn knows_texts(&self) -> bool {
        let is_statement = |entry: &Entry| entry.query.as_ref().is_some_and(|(_, language)| language != "path");
        self.stores.iter().flat_map(|store| &store.entries).any(|entry| entry.arguments.request.is_some() || is_statement(entry))
    }

    /// Whether a path may name a type, trait, module or function that some entry is about.
    pub fn may_name(&self, path: &str) -> bool {
        let (root, name) = (path::first_segment(path), path::last_segment(path));
        self.stores.iter().filter(|store| store.reach(root, path).is_some()).any(|store| {
            let owns = |entry: &Entry| match &entry.owner {
                Owner::Types(names) | Owner::Traits(names) | Owner::Modules(names) | Owner::TypesByTrait(names, _) => {
                    names.iter().any(|known| known == name)
                }
            };
            let has = |entry: &Entry| owns(entry) || entry.names.iter().any(|known| known == name);
            root == name || store.handles.iter().any(|handle| handle == name) || store.entries.iter().any(has)
        })
    }

    /// The entries that may be about a function, in the order in which they speak.
    fn matching<'c>(&'c self, callee: &Callee<'_>) -> impl Iterator<Item = (Reach, &'c Store, &'c Entry)> {
        self.by_name.get(callee.name()).into_iter().flatten().filter_map(|&(store, entry)| {
            let store = &self.stores[usize::from(store)];
            let entry = &store.entries[usize::from(entry)];
            Some((entry.reach(store, callee)?, store, entry))
        })
    }

    fn entry(&self, callee: &Callee<'_>) -> Option<Classification<'_>> {
        let candidates = self.matching(callee).filter(|(_, _, entry)| !entry.is_about_arguments);
        // The first one of the surest wins: the user's entries stand before the built-in ones. Of one crate, the one that asks for a generic
        // argument speaks before the one that takes any. Where two versions of a crate are linked, and a function is an access in one of them
        // only, it is taken for one.
        let (_, store, entry) = candidates.reduce(|best, next| {
            let is_surer = next.0 > best.0;
            let is_rival = next.0 == best.0 && std::ptr::eq(next.1, best.1);
            let is_closer = is_rival && best.2.with.is_empty() && !next.2.with.is_empty();
            let is_as_close = is_rival && best.2.with.is_empty() == next.2.with.is_empty();
            let is_stricter = is_as_close && best.2.effect.is_none() && next.2.effect.is_some();
            if is_surer || is_closer || is_stricter { next } else { best }
        })?;
        let query = entry.query.as_ref().map(|(argument, language)| (*argument, language.as_str()));
        let content = entry.content.as_deref();
        Some(Classification { store: &store.package, effect: entry.effect, role: entry.role, query, content, own: entry.own })
    }

    /// A function of a handle that no entry knows.
    fn unclassified(&self, callee: &Callee<'_>) -> Option<Classification<'_>> {
        let owner = match *callee {
            Callee::Path { owner, .. } => owner,
            Callee::Trait { trait_name, .. } => trait_name,
        };
        let mut stores = self.by_handle.get(owner)?.iter().map(|&store| &self.stores[usize::from(store)]);
        // A library's own type may be called as the handle that it wraps: only the crate's own path is sure enough.
        let store = stores.find(|store| match *callee {
            Callee::Path { root, path, .. } => store.reach(root, path) >= Some(Reach::Through),
            Callee::Trait { root, of_trait, .. } => store.reach(root, of_trait) >= Some(Reach::Through),
        })?;
        Some(Classification {
            store: &store.package,
            effect: Some(Effect::Unclassified),
            role: None,
            query: None,
            content: None,
            own: None,
        })
    }
}

/// An argument that is something particular.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// Which one, counted from 0, `self` included.
    pub argument: usize,
    /// The field of it, by its position in the definition of its type, from 0.
    #[serde(default)]
    pub field: Option<u32>,
    /// The scheme of an address, where it is not in the text but in the function.
    #[serde(default)]
    pub scheme: String,
    /// The argument that is a header's name, where it depends on that whether this one is a credential.
    #[serde(default)]
    pub header: Option<usize>,
}

impl Arguments {
    /// Whether they say anything of keys, nonces or ciphers.
    pub fn are_about_encryption(&self) -> bool {
        self.key.is_some() || self.nonce.is_some() || self.cipher.is_some() || self.encrypts.is_some()
    }

    fn is_empty(&self) -> bool {
        *self == Arguments::default()
    }

    /// Adds what another entry says, where this one says nothing.
    fn add(&mut self, other: &Arguments) {
        self.url = self.url.take().or_else(|| other.url.clone());
        self.secret = self.secret.take().or_else(|| other.secret.clone());
        self.key = self.key.take().or_else(|| other.key.clone());
        self.nonce = self.nonce.take().or_else(|| other.nonce.clone());
        self.request = self.request.or(other.request);
        self.encrypts = self.encrypts.take().or_else(|| other.encrypts.clone());
        self.body = self.body.or(other.body);
        self.cipher = self.cipher.take().or_else(|| other.cipher.clone());
    }
}

impl Store {
    /// The types that are given what is stored or sent by other methods than those that are given the address.
    fn builders(&self) -> BTreeSet<&String> {
        let mut builders = BTreeSet::new();
        let puts = |entry: &&Entry| entry.arguments.body.is_some() || (entry.effect.is_none() && entry.content.is_some());
        for entry in self.entries.iter().filter(puts) {
            let is_request = |ty: &String, name: &String| {
                self.entries
                    .iter()
                    .any(|entry| entry.arguments.request.is_some() && entry.types().contains(ty) && entry.names.contains(name))
            };
            builders.extend(entry.types().iter().filter(|ty| entry.names.iter().any(|name| !is_request(ty, name))));
        }
        builders
    }

    /// Whether a path may name an item of this crate.
    fn reach(&self, root: &str, path: &str) -> Option<Reach> {
        let is_root = |segment: &str| self.roots.iter().any(|root| root == segment);
        if is_root(root) {
            return Some(Reach::Own);
        }
        if path::module_segments(path).skip(1).any(is_root) {
            return Some(Reach::Through);
        }
        self.reexporters.iter().any(|library| library == root).then_some(Reach::ByReexporter)
    }
}

impl Entry {
    fn reach(&self, store: &Store, callee: &Callee<'_>) -> Option<Reach> {
        if !self.with.is_empty() && !self.is_with(callee) {
            return None;
        }
        match (*callee, &self.owner) {
            (Callee::Path { root, owner, path, .. }, Owner::Types(types)) if types.iter().any(|ty| ty == owner) => store.reach(root, path),
            (Callee::Path { root, owner, path, .. }, Owner::Modules(modules)) => {
                // What starts with a capital is a type, and its method none of ours.
                let is_module = owner.starts_with(|first: char| first.is_lowercase() || first == '_');
                let is_meant = is_module && (modules.is_empty() || modules.iter().any(|module| module == owner));
                if is_meant { store.reach(root, path) } else { None }
            }
            (Callee::Trait { root, trait_name, of_trait, .. }, Owner::Traits(traits)) if traits.iter().any(|of| of == trait_name) => {
                store.reach(root, of_trait)
            }
            (Callee::Trait { self_type, trait_name, .. }, Owner::TypesByTrait(types, traits))
                if traits.iter().any(|of| of == trait_name) =>
            {
                let ty = path::peel(self_type);
                let is_meant = types.iter().any(|name| name == path::last_segment(ty));
                if is_meant { store.reach(path::first_segment(ty), ty) } else { None }
            }
            _ => None,
        }
    }

    /// The types that it is about.
    fn types(&self) -> &[String] {
        match &self.owner {
            Owner::Types(types) | Owner::TypesByTrait(types, _) => types,
            Owner::Traits(_) | Owner::Modules(_) => &[],
        }
    }

    fn is_with(&self, callee: &Callee<'_>) -> bool {
        // Of a trait's method it is the type whose generic arguments these are: `<Wrapper<CtrCore<Aes256>> as KeyIvInit>::new`. Of a type's, it
        // is either: `Surreal::new::<Ws>`, `Model::<Local, Fastembed>::call`.
        let (generics, of_type) = match *callee {
            Callee::Path { generics, path, .. } => (generics, path),
            Callee::Trait { self_type, .. } => (self_type, ""),
        };
        let mut arguments = path::generic_arguments(generics).chain(path::generic_arguments(of_type));
        arguments.any(|ty| self.with.iter().any(|with| with == path::last_segment(path::peel(ty))))
    }
}

impl From<Vec<Store>> for Catalogue {
    fn from(stores: Vec<Store>) -> Self {
        let mut by_name: FxHashMap<String, Vec<(u16, u16)>> = FxHashMap::default();
        let mut by_handle: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        let mut by_builder: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (store, at) in stores.iter().zip(0u16..) {
            for (entry, number) in store.entries.iter().zip(0u16..) {
                for name in &entry.names {
                    by_name.entry(name.clone()).or_default().push((at, number));
                }
            }
            for handle in &store.handles {
                by_handle.entry(handle.clone()).or_default().push(at);
            }
            store.builders().into_iter().for_each(|builder| by_builder.entry(builder.clone()).or_default().push(at));
        }
        Catalogue { stores, by_name, by_handle, by_builder }
    }
}

impl From<Catalogue> for Vec<Store> {
    fn from(catalogue: Catalogue) -> Self {
        catalogue.stores
    }
}

#[cfg(test)]
mod tests;
