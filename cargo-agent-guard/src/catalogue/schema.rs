//! The form of a catalogue file, and of the user's own entries: the same one, read by the same code.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use semver::{BuildMetadata, Prerelease, Version, VersionReq};
use serde::{Deserialize, Serialize};

use super::{Argument, Arguments, Cipher, Encrypts, Entry, Owner, Role, Store};
use crate::facts::{Effect, flows::SinkKind};

/// The languages of a query argument.
const LANGUAGES: [&str; 7] = ["sql", "redis", "cypher", "mongodb", "surrealql", "diesel", "path"];

/// A catalogue file: what is known of one package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSource {
    /// The package, by the name it has in the registry.
    pub package: String,
    /// The libraries that paths may start in: `sqlx`, `sqlx_core`. If there are none, the package's name with underscores.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Other packages with the same items: a facade, or the parts that the package is made of.
    #[serde(default)]
    pub also: Vec<String>,
    /// The versions that somebody has compared with the sources. The user's own entries need none.
    pub verified: Option<VersionReq>,
    /// What kind of store it is.
    pub kind: Kind,
    /// The types and traits of which every method must be classified.
    #[serde(default)]
    pub handles: Vec<String>,
    /// How it encrypts what it keeps, if it can.
    pub encryption: Option<EncryptionSource>,
    /// What its functions do.
    #[serde(default)]
    pub entry: Vec<EntrySource>,
}

/// How a database encrypts what it keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionSource {
    /// The types through which it is reached: handles, what is made of them, and what a handle is made of.
    pub connections: Vec<String>,
    /// What it has to be built with, for a person: `SQLCipher`. If it is left out, it can always encrypt.
    pub build: Option<String>,
    /// The features of which one builds it so, each with its package: `libsqlite3-sys/sqlcipher`.
    #[serde(default)]
    pub features: Vec<String>,
}

/// The kinds of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Vectors and what they stand for.
    Vector,
    /// Full text.
    Search,
    /// Tables.
    Sql,
    /// Documents.
    Document,
    /// Nodes and edges.
    Graph,
    /// Keys and values.
    KeyValue,
    /// A framework that has stores among other things: an agent may well use it without one.
    Framework,
    /// Files: a store where the policy says so.
    Files,
    /// Clients of language models.
    Llm,
    /// What keeps nothing, and through which data flow: logs, clients, ciphers.
    Library,
}

/// Functions that are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntrySource {
    /// The type or types whose methods they are.
    #[serde(default, rename = "type", deserialize_with = "one_or_more")]
    pub types: Vec<String>,
    /// The trait or traits whose methods they are. With a type: of any crate, on that type.
    #[serde(default, rename = "trait", deserialize_with = "one_or_more")]
    pub traits: Vec<String>,
    /// The module or modules whose functions they are, where the name alone does not tell.
    #[serde(default, rename = "module", deserialize_with = "one_or_more")]
    pub modules: Vec<String>,
    /// The methods.
    #[serde(default)]
    pub methods: Vec<String>,
    /// The free functions.
    #[serde(default)]
    pub functions: Vec<String>,
    /// Types of which one must be among the generic arguments of the function, or of its type, where it depends on them.
    #[serde(default)]
    pub with: Vec<String>,
    /// What they do. An entry that is only about arguments has none: what the functions do, another one says.
    pub effect: Option<EffectSource>,
    /// Which argument carries the query or the path.
    pub query: Option<QuerySource>,
    /// Which arguments carry what is stored, counted from 0, `self` included. If it is left out, all but `self`; `self` where it is alone.
    pub content: Option<Vec<usize>>,
    /// Which argument is the address that is opened.
    pub url: Option<ArgumentSource>,
    /// Which argument is a credential.
    pub secret: Option<ArgumentSource>,
    /// Which argument is a key that something is encrypted with.
    pub key: Option<ArgumentSource>,
    /// Which argument is a nonce or an initialisation vector: with one key, no two encryptions may have the same.
    pub nonce: Option<ArgumentSource>,
    /// That from its success on the database encrypts what it keeps, and under which conditions.
    pub encrypts: Option<Encrypts>,
    /// Which argument is the address of an HTTP request, and how it asks.
    pub request: Option<RequestSource>,
    /// Which argument is the content of an HTTP request that the receiver is, or becomes.
    pub body: Option<usize>,
    /// What the cipher that it makes, or runs, does not do; or that it does what others lack.
    pub cipher: Option<Cipher>,
    /// The versions of the package that this holds for; all, if it is left out.
    pub versions: Option<VersionReq>,
    /// Why it is so, where that is not obvious.
    pub reason: Option<String>,
}

/// What a function does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectSource {
    /// It reads what is stored.
    Read,
    /// It writes.
    Write,
    /// It does both, or which of them is decided at run time.
    ReadWrite,
    /// It erases, and does not hand out what it erases.
    Erase,
    /// It hands the store to a framework that reads (and may write) it by itself.
    Bind,
    /// What it does is in the text of its query.
    Query,
    /// It reads a file.
    FileRead,
    /// It writes a file.
    FileWrite,
    /// It makes a handle, a statement or a request; what is stored does not move yet.
    Open,
    /// Metadata, configuration, decoding, closing.
    Harmless,
    /// It sends what it is given to a language model.
    SendToLlm,
    /// It logs or prints what it is given.
    Log,
    /// It sends what it is given to another machine.
    Network,
    /// It makes the text of an error or a panic of what it is given.
    ErrorText,
    /// It gives out personal data.
    Reveal,
    /// What it gives out is what it is given without the personal data in it.
    Redact,
    /// What it gives out, or leaves where its content was, is sealed: authenticated encryption.
    Seal,
    /// What it gives out was sealed, and is not any more.
    Unseal,
    /// What it gives out stands for what it is given and says nothing of it: a hash with a key, a pseudonym.
    Pseudonymize,
}

impl EffectSource {
    /// What it does to what is stored.
    fn effect(self) -> Option<Effect> {
        match self {
            Self::Read => Some(Effect::Read),
            Self::Write => Some(Effect::Write),
            Self::ReadWrite => Some(Effect::ReadWrite),
            Self::Erase => Some(Effect::Erase),
            Self::Bind => Some(Effect::Bind),
            Self::Query => Some(Effect::Query),
            Self::FileRead => Some(Effect::FileRead),
            Self::FileWrite => Some(Effect::FileWrite),
            Self::Open | Self::Harmless => None,
            Self::SendToLlm | Self::Log | Self::Network | Self::ErrorText => None,
            Self::Reveal | Self::Redact | Self::Seal | Self::Unseal | Self::Pseudonymize => None,
        }
    }

    /// What it does to data that flow through it.
    fn role(self) -> Option<Role> {
        match self {
            Self::SendToLlm => Some(Role::Sink(SinkKind::Llm)),
            Self::Log => Some(Role::Sink(SinkKind::Log)),
            Self::Network => Some(Role::Sink(SinkKind::Network)),
            Self::ErrorText => Some(Role::Sink(SinkKind::Error)),
            Self::FileWrite => Some(Role::Sink(SinkKind::File)),
            Self::Reveal => Some(Role::Reveals),
            Self::Redact => Some(Role::Redacts),
            Self::Seal => Some(Role::Seals),
            Self::Unseal => Some(Role::Unseals),
            Self::Pseudonymize => Some(Role::Pseudonymizes),
            _ => None,
        }
    }
}

/// The argument that carries the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuerySource {
    /// Which one, counted from 0, `self` included.
    pub argument: usize,
    /// What it is written in.
    pub language: String,
}

/// An argument that is something particular: an address, a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "the number of an argument, or `{ argument = 0, … }`")]
pub enum ArgumentSource {
    /// Which one, counted from 0, `self` included.
    Number(usize),
    /// The same, in more words.
    Detailed(Argument),
}

/// A request over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestSource {
    /// The argument that is the address, or the path of it.
    pub url: usize,
    /// The argument that is the method. Without it, it is the function's name, or the argument of a `method` before.
    pub method: Option<usize>,
}

impl ArgumentSource {
    fn resolve(&self) -> Argument {
        match self {
            Self::Number(argument) => Argument { argument: *argument, ..Argument::default() },
            Self::Detailed(argument) => argument.clone(),
        }
    }
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a name or a list of names")]
    enum Names {
        One(String),
        More(Vec<String>),
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::One(name) => vec![name],
        Names::More(names) => names,
    })
}

/// Whether a version is among those required. A pre-release counts as the version it precedes: entries know nothing finer.
pub(super) fn matches(required: &VersionReq, version: &Version) -> bool {
    required.matches(&Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..version.clone() })
}

impl StoreSource {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// Where it is not TOML of this form, or contradicts itself.
    pub fn parse(text: &str) -> Result<Self> {
        let source: StoreSource = toml::from_str(text)?;
        source.validate()?;
        Ok(source)
    }

    /// Looks for what the form alone does not exclude.
    ///
    /// # Errors
    /// Where an entry says nothing, says two things, or contradicts another one.
    pub fn validate(&self) -> Result<()> {
        let mut said: HashMap<String, Vec<&EntrySource>> = HashMap::new();
        for entry in &self.entry {
            entry.validate().with_context(|| format!("store `{}`, entry for {}", self.package, entry.describe()))?;
            for key in entry.keys() {
                // What a function does and what its arguments are may stand in two entries, and either depend on a type.
                let key = match entry.effect {
                    Some(_) => format!("what {key} does"),
                    None => format!("what the arguments of {key} are"),
                };
                let key = [key].iter().chain(&entry.with).map(String::as_str).collect::<Vec<_>>().join(" with ");
                let earlier = said.entry(key.clone()).or_default();
                let is_new = !earlier.iter().any(|earlier| earlier.may_overlap(entry));
                ensure!(is_new, "store `{}` says twice {key}", self.package);
                earlier.push(entry);
            }
        }
        if let Some(encryption) = &self.encryption {
            ensure!(
                encryption.build.is_some() != encryption.features.is_empty(),
                "store `{}`: `build` and `features` of `encryption` belong together",
                self.package
            );
        }
        let encrypts = self.entry.iter().any(|entry| entry.encrypts.is_some());
        ensure!(encrypts == self.encryption.is_some(), "store `{}`: `encrypts` and `encryption` belong together", self.package);
        for handle in &self.handles {
            let is_known = self.entry.iter().any(|entry| entry.types.contains(handle) || entry.traits.contains(handle));
            ensure!(
                is_known,
                "store `{}`: no entry is about the handle `{handle}`, so each of its methods would be reported",
                self.package
            );
        }
        Ok(())
    }

    /// Whether somebody has compared the entries with this version. Of the user's own, nobody asks.
    pub fn is_verified(&self, version: &Version) -> bool {
        self.verified.as_ref().is_none_or(|verified| matches(verified, version))
    }

    /// Whether entries are for this package.
    pub fn concerns(&self, package: &str) -> bool {
        self.package == package || self.also.iter().any(|also| also == package)
    }

    /// The standard library is in no dependency graph.
    pub(super) fn is_always_there(&self) -> bool {
        self.package == "std"
    }

    /// The entries for these versions of the package. `own` is the number of the source among the user's own.
    pub(super) fn resolve(&self, versions: &[&Version], reexporters: Vec<String>, own: Option<u16>) -> Store {
        let is_meant = |(entry, _): &(&EntrySource, u16)| match &entry.versions {
            Some(required) if !versions.is_empty() => versions.iter().any(|version| matches(required, version)),
            _ => true,
        };
        let roots = if self.roots.is_empty() { vec![self.package.replace('-', "_")] } else { self.roots.clone() };
        Store {
            package: self.package.clone(),
            also: self.also.clone(),
            kind: self.kind,
            roots,
            reexporters,
            handles: self.handles.clone(),
            connections: self.encryption.iter().flat_map(|encryption| &encryption.connections).cloned().collect(),
            entries: (self.entry.iter().zip(0u16..).filter(is_meant))
                .map(|(entry, number)| Entry { own: own.map(|own| (own, number)), ..entry.resolve() })
                .collect(),
        }
    }
}

impl EntrySource {
    fn validate(&self) -> Result<()> {
        let owns_methods = !self.types.is_empty() || !self.traits.is_empty();
        ensure!(owns_methods != self.methods.is_empty(), "`methods` needs a `type` or a `trait`, and the other way round");
        ensure!(self.methods.is_empty() != self.functions.is_empty(), "either `methods` or `functions` must be there");
        ensure!(self.modules.is_empty() || !self.functions.is_empty(), "`module` is for `functions`");
        let arguments = [&self.url, &self.secret, &self.key, &self.nonce];
        let has_others = self.cipher.is_some() || self.request.is_some() || self.body.is_some() || self.encrypts.is_some();
        let has_arguments = has_others || arguments.iter().any(|argument| argument.is_some());
        ensure!(self.cipher != Some(Cipher::Broken) || self.reason.is_some(), "what is wrong with the cipher must stand in `reason`");
        ensure!(self.effect.is_some() || has_arguments, "`effect` is missing, and nothing is said of the arguments either");
        let says =
            |source: &Option<ArgumentSource>, what: fn(&Argument) -> bool| source.as_ref().is_some_and(|source| what(&source.resolve()));
        ensure!(!arguments[1..].iter().any(|other| says(other, |other| !other.scheme.is_empty())), "`scheme` is for `url`");
        let others = [&self.url, &self.key, &self.nonce];
        ensure!(!others.iter().any(|other| says(other, |other| other.header.is_some())), "`header` is for `secret`");
        let wants_query = matches!(self.effect, Some(EffectSource::Query | EffectSource::FileRead | EffectSource::FileWrite));
        ensure!(
            wants_query == self.query.is_some(),
            "`query` belongs to the effects `query`, `file-read` and `file-write`, and to no other"
        );
        let stores = matches!(
            self.effect,
            Some(EffectSource::Write | EffectSource::ReadWrite | EffectSource::Query | EffectSource::Bind | EffectSource::FileWrite)
        );
        // What is put into a request is as good as stored, where nothing but its `.await` performs it.
        let is_put = self.effect == Some(EffectSource::Open) && self.content.as_ref().is_some_and(|content| !content.is_empty());
        ensure!(stores || is_put || self.content.is_none(), "`content` belongs to effects that write, and to no other");
        if let Some(query) = &self.query {
            let is_known = LANGUAGES.contains(&query.language.as_str());
            ensure!(is_known, "the language `{}` is not known; it is one of {}", query.language, LANGUAGES.join(", "));
        }
        Ok(())
    }

    fn describe(&self) -> String {
        self.keys().next().unwrap_or_else(|| "nothing".to_owned())
    }

    /// Each function that this is about, in words.
    fn keys(&self) -> impl Iterator<Item = String> {
        self.functions().map(|function| format!("`{function}`"))
    }

    /// Each function that this is about: `Connection::execute`, `<_ as Store>::get`, `fs::read`, `open`.
    pub fn functions(&self) -> impl Iterator<Item = String> {
        let owners: Vec<String> = match (self.types.as_slice(), self.traits.as_slice(), self.modules.as_slice()) {
            ([], [], []) => vec![String::new()],
            ([], [], modules) => modules.iter().map(|module| format!("{module}::")).collect(),
            (types, [], _) => types.iter().map(|ty| format!("{ty}::")).collect(),
            ([], traits, _) => traits.iter().map(|of_trait| format!("<_ as {of_trait}>::")).collect(),
            (types, traits, _) => types.iter().flat_map(|ty| traits.iter().map(move |of| format!("<{ty} as {of}>::"))).collect(),
        };
        let names = self.methods.iter().chain(&self.functions);
        names.flat_map(move |name| owners.iter().map(move |owner| format!("{owner}{name}")).collect::<Vec<_>>())
    }

    /// Whether two entries may be about the same version: one that is for all versions overlaps with all.
    fn may_overlap(&self, other: &EntrySource) -> bool {
        match (&self.versions, &other.versions) {
            (Some(one), Some(other)) => boundaries(one).chain(boundaries(other)).any(|at| matches(one, &at) && matches(other, &at)),
            _ => true,
        }
    }

    fn resolve(&self) -> Entry {
        let owner = match (self.types.clone(), self.traits.clone()) {
            (types, traits) if types.is_empty() && traits.is_empty() => Owner::Modules(self.modules.clone()),
            (types, traits) if traits.is_empty() => Owner::Types(types),
            (types, traits) if types.is_empty() => Owner::Traits(traits),
            (types, traits) => Owner::TypesByTrait(types, traits),
        };
        let effect = self.effect.and_then(EffectSource::effect);
        let names = self.methods.iter().chain(&self.functions).cloned().collect();
        Entry {
            owner,
            names,
            with: self.with.clone(),
            is_about_arguments: self.effect.is_none(),
            effect,
            role: self.effect.and_then(EffectSource::role),
            arguments: Arguments {
                url: self.url.as_ref().map(ArgumentSource::resolve),
                secret: self.secret.as_ref().map(ArgumentSource::resolve),
                request: self.request.as_ref().map(|request| (request.url, request.method)),
                body: self.body,
                key: self.key.as_ref().map(ArgumentSource::resolve),
                nonce: self.nonce.as_ref().map(ArgumentSource::resolve),
                encrypts: self.encrypts.clone(),
                cipher: self.cipher.map(|cipher| (cipher, self.reason.clone().unwrap_or_default())),
            },
            query: self.query.as_ref().map(|query| (query.argument, query.language.clone())),
            content: self.content.clone(),
            own: None,
        }
    }
}

/// The versions at which a requirement may begin or cease to hold, and those beside them. Enough to find whether two of them meet.
fn boundaries(required: &VersionReq) -> impl Iterator<Item = Version> {
    required.comparators.iter().flat_map(|at| {
        let (major, minor, patch) = (at.major, at.minor.unwrap_or(0), at.patch.unwrap_or(0));
        [Version::new(0, 0, 0), Version::new(major, minor, patch), Version::new(major, minor, patch + 1)]
    })
}
