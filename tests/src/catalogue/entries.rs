//! The catalogue's files, flattened: one [`Known`] for each path.

use std::{collections::BTreeSet, fmt, fs, path::Path};

use anyhow::{Context, Result};
use semver::{Prerelease, Version, VersionReq};
use serde::Deserialize;

/// A file of the catalogue.
#[derive(Debug)]
pub struct Store {
    /// The package.
    pub package: String,
    /// Types and traits of which every method must be classified.
    pub handles: BTreeSet<String>,
    /// What it says of functions.
    pub known: Vec<Known>,
    /// What it says of arguments alone: which of them is an address, a credential, a key.
    pub told: Vec<Known>,
}

/// What the catalogue says of one function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What stands before its name.
    pub owner: Owner,
    /// Its name.
    pub name: String,
    /// What it does.
    pub effect: String,
    /// The number of the entry.
    pub entry: usize,
    /// The versions that this holds for, as the entry has them.
    versions: String,
    /// The last of the arguments that the entry speaks of.
    pub last_argument: Option<usize>,
    /// Whether it depends on the function's own generic arguments.
    pub depends_on_arguments: bool,
}

/// What stands before a function's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A type, for its inherent methods.
    Type(String),
    /// A trait.
    Trait(String),
    /// A trait, of any crate, on a type.
    TypeByTrait(String, String),
    /// A module; `None` if it does not matter which.
    Module(Option<String>),
}

/// A method that a crate has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method {
    /// Its type or trait.
    pub owner: String,
    /// Whether that is a trait.
    pub is_of_trait: bool,
    /// Its name.
    pub name: String,
}

#[derive(Deserialize)]
struct File {
    package: String,
    #[serde(default)]
    handles: BTreeSet<String>,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, rename = "type")]
    types: Names,
    #[serde(default, rename = "trait")]
    traits: Names,
    #[serde(default, rename = "module")]
    modules: Names,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    functions: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    effect: String,
    #[serde(default)]
    versions: String,
    #[serde(default)]
    content: Vec<usize>,
    query: Option<Argument>,
    url: Option<Argument>,
    secret: Option<Argument>,
    key: Option<Argument>,
    nonce: Option<Argument>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Argument {
    Number(usize),
    Described { argument: usize },
}

impl Argument {
    fn number(&self) -> usize {
        match self {
            Argument::Number(number) | Argument::Described { argument: number } => *number,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    More(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Names::More(Vec::new())
    }
}

impl Names {
    fn all(&self) -> &[String] {
        match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::More(names) => names,
        }
    }
}

impl Store {
    /// Reads a file of the catalogue.
    ///
    /// # Errors
    /// If it is not there, or not of this form.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        let file: File = toml::from_str(&text).with_context(|| format!("failed to read {}", path.display()))?;
        let all = file.entry.iter().enumerate().flat_map(|(number, entry)| entry.known(number));
        // What only says what arguments are, says it of functions that another entry is about, or none.
        let (told, known) = all.partition(|known| known.effect.is_empty());
        Ok(Store { package: file.package, handles: file.handles, known, told })
    }

    /// Whether the tool says of some function that it gives out personal data, lets them leave or hides them: then the program needs some.
    pub fn is_about_personal_data(&self) -> bool {
        self.known.iter().any(|known| known.rule().is_some() || known.cleans())
    }
}

impl Entry {
    fn known(&self, number: usize) -> Vec<Known> {
        let owners: Vec<Owner> = match (self.types.all(), self.traits.all(), self.modules.all()) {
            ([], [], []) => vec![Owner::Module(None)],
            ([], [], modules) => modules.iter().cloned().map(Some).map(Owner::Module).collect(),
            (types, [], _) => types.iter().cloned().map(Owner::Type).collect(),
            ([], traits, _) => traits.iter().cloned().map(Owner::Trait).collect(),
            (types, traits, _) => types.iter().flat_map(|ty| traits.iter().map(|of| Owner::TypeByTrait(ty.clone(), of.clone()))).collect(),
        };
        let names = self.methods.iter().chain(&self.functions);
        let arguments = [&self.query, &self.url, &self.secret, &self.key, &self.nonce];
        let arguments = arguments.into_iter().flatten().map(Argument::number);
        let known = |(name, owner): (&String, &Owner)| Known {
            owner: owner.clone(),
            name: name.clone(),
            effect: self.effect.clone(),
            entry: number,
            versions: self.versions.clone(),
            last_argument: self.content.iter().copied().chain(arguments.clone()).max(),
            depends_on_arguments: !self.with.is_empty(),
        };
        names.flat_map(|name| owners.iter().map(move |owner| (name, owner))).map(known).collect()
    }
}

impl Known {
    /// Whether the entry is for a version.
    pub fn holds_for(&self, version: &Version) -> bool {
        // A pre-release counts as the version that it precedes, as it does for the tool, which refuses a requirement that is none.
        let version = Version { pre: Prerelease::EMPTY, ..version.clone() };
        self.versions.is_empty() || VersionReq::parse(&self.versions).is_ok_and(|required| required.matches(&version))
    }

    /// Whether another one shows that this stands for something: an entry says what each method does on whichever of its types has it, so
    /// that one of them is enough.
    pub fn is_shown_by(&self, other: &Known) -> bool {
        self.entry == other.entry && self.name == other.name
    }

    /// The types and traits that stand before its name.
    pub fn owners(&self) -> Vec<&str> {
        match &self.owner {
            Owner::Type(owner) | Owner::Trait(owner) => vec![owner],
            Owner::TypeByTrait(ty, of) => vec![ty, of],
            Owner::Module(_) => Vec::new(),
        }
    }

    /// Whether this is said of a method.
    pub fn is_of(&self, method: &Method) -> bool {
        let is_owner = match &self.owner {
            Owner::Type(owner) => !method.is_of_trait && *owner == method.owner,
            Owner::Trait(owner) => method.is_of_trait && *owner == method.owner,
            Owner::TypeByTrait(..) | Owner::Module(_) => false,
        };
        is_owner && self.name == method.name
    }

    /// The rule that finds personal data in it, or in what it gives back.
    pub fn rule(&self) -> Option<&'static str> {
        match self.effect.as_str() {
            "send-to-llm" => Some("AG301"),
            "log" | "reveal" => Some("AG302"),
            "network" => Some("AG303"),
            "error-text" => Some("AG305"),
            _ => None,
        }
    }

    /// Whether what it gives back is not personal, although what it is given is.
    pub fn cleans(&self) -> bool {
        matches!(self.effect.as_str(), "seal" | "redact" | "pseudonymize")
    }

    /// The effect that the report has for it, if it is an access.
    pub fn access(&self) -> Option<&str> {
        match self.effect.as_str() {
            effect @ ("read" | "write" | "read-write" | "erase" | "bind") => Some(effect),
            // The arguments are not constant, so that the text may do anything.
            "query" => Some("read-write"),
            // The program's policy has files that are memory, and any path may be one of them.
            "file-read" => Some("read"),
            "file-write" => Some("write"),
            _ => None,
        }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            Owner::Type(owner) | Owner::Trait(owner) | Owner::Module(Some(owner)) => write!(f, "{owner}::{}", self.name),
            Owner::TypeByTrait(ty, of) => write!(f, "<{ty} as {of}>::{}", self.name),
            Owner::Module(None) => f.write_str(&self.name),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.owner, self.name)
    }
}
