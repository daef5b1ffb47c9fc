//! A run: cargo compiles what is stale through the wrapper, and the facts of all units are collected.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::mpsc,
};

use anyhow::{Context, anyhow};
use cargo_metadata::{Artifact, Metadata, Package, PackageId};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::{
    Failure,
    ahead::{self, Ahead},
    aliases,
    cargo::{self, CargoArguments, CheckRun, Messages, Toolchain},
    compiler::{Compiler, TESTED},
    context::{Member, Shared},
    dependencies, fingerprint,
    interrupt::Interrupt,
    lockfile::Lockfile,
    named,
    named::Name,
    results::Results,
    scratch::Scratch,
    selection::{Selection, library},
    stores::{self, Compiled},
};
use crate::{
    analysis::Alias,
    catalogue::{self, StoreSource},
    facts::{self, Checksum, Facts, FileError, Gap},
    link::Dependency,
    report::cargo_json,
};

/// A project as cargo and its configuration have it, before anything is compiled.
#[derive(Debug)]
pub struct Project {
    toolchain: Toolchain,
    arguments: CargoArguments,
    metadata: Metadata,
    /// The dependencies that are looked at like the workspace.
    dependencies: Vec<Package>,
    /// What somebody should know before anything is compiled.
    notices: Vec<String>,
    compiler: Compiler,
    /// See [`fingerprint::of_ourselves`].
    ourselves: [u8; 32],
}

/// How a run is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether cargo's messages go to standard output as they are.
    pub passes_messages: bool,
    /// The user's own catalogue entries.
    pub user_entries: Vec<String>,
    /// Whether data are followed. It takes time, and some rules need it.
    pub tracks_flows: bool,
}

/// What a run has found out, before it is linked.
#[derive(Debug, Default)]
pub struct Collected {
    /// The facts of all units that were selected and of the members that they depend on, in the order of their units.
    pub facts: Vec<Facts>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// The dependencies that have a store behind them, that are called, and that nothing classifies.
    pub dependencies: Vec<Dependency>,
    /// The packages that were compiled, dependencies included: name and version.
    pub packages: BTreeSet<(String, String)>,
    /// The features that are on, each with its package: `rusqlite/bundled`.
    pub features: BTreeSet<String>,
    /// What the report has to say beside findings and gaps.
    pub notices: Vec<String>,
    /// cargo's last message, held back where messages are passed.
    pub last_message: Option<String>,
    /// The facts files.
    pub files: Vec<PathBuf>,
    /// Whether every package of the workspace is among the facts that can be.
    pub is_whole_workspace: bool,
    /// The results of earlier runs; `None` where there is no target directory.
    pub results: Option<Results>,
}

impl Project {
    /// Finds out about the project that the arguments mean.
    ///
    /// # Errors
    /// Where there is none, or where the user's configuration and ours cannot go together.
    pub fn find(arguments: CargoArguments, try_untested_compiler: bool) -> Result<Self, Failure> {
        let toolchain = Toolchain::find().map_err(Failure::usage)?;
        // Two of these only wait for another process: side by side they cost what one of them does.
        let (metadata, compiler, ourselves) = std::thread::scope(|scope| {
            let compiler = scope.spawn(|| Compiler::ask(&toolchain.rustc));
            let ourselves = scope.spawn(fingerprint::of_ourselves);
            let metadata = toolchain.metadata(&arguments);
            (metadata, compiler.join(), ourselves.join())
        });
        let metadata = metadata.map_err(Failure::usage)?;
        let compiler = compiler.map_err(|_| Failure::usage(anyhow!("failed to ask rustc for its version")))?.map_err(Failure::usage)?;
        let ourselves = ourselves.map_err(|_| Failure::usage(anyhow!("failed to read our own binary")))?.map_err(Failure::incomplete)?;
        if !compiler.is_tested() && !try_untested_compiler {
            let (release, first, last) = (&compiler.release, TESTED.start(), TESTED.end());
            return Err(Failure::usage(anyhow!(
                "this is rustc {release}, and agent-guard has been tested with rustc 1.{first} to 1.{last} only\n\
                 help: choose another toolchain (`cargo +stable agent-guard check`), or pass `--try-untested-compiler`: \
                 what cannot be read is reported and fails the check, but what is read may mean something else"
            )));
        }
        Ok(Self { toolchain, arguments, metadata, dependencies: Vec::new(), notices: Vec::new(), compiler, ourselves })
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub fn workspace_root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// Where cargo puts what it makes.
    fn target_dir(&self) -> PathBuf {
        // cargo, too, understands it from the folder that it is started in.
        self.arguments.target_dir.clone().unwrap_or_else(|| self.metadata.target_directory.clone().into_std_path_buf())
    }

    /// Where we keep what later runs can use. A profile of this name would have cargo use it, too.
    fn own_folder(&self) -> PathBuf {
        self.target_dir().join("agent-guard")
    }

    /// The packages that are looked at, as cargo's messages describe them.
    pub fn members(&self) -> Vec<cargo_json::Member> {
        self.packages().map(|(package, _)| described(package)).collect()
    }

    /// The packages that are looked at, and whether they are dependencies.
    fn packages(&self) -> impl Iterator<Item = (&Package, bool)> {
        self.metadata.packages.iter().map(|package| (package, false)).chain(self.dependencies.iter().map(|package| (package, true)))
    }

    /// Has dependencies looked at as if they were of the workspace. `own` are the user's own catalogue entries.
    ///
    /// # Errors
    /// Where a name is no dependency's, or cargo cannot say.
    pub fn look_at(&mut self, names: &[Name], own: &[StoreSource]) -> Result<(), Failure> {
        if names.is_empty() {
            return Ok(());
        }
        let resolved = self.resolve().map_err(Failure::usage)?;
        let lockfile = Lockfile::beside(self.workspace_root()).map_err(Failure::usage)?;
        (self.dependencies, self.notices) = named::find(names, &resolved, &lockfile, own).map_err(Failure::usage)?;
        Ok(())
    }

    /// The workspace with its dependencies, for the platforms that are compiled for.
    fn resolve(&self) -> Result<Metadata, anyhow::Error> {
        let named = self.arguments.platforms();
        let host = self.compiler.host().map(str::to_owned);
        let platforms = if named.is_empty() { host.into_iter().collect() } else { named };
        self.toolchain.resolve(&self.arguments, &platforms)
    }

    /// Has cargo compile what is stale, and collects the facts.
    ///
    /// # Errors
    /// Where cargo refuses the arguments, a crate does not compile, or a signal ends the run.
    pub fn run(&self, options: &Options) -> Result<Collected, Failure> {
        let scratch = Scratch::create(&self.target_dir()).map_err(Failure::incomplete)?;
        let interrupt = Interrupt::listen(&scratch).map_err(Failure::incomplete)?;
        let (aliases, dropped) = said_by_sources(self);
        let shared = Shared {
            run_key: fingerprint::run_key(&self.ourselves, &self.compiler, &options.user_entries),
            compiler: self.compiler.clone(),
            workspace_root: self.workspace_root().to_owned(),
            members: self.packages().map(|(package, is_dependency)| member(package, is_dependency)).collect(),
            aliases,
            dropped,
            user_entries: options.user_entries.clone(),
            tracks_flows: options.tracks_flows,
            scratch: scratch.paths(),
        };
        shared.write(&scratch.context_path()).map_err(Failure::incomplete)?;
        let named: Vec<_> = self.dependencies.iter().map(|package| (package.name.to_string(), package.version.to_string())).collect();
        let run = Run { project: self, dependencies: &named, options, scratch: &scratch, interrupt: &interrupt, shared: &shared };
        let collected = run.collect();
        if let Some(code) = interrupt.exit_code() {
            interrupt.wait_for_compilers(&scratch);
            return Err(Failure { code, error: anyhow!("interrupted") });
        }
        collected
    }
}

/// The names that the workspace's libraries give to what they re-export, and for each library its types that may implement `Drop`.
fn said_by_sources(project: &Project) -> (Vec<Alias>, BTreeSet<(String, String)>) {
    let crate_name = |package: &str| {
        // A library may have another name than its package; cargo has told us of the workspace's own.
        let member = project.packages().map(|(package, _)| package).find(|member| member.name.as_str() == package).and_then(library);
        member.map_or(package, |library| library.name.as_str()).replace('-', "_")
    };
    let of_package = |package: &Package| {
        let library = library(package)?;
        let dependency = |dependency: &cargo_metadata::Dependency| {
            let name = crate_name(&dependency.name);
            (dependency.rename.as_ref().map_or_else(|| name.clone(), |rename| rename.replace('-', "_")), name)
        };
        let name = library.name.replace('-', "_");
        let (aliases, dropped) = aliases::of_member(&aliases::Member {
            folder: package.manifest_path.parent()?.as_std_path().to_owned(),
            library: name.clone(),
            root: library.src_path.as_std_path().to_owned(),
            crates: package.dependencies.iter().map(dependency).collect(),
        });
        Some((aliases, dropped.into_iter().map(move |ty| (name.clone(), ty))))
    };
    // cargo is not started before this is done. What comes out is in the order of the packages, whichever is read first.
    let packages: Vec<&Package> = project.packages().map(|(package, _)| package).collect();
    let said: Vec<_> = packages.into_par_iter().filter_map(of_package).collect();
    let (mut aliases, mut dropped) = (Vec::new(), BTreeSet::new());
    for (own_aliases, own_dropped) in said {
        aliases.extend(own_aliases);
        dropped.extend(own_dropped);
    }
    (aliases, dropped)
}

fn member(package: &Package, is_dependency: bool) -> Member {
    Member {
        package: package.name.to_string(),
        version: package.version.to_string(),
        library: library(package).map(|target| target.name.replace('-', "_")),
        is_dependency,
    }
}

fn described(package: &Package) -> cargo_json::Member {
    let target = |target: &cargo_metadata::Target| cargo_json::Target {
        kind: target.kind.iter().map(ToString::to_string).collect(),
        crate_types: target.crate_types.iter().map(ToString::to_string).collect(),
        name: target.name.clone(),
        src_path: target.src_path.to_string(),
        edition: target.edition.to_string(),
        doc: target.doc,
        doctest: target.doctest,
        test: target.test,
    };
    cargo_json::Member {
        name: package.name.to_string(),
        id: package.id.repr.clone(),
        manifest_path: package.manifest_path.to_string(),
        targets: package.targets.iter().map(target).collect(),
    }
}

/// The pieces that both rounds of a run need.
struct Run<'a> {
    project: &'a Project,
    /// Name and version of the dependencies that are looked at.
    dependencies: &'a [(String, String)],
    options: &'a Options,
    scratch: &'a Scratch,
    interrupt: &'a Interrupt,
    shared: &'a Shared,
}

/// What one round of `cargo check` has given.
#[derive(Default)]
struct Round {
    /// Facts by unit.
    facts: BTreeMap<String, (PathBuf, Read)>,
    /// Units whose facts cannot be used: why, and of which package.
    unusable: BTreeMap<String, (String, String)>,
    compiled: Compiled,
}

impl Run<'_> {
    /// Runs cargo; where the facts of a unit that cargo calls fresh cannot be used, runs it once more for these units.
    fn collect(&self) -> Result<Collected, Failure> {
        let (mut round, mut messages) = self.round(&[])?;
        if !round.unusable.is_empty() && self.interrupt.exit_code().is_none() {
            let stems: Vec<String> = round.unusable.keys().cloned().collect();
            let (second, last) = self.round(&stems)?;
            (round, messages) = (second, Messages { last_line: last.last_line.or(messages.last_line), ..last });
        }
        let gap = |(stem, (reason, package)): (String, (String, String))| Gap {
            subject: stem,
            reason: format!("{reason}, also after it was compiled anew; `cargo clean -p {package}` starts over"),
            place: None,
        };
        let mut notices = self.project.notices.clone();
        if !self.project.compiler.is_tested() {
            notices.push(format!("rustc {} is not one that agent-guard has been tested with", self.project.compiler.release));
        }
        let (files, mut read): (Vec<_>, Vec<_>) = round.facts.into_values().unzip();
        ahead::note(&self.project.own_folder(), &files);
        read.sort_by(|(a, _), (b, _)| a.unit.cmp(&b.unit));
        let (facts, checksums): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let results = Some(Results::new(self.project.own_folder(), &self.shared.run_key, checksums));
        let mut gaps: Vec<Gap> = round.unusable.into_iter().map(gap).collect();
        let is_narrowed = self.project.arguments.selects_targets();
        let selection =
            Selection { metadata: &self.project.metadata, dependencies: &self.project.dependencies, facts: &facts, is_narrowed };
        let is_whole_workspace = selection.is_whole_workspace();
        let mut dependencies = Vec::new();
        if !facts.is_empty() {
            let lockfile = self.shared.lockfile().map_err(Failure::incomplete)?;
            let catalogue = stores::Catalogued::of(self.shared, &round.compiled).map_err(Failure::incomplete)?;
            let workspace =
                dependencies::Workspace { selection, compiled: &round.compiled, catalogue: &catalogue.stores, lockfile: &lockfile };
            dependencies = workspace.with_stores(|| match self.project.resolve() {
                Ok(metadata) => Some(metadata),
                Err(error) => {
                    notices.push(format!(
                        "cargo does not say how the packages hang together, so what AG905 says rests on `Cargo.lock` alone, which knows of more \
                         than was compiled: {error:#}"
                    ));
                    None
                }
            });
            let unseen = stores::unseen(&catalogue, &lockfile, &round.compiled, selection, &dependencies);
            gaps.extend(unseen.gaps);
            notices.extend(unseen.notices);
        }
        let on = round.compiled.features.iter().flat_map(|((package, _), on)| on.iter().map(move |feature| format!("{package}/{feature}")));
        let (features, packages) = (on.collect(), round.compiled.packages);
        let last_message = messages.last_line;
        Ok(Collected { facts, gaps, dependencies, packages, features, notices, last_message, files, is_whole_workspace, results })
    }

    fn round(&self, refresh: &[String]) -> Result<(Round, Messages), Failure> {
        let context = self.scratch.context_path();
        // In a second round cargo would repeat every message of the first.
        let passes = self.options.passes_messages && refresh.is_empty();
        let run =
            CheckRun { context: &context, key: &self.shared.run_key, refresh, passes_messages: passes, dependencies: self.dependencies };
        let mut child = self.project.toolchain.check(&self.project.arguments, &run).map_err(Failure::incomplete)?;
        self.interrupt.set_cargo(child.id());
        let ahead = Ahead::start(&self.project.own_folder());
        rayon::spawn(catalogue::prepare);
        let stdout = child.stdout.take().ok_or_else(|| Failure::incomplete(anyhow!("cargo's messages are not there")))?;
        let members: BTreeMap<&PackageId, (&Package, bool)> =
            self.project.packages().map(|(package, is_dependency)| (&package.id, (package, is_dependency))).collect();
        let (sender, read) = mpsc::channel();
        let mut reader = Reader { shared: self.shared, ahead, lockfile: None, round: Round::default(), sender };
        let mut out = std::io::stdout().lock();
        let pass: Option<&mut dyn Write> = if passes { Some(&mut out) } else { None };
        let messages =
            cargo::read_messages(stdout, pass, |artifact| reader.artifact(&artifact, members.get(&artifact.package_id).copied()));
        let status = child.wait().context("failed to wait for cargo").map_err(Failure::incomplete)?;
        self.interrupt.set_cargo(0);
        self.interrupt.note_end(status);
        let messages = messages.map_err(Failure::incomplete)?;
        if messages.finished == Some(true) && status.success() {
            return Ok((reader.with_facts(&read), messages));
        }
        if let Some(line) = &messages.last_line {
            // Whoever reads the messages waits for the last one.
            writeln!(out, "{line}").context("failed to write to standard output").map_err(Failure::incomplete)?;
        }
        Err(match messages.finished {
            Some(_) => Failure::incomplete(anyhow!("not every crate could be compiled and read, so nothing can be said about consent")),
            None => Failure::usage(anyhow!("cargo could not begin: see its message above")),
        })
    }
}

/// Reads facts while cargo is still working, and several at a time.
struct Reader<'a> {
    shared: &'a Shared,
    ahead: Ahead,
    /// Read when the first artifact comes: by then cargo has brought it up to date.
    lockfile: Option<Lockfile>,
    round: Round,
    sender: mpsc::Sender<UnitRead>,
}

/// A facts file, read or not.
struct UnitRead {
    stem: String,
    package: String,
    path: PathBuf,
    facts: Result<Read, String>,
}

/// What is in a facts file, and its checksum.
type Read = (Facts, Checksum);

impl Reader<'_> {
    fn artifact(&mut self, artifact: &Artifact, member: Option<(&Package, bool)>) {
        let Some((package, is_dependency)) = member else {
            let Some((name, version)) = name_and_version(&artifact.package_id) else { return };
            if cargo::is_analysed(&artifact.target.kind) {
                let on = self.round.compiled.features.entry((name.clone(), version.clone())).or_default();
                on.extend(artifact.features.iter().cloned());
            }
            self.round.compiled.libraries.insert((name.clone(), artifact.target.name.replace('-', "_")));
            self.round.compiled.packages.insert((name, version));
            return;
        };
        let (name, version) = (package.name.to_string(), package.version.to_string());
        if is_dependency {
            self.round.compiled.libraries.insert((name.clone(), artifact.target.name.replace('-', "_")));
        }
        self.round.compiled.packages.insert((name.clone(), version.clone()));
        if !cargo::is_analysed(&artifact.target.kind) {
            return;
        }
        let on = self.round.compiled.features.entry((name.clone(), version.clone())).or_default();
        on.extend(artifact.features.iter().cloned());
        let Some((path, stem)) = cargo::facts_of(artifact) else {
            let reason = "cargo names no metadata of it".to_owned();
            self.round.unusable.insert(artifact.target.name.clone(), (reason, name));
            return;
        };
        match self.key(&name, &version) {
            Ok(key) => {
                let (sender, ahead) = (self.sender.clone(), self.ahead.clone());
                rayon::spawn(move || {
                    let facts = read(&path, &key, &ahead);
                    // Nobody listens any more where cargo has failed.
                    let _ = sender.send(UnitRead { stem, package: name, path, facts });
                });
            }
            Err(reason) => drop(self.round.unusable.insert(stem, (reason, name))),
        }
    }

    /// The key that the facts of a package's units are under.
    fn key(&mut self, name: &str, version: &str) -> Result<String, String> {
        if self.lockfile.is_none() {
            self.lockfile = Some(self.shared.lockfile().map_err(|error| format!("{error:#}"))?);
        }
        let lockfile = self.lockfile.as_ref().ok_or("`Cargo.lock` is not there")?;
        let closure = lockfile.closure(name, version).ok_or_else(|| format!("`Cargo.lock` does not have `{name} {version}`"))?;
        Ok(self.shared.unit_key(&self.shared.surroundings(&closure)))
    }

    /// The round, once all facts are read.
    fn with_facts(self, read: &mpsc::Receiver<UnitRead>) -> Round {
        let Reader { mut round, sender, .. } = self;
        drop(sender);
        for UnitRead { stem, package, path, facts } in read {
            match facts {
                Ok(facts) => drop(round.facts.insert(stem, (path, facts))),
                Err(reason) => drop(round.unusable.insert(stem, (reason, package))),
            }
        }
        round
    }
}

/// Reads a facts file that is under a key; why not, where it cannot be used.
fn read(path: &Path, key: &str, ahead: &Ahead) -> Result<Read, String> {
    let bytes = fs::read(path).map_err(|error| format!("its facts could not be read: {error}"))?;
    let facts = ahead.take(path, &bytes, key).map_or_else(|| facts::decode(&bytes, key), Ok);
    let read = facts.and_then(|facts| Ok((facts, facts::checksum_of(&bytes)?)));
    read.map_err(|error| match error {
        FileError::Corrupt(reason) => format!("its facts are damaged: {reason}"),
        FileError::Stale => "its facts were written under another key".to_owned(),
    })
}

/// Name and version in a package id: `path+file:///x/agent#0.1.0`, `registry+…#name@1.0.0`.
fn name_and_version(id: &PackageId) -> Option<(String, String)> {
    let (place, fragment) = id.repr.split_once('#')?;
    if let Some((name, version)) = fragment.rsplit_once('@') {
        return Some((name.to_owned(), version.to_owned()));
    }
    if fragment.starts_with(|first: char| first.is_ascii_digit()) {
        let folder = place.split('?').next().unwrap_or(place).trim_end_matches('/').rsplit('/').next()?;
        return Some((folder.to_owned(), fragment.to_owned()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(id: &str) -> Option<(String, String)> {
        name_and_version(&PackageId { repr: id.to_owned() })
    }

    #[test]
    fn a_package_id_has_name_and_version() {
        let expected = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        assert_eq!(parts("registry+index#serde@1.0.2"), expected("serde", "1.0.2"));
        assert_eq!(parts("path+file:///work/agent#0.1.0"), expected("agent", "0.1.0"));
        assert_eq!(parts("path+file:///work/agent#my-agent@0.1.0+build.1"), expected("my-agent", "0.1.0+build.1"));
        assert_eq!(parts("git+file:///work/agent.git?rev=1#0.1.0"), expected("agent.git", "0.1.0"));
        assert_eq!(parts("agent"), None);
    }
}
