//! The form of the policy file: what keys there are, of which types. The JSON Schema is made from it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::{
    catalogue::{StoreSource, rest::Api},
    finding::Level,
};

/// The policy of a workspace for `cargo agent-guard`.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "agent-guard policy")]
pub(super) struct PolicyFile {
    /// The versions of cargo-agent-guard that this policy is for: `">=0.1, <0.2"`.
    #[schemars(with = "Option<String>")]
    pub(super) required_version: Option<Spanned<String>>,
    /// Levels of rules, by code or name.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub(super) rules: BTreeMap<Spanned<String>, Spanned<Level>>,
    /// What stores need, by the name of the crate: `[stores.rusqlite]`.
    pub(super) stores: BTreeMap<String, StoreFile>,
    /// Which tables of SQL stores are memory. Without it, all are.
    pub(super) sql: SqlFile,
    /// Which files are memory. Without it, none is.
    pub(super) files: FilesFile,
    /// What is to be thought of dependencies that have a store behind them.
    pub(super) deps: DepsFile,
    /// The user's own catalogue entries, in the form of the catalogue's files.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    pub(super) catalogue: Vec<Spanned<StoreSource>>,
    /// The HTTP interfaces of the user's own stores and models, which are used by hand.
    #[schemars(with = "Vec<Api>")]
    pub(super) api: Vec<Spanned<Api>>,
    /// What is accepted for now.
    #[schemars(with = "Vec<WaiverFile>")]
    pub(super) waiver: Vec<Spanned<WaiverFile>>,
}

/// What a store needs.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct StoreFile {
    /// Ids of purposes of which one must be consented to. Without any, every purpose will do.
    pub(super) purposes: Vec<String>,
    /// Purposes for single tables, collections or files, in place of the store's: for each that an access names, one of its own must be
    /// consented to.
    pub(super) targets: BTreeMap<String, Vec<String>>,
}

/// Which tables are memory.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct SqlFile {
    /// Only these tables are memory.
    pub(super) memory_tables: Option<Vec<String>>,
    /// These tables are not.
    pub(super) ignored_tables: Vec<String>,
}

/// Which files are memory.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct FilesFile {
    /// Patterns for paths: `["memory.json", "data/**/*.memory"]`. A path that is made at run time may be any of them.
    #[schemars(with = "Vec<String>")]
    pub(super) memory: Vec<Spanned<String>>,
}

/// What is to be thought of dependencies that have a store behind them.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct DepsFile {
    /// Dependencies whose own code is looked at as if it were of the workspace: `["notes-client"]`.
    #[schemars(with = "Vec<String>")]
    pub(super) analyse: Vec<Spanned<String>>,
    /// Dependencies that keep nothing of a person, as somebody who has looked at them says.
    #[schemars(with = "Vec<HarmlessFile>")]
    pub(super) harmless: Vec<Spanned<HarmlessFile>>,
}

/// A dependency that keeps nothing of a person.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct HarmlessFile {
    /// The package, by its name in the registry.
    pub(super) package: String,
    /// The versions that were looked at: `">=0.3, <0.4"`. All, if it is left out.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(super) versions: Option<Spanned<String>>,
    /// What it keeps, and why that is nothing of a person.
    #[schemars(with = "String")]
    pub(super) reason: Spanned<String>,
}

/// A finding or gap that is accepted for now. It needs at least one of `file`, `function`, `store` and `package`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WaiverFile {
    /// The rule, by code or name.
    #[schemars(with = "String")]
    pub(super) rule: Spanned<String>,
    /// A pattern for the file it is in.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(super) file: Option<Spanned<String>>,
    /// The function it is in: `Agent::recall`; of a gap, what it is about.
    #[serde(default)]
    pub(super) function: Option<String>,
    /// The store it is about: `rusqlite`.
    #[serde(default)]
    pub(super) store: Option<String>,
    /// The package it is in.
    #[serde(default)]
    pub(super) package: Option<String>,
    /// Why it is accepted.
    #[schemars(with = "String")]
    pub(super) reason: Spanned<String>,
    /// The last day on which it is: `"2027-06-30"`.
    #[schemars(with = "String")]
    pub(super) expires: Spanned<String>,
}

/// A manifest, as far as it matters here: cargo has checked the rest.
#[derive(Deserialize)]
pub(super) struct Manifest {
    workspace: Option<Workspace>,
}

#[derive(Deserialize)]
struct Workspace {
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "agent-guard")]
    policy: Option<PolicyFile>,
}

impl Manifest {
    /// What stands under `[workspace.metadata.agent-guard]`.
    pub(super) fn policy(self) -> Option<PolicyFile> {
        self.workspace?.metadata?.policy
    }
}

/// The JSON Schema of the policy file.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(PolicyFile)).expect("a schema has string keys only");
    text.push('\n');
    text
}
