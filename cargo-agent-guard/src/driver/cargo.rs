//! The cargo that does the work: asking it about the workspace, and running its `check` with us as the wrapper.

use std::{
    ffi::{OsStr, OsString},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use cargo_metadata::{Artifact, Message, Metadata, MetadataCommand, TargetKind};

use super::env;

/// Programs that answer a compilation from a cache: the outputs come back, our facts do not.
const CACHES: &[&str] = &["sccache", "cachepot", "kache"];

/// What keeps the dependencies that are looked at apart from the same ones as `cargo check` compiles them.
///
/// cargo does not count `RUSTC_WRAPPER` among what a unit depends on, so it would call a dependency fresh that it has compiled without us,
/// and take what we have had compiled for its own. A setting of the profile for that package alone is counted. How many units code is
/// generated in means nothing where none is, so this one changes nothing else; nobody will have set this number.
const APART: u32 = 90_500;

/// What the user asked cargo for, as arguments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CargoArguments {
    /// For `cargo check` alone: what to compile and how.
    pub check: Vec<OsString>,
    /// For every cargo command: which workspace, which configuration, no network.
    pub common: Vec<OsString>,
    /// `--color`, where it is given.
    pub color: Option<String>,
    /// Whether the artifacts of another folder than the usual are meant.
    pub target_dir: Option<PathBuf>,
}

impl CargoArguments {
    /// Whether they select some of a package's targets.
    pub fn selects_targets(&self) -> bool {
        const FLAGS: &[&str] = &["--lib", "--bin", "--example", "--test", "--bench"];
        self.check.iter().filter_map(|argument| argument.to_str()).any(|argument| FLAGS.iter().any(|flag| argument.starts_with(flag)))
    }
}

impl CargoArguments {
    /// The features that are asked for, as arguments.
    fn features(&self) -> impl Iterator<Item = String> {
        let flags = self.check.iter().filter(|argument| *argument == "--all-features" || *argument == "--no-default-features");
        flags.cloned().chain(self.values("--features").flat_map(|value| ["--features".into(), value])).map(text)
    }

    /// The profile.
    fn profile(&self) -> String {
        let is_release = self.check.iter().any(|argument| argument == "--release");
        let named = self.values("--profile").last().map(text);
        named.unwrap_or_else(|| if is_release { "release" } else { "dev" }.to_owned())
    }

    /// The platforms that are compiled for, where they are named.
    pub fn platforms(&self) -> Vec<String> {
        self.values("--target").map(text).collect()
    }

    fn values<'a>(&'a self, flag: &'a str) -> impl Iterator<Item = OsString> + 'a {
        self.check.windows(2).filter(move |pair| pair[0] == flag).map(|pair| pair[1].clone())
    }
}

fn text(argument: OsString) -> String {
    argument.to_string_lossy().into_owned()
}

/// The compiler and wrappers that cargo's configuration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// cargo itself.
    pub cargo: OsString,
    /// rustc.
    pub rustc: OsString,
    /// The user's `RUSTC_WRAPPER`.
    wrapper: Option<PathBuf>,
}

impl Toolchain {
    /// Reads cargo's configuration as cargo does: variables first, then the files.
    ///
    /// # Errors
    /// Where the user has a wrapper of their own in the place that we need.
    pub fn find() -> Result<Self> {
        let cargo = env::non_empty("CARGO").unwrap_or_else(|| "cargo".into());
        let directory = std::env::current_dir().context("failed to find the current folder")?;
        // What we cannot read of it, cargo will report better than we can.
        let build = cargo_config2::Config::load_with_cwd(directory).map(|config| config.build).unwrap_or_default();
        if let Some(wrapper) = &build.rustc_workspace_wrapper {
            let wrapper = wrapper.display();
            bail!(
                "cargo is told to compile workspace crates through `{wrapper}` (RUSTC_WORKSPACE_WRAPPER or `build.rustc-workspace-wrapper`), \
                 and agent-guard needs that place for itself\n\
                 help: leave it out of this one command: `RUSTC_WORKSPACE_WRAPPER= cargo agent-guard check`"
            );
        }
        Ok(Self {
            cargo,
            rustc: build.rustc.map_or_else(|| "rustc".into(), OsString::from),
            wrapper: build.rustc_wrapper.map(|wrapper| OsString::from(wrapper).into()),
        })
    }

    /// Whether the user's wrapper is left out of a run, because it is a cache.
    fn skips_wrapper(&self) -> bool {
        let stem = self.wrapper.as_ref().and_then(|wrapper| wrapper.file_stem()).and_then(OsStr::to_str);
        stem.is_some_and(|stem| CACHES.contains(&stem))
    }

    /// The workspace, without its dependencies: quick, and without network.
    ///
    /// # Errors
    /// Where cargo finds no project, or one that it cannot read.
    pub fn metadata(&self, arguments: &CargoArguments) -> Result<Metadata> {
        let mut command = MetadataCommand::new();
        command.cargo_path(&self.cargo).no_deps();
        command.other_options(arguments.common.iter().cloned().map(text).collect::<Vec<_>>());
        self.run_metadata(&command)
    }

    /// The workspace with its dependencies, as cargo resolves them for these platforms.
    ///
    /// # Errors
    /// Where cargo cannot resolve them: what it would have to fetch for that may not be there.
    pub fn resolve(&self, arguments: &CargoArguments, platforms: &[String]) -> Result<Metadata> {
        let mut command = MetadataCommand::new();
        command.cargo_path(&self.cargo);
        // For this cargo asks the compiler, and it asks through the wrapper.
        if self.skips_wrapper() {
            command.env("RUSTC_WRAPPER", "");
        }
        let platforms = platforms.iter().flat_map(|platform| ["--filter-platform".to_owned(), platform.clone()]);
        let common = arguments.common.iter().cloned().map(text);
        command.other_options(common.chain(arguments.features()).chain(platforms).collect::<Vec<_>>());
        self.run_metadata(&command)
    }

    fn run_metadata(&self, command: &MetadataCommand) -> Result<Metadata> {
        match command.exec() {
            Ok(metadata) => Ok(metadata),
            Err(cargo_metadata::Error::CargoMetadata { stderr }) => bail!("{}", stderr.trim().trim_start_matches("error: ")),
            Err(error) => Err(error).with_context(|| format!("failed to run `{} metadata`", self.cargo.to_string_lossy())),
        }
    }

    /// Starts `cargo check` with us as the wrapper around rustc.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn check(&self, arguments: &CargoArguments, run: &CheckRun<'_>) -> Result<Child> {
        let mut command = Command::new(&self.cargo);
        command.arg("check").arg(if run.passes_messages { "--message-format=json" } else { "--message-format=json-render-diagnostics" });
        command.args(&arguments.common).args(&arguments.check);
        if let Some(directory) = &arguments.target_dir {
            command.arg("--target-dir").arg(directory);
        }
        if let Some(color) = &arguments.color {
            command.args(["--color", color]);
        }
        let ourselves = std::env::current_exe().context("failed to find the path of `cargo-agent-guard` itself")?;
        command.env(env::CONTEXT, run.context).env(env::KEY, run.key);
        if self.skips_wrapper() {
            command.env("RUSTC_WRAPPER", "");
        }
        if !run.dependencies.is_empty() {
            let profile = arguments.profile();
            let apart = |name: &str| format!("profile.{profile}.package.{name}.codegen-units={APART}");
            command.args(run.dependencies.iter().flat_map(|(name, _)| ["--config".to_owned(), apart(name)]));
            let named: Vec<String> = run.dependencies.iter().map(|(name, version)| format!("{name}@{version}")).collect();
            command.env("RUSTC_WRAPPER", &ourselves).env(env::DEPENDENCIES, named.join(","));
            command.envs(self.wrapper.iter().filter(|_| !self.skips_wrapper()).map(|wrapper| (env::USERS_WRAPPER, wrapper)));
        }
        command.env("RUSTC_WORKSPACE_WRAPPER", ourselves);
        command.envs(run.refresh.iter().map(|stem| (env::refresh(stem), "1")));
        let failed = || format!("failed to run `{} check`", self.cargo.to_string_lossy());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(failed)
    }
}

/// One run of `cargo check`.
#[derive(Debug, Clone, Copy)]
pub struct CheckRun<'a> {
    /// Where the wrappers find their context.
    pub context: &'a Path,
    /// The run's key.
    pub key: &'a str,
    /// The units that are to be compiled although cargo thinks they are fresh.
    pub refresh: &'a [String],
    /// Whether cargo's messages go to standard output as they are.
    pub passes_messages: bool,
    /// The dependencies that are looked at: name and version.
    pub dependencies: &'a [(String, String)],
}

/// What cargo's messages say of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    /// Whether cargo got as far as compiling, and if so whether all went well. `None`: it refused what it was asked.
    pub finished: Option<bool>,
    /// The last line, where messages are passed: it has to come after ours.
    pub last_line: Option<String>,
}

/// Reads cargo's messages to the end: calls `on_artifact` for each compiled or fresh unit, and passes the lines on where `pass` is given.
///
/// # Errors
/// Where reading or writing fails.
pub fn read_messages(stdout: ChildStdout, mut pass: Option<&mut dyn Write>, mut on_artifact: impl FnMut(Artifact)) -> Result<Messages> {
    let mut messages = Messages::default();
    for line in BufReader::new(stdout).lines() {
        let line = line.context("failed to read cargo's messages")?;
        let is_last = match serde_json::from_str::<Message>(&line) {
            Ok(Message::BuildFinished(finished)) => {
                messages.finished = Some(finished.success);
                true
            }
            Ok(Message::CompilerArtifact(artifact)) => {
                on_artifact(artifact);
                false
            }
            _ => false,
        };
        if let Some(out) = &mut pass {
            if is_last {
                messages.last_line = Some(line);
            } else {
                writeln!(out, "{line}").context("failed to write to standard output")?;
            }
        }
    }
    Ok(messages)
}

/// Whether units of a target of this kind are analysed: all but build scripts and proc-macro crates, which run in the compiler.
pub fn is_analysed(kind: &[TargetKind]) -> bool {
    !kind.iter().any(|kind| matches!(kind, TargetKind::CustomBuild | TargetKind::ProcMacro))
}

/// The facts file of a unit, which lies beside its metadata, and the unit's name. `None` for a unit without metadata.
pub fn facts_of(artifact: &Artifact) -> Option<(PathBuf, String)> {
    let metadata = artifact.filenames.iter().find(|file| file.extension() == Some("rmeta"))?;
    let stem = metadata.file_stem()?;
    let stem = stem.strip_prefix("lib").unwrap_or(stem).to_owned();
    Some((metadata.with_file_name(format!("{stem}.agfacts")).into_std_path_buf(), stem))
}
