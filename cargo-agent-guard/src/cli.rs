//! The command line.

mod catalogue;
mod suggest;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::{Context, anyhow};
use clap::{ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use self::{catalogue::CatalogueCommand, suggest::SuggestArguments};
use crate::{
    config::PolicyError,
    driver::{
        Failure,
        cargo::CargoArguments,
        check::{Options, Project},
        env, exit, facts_files,
        named::Name,
        right_wing::{self, Request},
    },
    finding::Level,
    link::Dependency,
    policy::Policy,
    report::{Format, Style, UnknownFormat, cargo_json::Member, rule_page},
};

/// Proves that an agent asked for consent before every access to its memory.
///
/// agent-guard checks code for missing controls. It does not judge whether consent is valid, or whether anybody complies with any law. It
/// opens no network connection and sends nothing to anybody.
#[derive(Debug, Parser)]
#[command(name = "cargo agent-guard", bin_name = "cargo agent-guard", version, styles = clap_cargo::style::CLAP_STYLING)]
#[command(args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Exit codes: 0 clean, 1 findings, 2 usage or configuration error, 3 the analysis is incomplete or there was nothing \
to analyse, 101 a bug in the tool."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: CheckArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Checks the selected crates, and the workspace crates that they depend on (the default)
    Check(CheckArguments),
    /// Prints the page of a rule: what it finds, why, and what to do
    Explain {
        /// The rule, by code or name: `AG101`, `unconsented-read`
        rule: String,
    },
    /// Lists the rules, with the levels they have without a policy
    Rules {
        /// human, or json for programs
        #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
        format: String,
    },
    /// Collects the facts of the selected crates without linking them: one shard of a large workspace
    Facts(FactsArguments),
    /// Links the facts of all shards, and reports
    Link(LinkArguments),
    /// Lists the fields of the workspace that look like personal data by their names and are not marked `#[pii]`
    ///
    /// No rule goes by a name, and no check fails for one: these are places to look at. Ends with 3 where a file cannot be read.
    Suggest(SuggestArguments),
    /// Looks things up in the catalogue of stores, and tests and adds entries of your own
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
}

#[derive(Debug, Args)]
struct CheckArguments {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    dependencies: Dependencies,
    /// Runs with a compiler whose MIR text the reader has not been tested with; the report says so
    #[arg(long)]
    try_untested_compiler: bool,
}

/// Which dependencies are looked at.
#[derive(Debug, Args)]
struct Dependencies {
    /// Looks at the code of these dependencies as if it were the workspace's, besides those that the policy names
    #[arg(long = "deps", value_name = "NAME", value_delimiter = ',', help_heading = "Package Selection")]
    names: Vec<String>,
}

impl Dependencies {
    /// Has the project look at them.
    fn look_at(&self, project: &mut Project, policy: &Policy) -> Result<(), Failure> {
        let named = self.names.iter().map(|name| Name::of_command_line(name));
        let in_policy = policy.analyse.iter().map(|(name, at)| Name { text: name.clone(), location: Some(at.clone()) });
        project.look_at(&named.chain(in_policy).collect::<Vec<_>>(), &policy.catalogue)
    }
}

#[derive(Debug, Args)]
struct FactsArguments {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    dependencies: Dependencies,
    /// Copies the facts files into this folder, instead of listing where they are
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The policy, whose catalogue entries the facts depend on
    #[arg(long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Runs with a compiler whose MIR text the reader has not been tested with
    #[arg(long)]
    try_untested_compiler: bool,
}

#[derive(Debug, Args)]
struct LinkArguments {
    /// Facts files, or folders with facts files
    #[arg(required = true, value_name = "FACTS")]
    facts: Vec<PathBuf>,
    #[command(flatten)]
    report: ReportArguments,
    /// Coloring: auto, always, never
    #[arg(long, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    color: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
struct ReportArguments {
    /// The form of the report: human, short, json, cargo-json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = parse_format)]
    format: Format,
    /// As `--format`, in cargo's words: `json` means cargo's JSON lines
    #[arg(long, value_name = "FORMAT", conflicts_with = "format", value_parser = parse_message_format)]
    message_format: Option<Format>,
    /// Writes a further report to a file; can be given several times
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = parse_report)]
    reports: Vec<(Format, PathBuf)>,
    /// Does not report what this rule finds
    #[arg(long, value_name = "RULE", action = ArgAction::Append)]
    allow: Vec<String>,
    /// Reports what this rule finds, without failing
    #[arg(long, value_name = "RULE", action = ArgAction::Append)]
    warn: Vec<String>,
    /// Fails where this rule finds something
    #[arg(long, value_name = "RULE", action = ArgAction::Append)]
    deny: Vec<String>,
    /// The policy [default: agent-guard.toml beside the workspace's Cargo.toml]
    #[arg(long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Is content with a selection in which there is nothing to analyse
    #[arg(long)]
    allow_empty: bool,
    /// Reports findings without failing; an incomplete analysis fails all the same
    #[arg(long)]
    exit_zero: bool,
}

/// What cargo is to compile, in cargo's own flags.
#[derive(Debug, Args)]
struct Selection {
    #[command(flatten, next_help_heading = "Package Selection")]
    workspace: clap_cargo::Workspace,
    #[command(flatten)]
    targets: Targets,
    #[command(flatten, next_help_heading = "Feature Selection")]
    features: clap_cargo::Features,
    #[command(flatten)]
    compilation: Compilation,
    #[command(flatten, next_help_heading = "Manifest Options")]
    manifest: clap_cargo::Manifest,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Target Selection")]
struct Targets {
    /// Only the package's library
    #[arg(long)]
    lib: bool,
    /// All binaries
    #[arg(long)]
    bins: bool,
    /// Only the specified binary
    #[arg(long, value_name = "NAME")]
    bin: Vec<String>,
    /// All examples
    #[arg(long)]
    examples: bool,
    /// Only the specified example
    #[arg(long, value_name = "NAME")]
    example: Vec<String>,
    /// All targets that have tests
    #[arg(long)]
    tests: bool,
    /// Only the specified test target
    #[arg(long, value_name = "NAME")]
    test: Vec<String>,
    /// All targets that have benchmarks
    #[arg(long)]
    benches: bool,
    /// Only the specified bench target
    #[arg(long, value_name = "NAME")]
    bench: Vec<String>,
    /// All targets
    #[arg(long)]
    all_targets: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Compilation Options")]
struct Compilation {
    /// Number of parallel jobs, defaults to # of CPUs
    #[arg(short, long, value_name = "N", allow_hyphen_values = true)]
    jobs: Option<String>,
    /// Do not abort the build as soon as there is an error
    #[arg(long)]
    keep_going: bool,
    /// Check artifacts in release mode, with optimizations
    #[arg(short, long)]
    release: bool,
    /// Check artifacts with the specified profile
    #[arg(long, value_name = "PROFILE-NAME")]
    profile: Option<String>,
    /// Check for the target triple
    #[arg(long, value_name = "TRIPLE")]
    target: Vec<String>,
    /// Directory for all generated artifacts
    #[arg(long, value_name = "DIRECTORY")]
    target_dir: Option<PathBuf>,
    /// Ignore `rust-version` specification in packages
    #[arg(long)]
    ignore_rust_version: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Common Options")]
struct Common {
    /// Assert that `Cargo.lock` will remain unchanged
    #[arg(long)]
    locked: bool,
    /// Run without accessing the network
    #[arg(long)]
    offline: bool,
    /// Equivalent to specifying both --locked and --offline
    #[arg(long)]
    frozen: bool,
    /// Override a configuration value
    #[arg(long, value_name = "KEY=VALUE|PATH")]
    config: Vec<OsString>,
    /// Unstable (nightly-only) flags to cargo
    #[arg(short = 'Z', value_name = "FLAG")]
    unstable: Vec<OsString>,
    /// Use verbose output (-vv very verbose)
    #[arg(short, long, action = ArgAction::Count)]
    verbose: u8,
    /// Do not print cargo log messages
    #[arg(short, long)]
    quiet: bool,
    /// Coloring: auto, always, never
    #[arg(long, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    color: Option<String>,
}

impl Selection {
    /// The arguments for cargo.
    fn into_cargo_arguments(self) -> CargoArguments {
        let Selection { workspace, targets, features, compilation, manifest, common } = self;
        let mut check = Words::default();
        check
            .each("--package", workspace.package)
            .flag("--workspace", workspace.workspace || workspace.all)
            .each("--exclude", workspace.exclude);
        check.flag("--lib", targets.lib).flag("--bins", targets.bins).flag("--examples", targets.examples).flag("--tests", targets.tests);
        check.flag("--benches", targets.benches).flag("--all-targets", targets.all_targets);
        check.each("--bin", targets.bin).each("--example", targets.example).each("--test", targets.test).each("--bench", targets.bench);
        check.flag("--all-features", features.all_features).flag("--no-default-features", features.no_default_features);
        check.each("--features", features.features);
        check.each("--jobs", compilation.jobs).flag("--keep-going", compilation.keep_going).flag("--release", compilation.release);
        check.each("--profile", compilation.profile).each("--target", compilation.target);
        check.flag("--ignore-rust-version", compilation.ignore_rust_version).flag("--quiet", common.quiet);
        check.0.extend((0..common.verbose).map(|_| "-v".into()));
        let mut shared = Words::default();
        shared.each("--manifest-path", manifest.manifest_path).flag("--locked", common.locked).flag("--offline", common.offline);
        shared.flag("--frozen", common.frozen).each("--config", common.config).each("-Z", common.unstable);
        CargoArguments { check: check.0, common: shared.0, color: common.color, target_dir: compilation.target_dir }
    }
}

/// Arguments under construction.
#[derive(Default)]
struct Words(Vec<OsString>);

impl Words {
    fn flag(&mut self, name: &str, given: bool) -> &mut Self {
        self.0.extend(given.then(|| name.into()));
        self
    }

    fn each<T: Into<OsString>>(&mut self, name: &str, values: impl IntoIterator<Item = T>) -> &mut Self {
        for value in values {
            self.0.extend([name.into(), value.into()]);
        }
        self
    }
}

fn parse_format(text: &str) -> Result<Format, String> {
    text.parse().map_err(|error: UnknownFormat| error.to_string())
}

fn parse_message_format(text: &str) -> Result<Format, String> {
    // Editors ask cargo for one of its kinds of JSON; all of them are cargo's lines.
    if text.starts_with("json") { Ok(Format::CargoJson) } else { parse_format(text) }
}

fn parse_report(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) =
        text.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or("it is written FORMAT=PATH, as in `json=report.json`")?;
    Ok((parse_format(format)?, path.into()))
}

/// Runs the command that the arguments, without the program's name, say.
pub fn main(mut arguments: Vec<OsString>) -> ExitCode {
    // cargo names the subcommand before its arguments.
    if arguments.first().is_some_and(|first| first == "agent-guard") {
        arguments.remove(0);
    }
    let program = std::iter::once(OsString::from("cargo agent-guard"));
    let matches = match Cli::command().try_get_matches_from(program.chain(arguments)) {
        Ok(matches) => matches,
        // clap's own code for a wrong argument is 2, as ours is; and 0 for help.
        Err(error) => error.exit(),
    };
    let result = Cli::from_arg_matches(&matches).map_err(|error| Failure::usage(anyhow!(error))).and_then(|cli| run(cli, &matches));
    ExitCode::from(result.unwrap_or_else(|failure| {
        match failure.error.downcast_ref::<PolicyError>() {
            Some(error) => eprintln!("{}", error.render(env::wants_color(None, &std::io::stderr()))),
            None => eprintln!("error: {:#}", failure.error),
        }
        failure.code
    }))
}

fn run(cli: Cli, matches: &ArgMatches) -> Result<u8, Failure> {
    let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
    match cli.command {
        None => check(cli.check, matches),
        Some(Command::Check(arguments)) => check(arguments, matches),
        Some(Command::Explain { rule }) => print(&rule_page::page(rule_page::named(&rule).map_err(|error| Failure::usage(error.into()))?)),
        Some(Command::Rules { format }) if format == "json" => print(&rule_page::list_json(&Policy::default())),
        Some(Command::Rules { .. }) => print(&rule_page::list(&Policy::default())),
        Some(Command::Facts(arguments)) => facts(arguments),
        Some(Command::Link(arguments)) => link(arguments, matches),
        Some(Command::Suggest(arguments)) => suggest::run(arguments),
        Some(Command::Catalogue(command)) => catalogue::run(command),
    }
}

fn check(arguments: CheckArguments, matches: &ArgMatches) -> Result<u8, Failure> {
    let CheckArguments { selection, report, dependencies, try_untested_compiler } = arguments;
    let cargo_arguments = selection.into_cargo_arguments();
    let color = cargo_arguments.color.clone();
    let mut project = Project::find(cargo_arguments, try_untested_compiler)?;
    let policy = right_wing::policy(report.policy.as_deref(), project.workspace_root(), &levels(matches)).map_err(Failure::usage)?;
    dependencies.look_at(&mut project, &policy)?;
    let request = report.into_request(color.as_deref(), project.workspace_root().to_owned(), project.members());
    let passes_messages = request.format == Format::CargoJson;
    let user_entries = right_wing::user_entries(&policy).map_err(Failure::usage)?;
    let options = Options { passes_messages, user_entries, tracks_flows: crate::rules::need_flows(&policy) };
    let collected = project.run(&options)?;
    let code = right_wing::report(&request, &policy, &collected).map_err(Failure::incomplete)?;
    if collected.last_message.is_some() {
        let last = serde_json::json!({ "reason": "build-finished", "success": code == exit::CLEAN });
        print(&format!("{last}\n"))?;
    }
    // The process ends, and its memory with it: to take large facts apart piece by piece takes longer than to write the report.
    std::mem::forget(collected);
    Ok(code)
}

fn facts(arguments: FactsArguments) -> Result<u8, Failure> {
    let mut project = Project::find(arguments.selection.into_cargo_arguments(), arguments.try_untested_compiler)?;
    let policy = right_wing::policy(arguments.policy.as_deref(), project.workspace_root(), &[]).map_err(Failure::usage)?;
    arguments.dependencies.look_at(&mut project, &policy)?;
    let user_entries = right_wing::user_entries(&policy).map_err(Failure::usage)?;
    let collected = project.run(&Options { passes_messages: false, user_entries, tracks_flows: true })?;
    for notice in &collected.notices {
        eprintln!("warning: {notice}");
    }
    for Dependency { package, way, .. } in &collected.dependencies {
        let store = way.last().map_or("", String::as_str);
        eprintln!("warning: `{package}` has the store `{store}` behind it, and nothing says what its functions do (AG905)");
    }
    for gap in &collected.gaps {
        eprintln!("error: `{}`: {}", gap.subject, gap.reason);
    }
    let files = match &arguments.output {
        Some(folder) => facts_files::copy(&collected.files, folder).map_err(Failure::incomplete)?,
        None => collected.files,
    };
    for file in files {
        print(&format!("{}\n", file.display()))?;
    }
    Ok(if collected.gaps.is_empty() { exit::CLEAN } else { exit::INCOMPLETE })
}

fn link(arguments: LinkArguments, matches: &ArgMatches) -> Result<u8, Failure> {
    let root = std::env::current_dir().context("failed to find the current folder").map_err(Failure::usage)?;
    let policy = right_wing::policy(arguments.report.policy.as_deref(), &root, &levels(matches)).map_err(Failure::usage)?;
    let collected = facts_files::collect(&arguments.facts).map_err(Failure::incomplete)?;
    let request = arguments.report.into_request(arguments.color.as_deref(), root, Vec::new());
    right_wing::report(&request, &policy, &collected).map_err(Failure::incomplete)
}

impl ReportArguments {
    fn into_request(self, color: Option<&str>, workspace_root: PathBuf, members: Vec<Member>) -> Request {
        Request {
            format: self.message_format.unwrap_or(self.format),
            reports: self.reports,
            allow_empty: self.allow_empty,
            exit_zero: self.exit_zero,
            style: Style { color: env::wants_color(color, &std::io::stderr()), width: env::terminal_width() },
            today: env::today(),
            workspace_root,
            members,
        }
    }
}

/// `--allow`, `--warn` and `--deny` in the order in which they were given: the last one that names a rule decides.
fn levels(matches: &ArgMatches) -> Vec<(Level, String)> {
    let mut levels = Vec::new();
    for (name, level) in [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)] {
        let rules = matches.get_many::<String>(name).into_iter().flatten().cloned();
        levels.extend(matches.indices_of(name).into_iter().flatten().zip(rules).map(|(at, rule)| (at, level, rule)));
    }
    levels.sort_by_key(|(at, ..)| *at);
    levels.into_iter().map(|(_, level, rule)| (level, rule)).collect()
}

/// Writes to standard output.
fn print(text: &str) -> Result<u8, Failure> {
    right_wing::write(std::io::stdout().lock(), text).map_err(Failure::incomplete)?;
    Ok(exit::CLEAN)
}
