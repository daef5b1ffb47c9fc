//! `cargo agent-guard catalogue …`: what the catalogue knows, and entries of the user's own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};

use super::{Dependencies, Selection, print};
use crate::{
    catalogue::{self, EffectSource, Kind},
    config::{
        self,
        edit::{self, NewEntry, NewRequests, Refused},
    },
    driver::{
        Failure,
        cargo::{CargoArguments, Toolchain},
        check::{Options, Project},
        exit,
        lockfile::Lockfile,
        right_wing,
    },
    policy::Policy,
    report::catalogue_page,
    rules,
};

/// What is asked of the catalogue.
#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// Searches packages, types and functions for a word: which of them are known, and what they do
    ///
    /// Ends with 1 where nothing is called so.
    Search {
        /// The word, or a part of it, in any case: `query_row`, `Collection`, `vector`
        word: String,
        #[command(flatten)]
        place: Place,
        /// human, or json for programs
        #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
        format: String,
    },
    /// Shows what is known of a package: its functions, the versions they were compared with, and what this project has
    Show {
        /// The package, by its name in the registry
        package: String,
        #[command(flatten)]
        place: Place,
        /// human, or json for programs
        #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
        format: String,
    },
    /// Checks the workspace, and says of each `[[catalogue]]` entry of the policy, and of each `[[api]]`, whether a call was recognised by it
    ///
    /// Ends with 1 where one has recognised none, and with 3 where there is no entry.
    Test(Box<TestArguments>),
    /// Adds an entry to `agent-guard.toml`, which keeps its form and comments, and shows what was written
    #[command(
        after_help = "Examples:\n  cargo agent-guard catalogue add notes --type Notes --method get,list --effect read --kind key-value\n  \
        cargo agent-guard catalogue add memory-server --request \"POST /memories/search\" --effect read"
    )]
    Add(Box<AddArguments>),
}

/// Where the project and its policy are.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The policy [default: agent-guard.toml beside the workspace's Cargo.toml]
    #[arg(long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct TestArguments {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    dependencies: Dependencies,
    /// The policy [default: agent-guard.toml beside the workspace's Cargo.toml]
    #[arg(long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Runs with a compiler whose MIR text the reader has not been tested with
    #[arg(long)]
    try_untested_compiler: bool,
}

#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// The package, by its name in the registry; or a module of the workspace: what a path starts with; of requests, the name of the store
    package: String,
    /// What kind of store it is: vector, search, sql, document, graph, key-value, framework, files, llm, library. Needed once for each package
    #[arg(long, value_name = "KIND", value_parser = edit::word::<Kind>)]
    kind: Option<Kind>,
    /// What the functions do: read, write, read-write, query, bind, erase, open, harmless …
    #[arg(long, value_name = "EFFECT", value_parser = edit::word::<EffectSource>)]
    effect: EffectSource,
    /// The type, or types, whose methods they are
    #[arg(long = "type", value_name = "NAME", value_delimiter = ',')]
    types: Vec<String>,
    /// The trait, or traits, whose methods they are
    #[arg(long = "trait", value_name = "NAME", value_delimiter = ',')]
    traits: Vec<String>,
    /// The methods
    #[arg(long = "method", value_name = "NAME", value_delimiter = ',')]
    methods: Vec<String>,
    /// Free functions
    #[arg(long = "function", value_name = "NAME", value_delimiter = ',')]
    functions: Vec<String>,
    /// The module, or modules, of the free functions, where their names alone do not tell
    #[arg(long = "module", value_name = "NAME", value_delimiter = ',')]
    modules: Vec<String>,
    /// Requests over HTTP, in place of functions, of a service that is used by hand: the methods and the end of the path, as
    /// `POST /memories/search`; `{}` is a segment of any name
    #[arg(long = "request", value_name = "REQUEST", conflicts_with_all = ["kind", "types", "traits", "methods", "functions", "modules", "query_argument", "content", "reason"])]
    requests: Vec<String>,
    /// … of servers only whose name ends so
    #[arg(long, value_name = "NAME", requires = "requests")]
    host: Option<String>,
    /// For the effects query, file-read and file-write: the argument that carries the query or path, from 0, `self` included
    #[arg(long, value_name = "NUMBER", requires = "query_language")]
    query_argument: Option<usize>,
    /// … and its language: sql, redis, cypher, mongodb, surrealql, diesel, path
    #[arg(long, value_name = "LANGUAGE", requires = "query_argument")]
    query_language: Option<String>,
    /// The arguments that carry what is stored, from 0, where they are not all but `self`
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    content: Vec<usize>,
    /// Why it is so, where that is not obvious
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Runs what is asked for.
pub(super) fn run(command: CatalogueCommand) -> Result<u8, Failure> {
    match command {
        CatalogueCommand::Search { word, place, format } => search(&word, &place, format == "json"),
        CatalogueCommand::Show { package, place, format } => show(&package, &place, format == "json"),
        CatalogueCommand::Test(arguments) => test(*arguments),
        CatalogueCommand::Add(arguments) => add(*arguments),
    }
}

fn search(word: &str, place: &Place, as_json: bool) -> Result<u8, Failure> {
    if word.trim().is_empty() {
        return Err(Failure::usage(anyhow!("an empty word is in every name")));
    }
    let policy = place.policy(place.workspace()?.as_deref())?;
    let found = catalogue_page::search(word, &policy.catalogue, &policy.link.apis.own);
    if as_json {
        print(&found.json())?;
    } else if found.is_empty() {
        let near = catalogue_page::nearest(word, &policy.catalogue).map(|near| format!("; there is `{near}`")).unwrap_or_default();
        eprintln!("nothing in the catalogue is called `{word}`{near}");
    } else {
        print(&found.human())?;
    }
    Ok(if found.is_empty() { exit::FINDINGS } else { exit::CLEAN })
}

fn show(package: &str, place: &Place, as_json: bool) -> Result<u8, Failure> {
    let workspace = place.workspace()?;
    let policy = place.policy(workspace.as_deref())?;
    // A project that was never built may have none yet: then nothing is known of what it has.
    let lockfile = workspace.and_then(|root| Lockfile::beside(&root).ok());
    let locked: Option<Vec<_>> =
        lockfile.map(|lockfile| lockfile.packages().map(|(name, version)| (name.to_owned(), version.to_owned())).collect());
    let Some(shown) = catalogue_page::show(package, &policy.catalogue, &policy.link.apis.own, locked.as_deref()) else {
        let help = match catalogue_page::nearest(package, &policy.catalogue) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => "; `cargo agent-guard catalogue search WORD` searches it".to_owned(),
        };
        return Err(Failure::usage(anyhow!("the catalogue knows nothing of `{package}`{help}")));
    };
    print(&if as_json { shown.json() } else { shown.human() })
}

fn test(arguments: TestArguments) -> Result<u8, Failure> {
    let TestArguments { selection, dependencies, policy, try_untested_compiler } = arguments;
    let mut project = Project::find(selection.into_cargo_arguments(), try_untested_compiler)?;
    let policy = right_wing::policy(policy.as_deref(), project.workspace_root(), &[]).map_err(Failure::usage)?;
    if policy.catalogue.iter().all(|store| store.entry.is_empty()) && policy.link.apis.own.is_empty() {
        return Err(Failure::incomplete(anyhow!(
            "there is no `[[catalogue]]` entry in the policy to test, and no `[[api]]`\nhelp: `cargo agent-guard catalogue add` adds one"
        )));
    }
    dependencies.look_at(&mut project, &policy)?;
    let user_entries = right_wing::user_entries(&policy).map_err(Failure::usage)?;
    // As a check would do it, so that one after the other finds its facts.
    let options = Options { passes_messages: false, user_entries, tracks_flows: rules::need_flows(&policy) };
    let collected = project.run(&options)?;
    let tested = catalogue_page::test(&policy, &collected.facts);
    print(&tested.human())?;
    // What could not be read may hold the calls that are missing.
    let unread = collected.facts.iter().map(|facts| facts.gaps.len()).sum::<usize>();
    if unread > 0 {
        eprintln!("warning: {unread} parts of the code were not understood: `cargo agent-guard check` names them");
    }
    Ok(if tested.is_passed() { exit::CLEAN } else { exit::FINDINGS })
}

fn add(arguments: AddArguments) -> Result<u8, Failure> {
    let AddArguments {
        package,
        kind,
        effect,
        types,
        traits,
        methods,
        functions,
        modules,
        requests,
        host,
        query_argument,
        query_language,
        content,
        reason,
        place,
    } = arguments;
    let root = place.workspace()?;
    let path = place.file_to_write(root.as_deref())?;
    let shown = path.strip_prefix(root.as_deref().unwrap_or(Path::new(""))).unwrap_or(&path).display().to_string();
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::usage(anyhow!(error).context(format!("failed to read the policy `{shown}`")))),
    };
    let refused = |refused| match refused {
        Refused::Policy(error) => Failure::usage((*error).into()),
        Refused::Entry(reason) => Failure::usage(anyhow!("nothing was written: {reason}")),
    };
    if !requests.is_empty() {
        let new = NewRequests { store: package, host: host.unwrap_or_default(), effect, requests };
        let after = edit::add_requests(&shown, &before, &new).map_err(refused)?;
        return written(&path, &shown, &before, &after, "");
    }
    let built_in = catalogue::built_in().iter().find(|store| store.package == package);
    let new = NewEntry {
        kind,
        built_in_kind: built_in.map(|store| store.kind),
        package,
        types,
        traits,
        modules,
        methods,
        functions,
        effect,
        query: query_argument.zip(query_language),
        content,
        reason,
    };
    let after = edit::add_entry(&shown, &before, &new).map_err(refused)?;
    let mut besides = String::new();
    for store in catalogue::built_in().iter().filter(|store| store.concerns(&new.package)) {
        for entry in &store.entry {
            let names = entry.methods.iter().chain(&entry.functions);
            let is_meant = |name: &&String| {
                let owners = entry.types.iter().chain(&entry.traits).any(|owner| new.types.contains(owner) || new.traits.contains(owner));
                (owners && new.methods.contains(name)) || (entry.methods.is_empty() && new.functions.contains(name))
            };
            for name in names.filter(is_meant) {
                besides
                    .push_str(&format!("\nthe built-in catalogue knows `{name}` of `{}`, too; this entry speaks before it", store.package));
            }
        }
    }
    written(&path, &shown, &before, &after, &besides)
}

/// Writes the policy, and says what was added, and what there is to say besides.
fn written(path: &Path, shown: &str, before: &str, after: &str, besides: &str) -> Result<u8, Failure> {
    fs::write(path, after).with_context(|| format!("failed to write `{}`", path.display())).map_err(Failure::incomplete)?;
    let mut out = format!("{} `{shown}`:\n\n", if before.is_empty() { "made" } else { "added to" });
    out.push_str(&added(before, after));
    out.push_str(besides);
    out.push_str("\n`cargo agent-guard catalogue test` says whether a call is recognised by it\n");
    print(&out)
}

/// The lines that are in the new text only: between what the two texts begin with and what they end with.
fn added(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let first = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let lines = new[first..new.len() - last].iter().skip_while(|line| line.is_empty());
    lines.map(|line| format!("    {line}\n")).collect()
}

impl Place {
    /// The workspace's folder. `None` where there is none, and none was named.
    fn workspace(&self) -> Result<Option<PathBuf>, Failure> {
        let mut arguments = CargoArguments::default();
        if let Some(path) = &self.manifest_path {
            arguments.common = vec!["--manifest-path".into(), path.into()];
        }
        match Toolchain::find().and_then(|toolchain| toolchain.metadata(&arguments)) {
            Ok(metadata) => Ok(Some(metadata.workspace_root.into_std_path_buf())),
            // Outside a project the catalogue is there all the same.
            Err(_) if self.manifest_path.is_none() && !is_in_a_project() => Ok(None),
            Err(error) => Err(Failure::usage(error)),
        }
    }

    /// The policy; the empty one where there is no project.
    fn policy(&self, workspace: Option<&Path>) -> Result<Policy, Failure> {
        match (workspace, &self.policy) {
            (None, None) => Ok(Policy::default()),
            (root, named) => right_wing::policy(named.as_deref(), root.unwrap_or(Path::new(".")), &[]).map_err(Failure::usage),
        }
    }

    /// The file that an entry is added to.
    fn file_to_write(&self, workspace: Option<&Path>) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.policy {
            return Ok(path.clone());
        }
        let Some(root) = workspace else {
            return Err(Failure::usage(anyhow!("there is no project here whose policy could be added to: name a file with `--policy`")));
        };
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
        if config::from_manifest("Cargo.toml", &manifest).map_err(|error| Failure::usage(error.into()))?.is_some() {
            return Err(Failure::usage(anyhow!(
                "the policy is in `Cargo.toml`, which this does not write into\nhelp: move it to `{}`, without `workspace.metadata.agent-guard`, \
                 or add the entry by hand as `[[workspace.metadata.agent-guard.catalogue]]`",
                config::FILE_NAME
            )));
        }
        Ok(root.join(config::FILE_NAME))
    }
}

/// Whether there is a manifest in this folder or one above.
fn is_in_a_project() -> bool {
    let Ok(folder) = std::env::current_dir() else { return false };
    folder.ancestors().any(|folder| folder.join("Cargo.toml").exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_are_the_new_lines() {
        assert_eq!(added("", "a\nb\n"), "    a\n    b\n");
        assert_eq!(added("a\nz\n", "a\n\nb\nz\n"), "    b\n");
        assert_eq!(added("a\na\n", "a\na\na\n"), "    a\n");
    }
}
