//! From what the driver has collected to what the user sees: the policy is read, the facts are linked and the rules applied unless an
//! earlier run has done so with the same ones, and the reports are written.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};

use super::{check::Collected, exit};
use crate::{
    catalogue,
    checked::{self, Basis},
    config,
    finding::Level,
    outcome::{self, Outcome},
    policy::{FixedLevel, Policy},
    report::{self, Format, Sources, Style, cargo_json::Member, rule_page},
    suppress,
};

/// What the user wants to see, and what decides how it looks.
#[derive(Debug, Clone)]
pub struct Request {
    /// The form of the report on the terminal.
    pub format: Format,
    /// Further reports and where they go.
    pub reports: Vec<(Format, PathBuf)>,
    /// Whether it is no error that there is nothing to analyse.
    pub allow_empty: bool,
    /// Whether findings leave the exit code 0.
    pub exit_zero: bool,
    /// How reports for people look.
    pub style: Style,
    /// The day for which waivers are judged.
    pub today: jiff::civil::Date,
    /// The folder that locations are relative to.
    pub workspace_root: PathBuf,
    /// The packages of the workspace.
    pub members: Vec<Member>,
}

/// Reads the policy: the file that `--policy` names, else `agent-guard.toml` in the workspace's folder, else
/// `[workspace.metadata.agent-guard]`; and sets the levels that the command line gives.
///
/// # Errors
/// Where it is not right, or a level is for no rule.
pub fn policy(named: Option<&Path>, workspace_root: &Path, levels: &[(Level, String)]) -> Result<Policy> {
    let mut policy = read_policy(named, workspace_root)?;
    for (level, rule) in levels {
        policy.set_level(rule_page::named(rule)?, *level).map_err(|fixed| anyhow!("{fixed}\nhelp: {}", FixedLevel::HELP))?;
    }
    Ok(policy)
}

fn read_policy(named: Option<&Path>, workspace_root: &Path) -> Result<Policy> {
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("failed to read the policy `{}`", path.display()));
    if let Some(path) = named {
        return Ok(config::from_file(&path.to_string_lossy(), &read(path)?)?);
    }
    let (file, manifest) = (workspace_root.join(config::FILE_NAME), workspace_root.join("Cargo.toml"));
    let in_manifest = if manifest.exists() { config::from_manifest("Cargo.toml", &read(&manifest)?)? } else { None };
    match (file.exists(), in_manifest) {
        (true, Some(_)) => Err(anyhow!("there is a policy in `{}` and another in `Cargo.toml`: keep one", config::FILE_NAME)),
        (true, None) => Ok(config::from_file(config::FILE_NAME, &read(&file)?)?),
        (false, in_manifest) => Ok(in_manifest.unwrap_or_default()),
    }
}

/// The user's own catalogue entries, each as TOML: what of the policy changes the facts.
///
/// # Errors
/// Where TOML cannot say what TOML has said.
pub fn user_entries(policy: &Policy) -> Result<Vec<String>> {
    policy.catalogue.iter().map(|store| toml::to_string(store).context("failed to write an entry of the policy's catalogue")).collect()
}

/// Links and applies the rules, or takes what an earlier run has kept of that; writes the reports; the exit code.
///
/// # Errors
/// Where a report cannot be written.
pub fn report(request: &Request, policy: &Policy, collected: &Collected) -> Result<u8> {
    let read = |file: &str| fs::read_to_string(request.workspace_root.join(file)).ok();
    let unable = catalogue::built_without_encryption(&policy.catalogue, &collected.features);
    let Collected { facts, dependencies, .. } = collected;
    let basis = Basis { units: facts, link: &policy.link, levels: &policy.levels, dependencies, unable: &unable };
    let checked = collected.results.as_ref().map_or_else(|| checked::check(&basis), |results| results.of(&basis, checked::check));
    let context = suppress::Context { policy, read: &read, today: request.today, is_whole_workspace: collected.is_whole_workspace };
    let outcome = Outcome { notices: collected.notices.clone(), ..outcome::outcome(checked, &collected.gaps, &context) };
    let mut formats = request.reports.iter().map(|(format, _)| *format).chain([request.format]);
    let sources = if formats.any(Format::quotes_sources) { Sources::of(&outcome, &read) } else { Sources::default() };
    for (format, path) in &request.reports {
        let text = report::render(*format, &outcome, &sources, Style::default(), &request.members);
        fs::write(path, text).with_context(|| format!("failed to write the report `{}`", path.display()))?;
    }
    // Lines as cargo writes them have no place for these.
    for notice in collected.notices.iter().filter(|_| request.format == Format::CargoJson) {
        write(io::stderr().lock(), &format!("warning: {notice}\n"))?;
    }
    let text = report::render(request.format, &outcome, &sources, request.style, &request.members);
    if request.format.is_for_people() { write(io::stderr().lock(), &text) } else { write(io::stdout().lock(), &text) }?;
    Ok(match outcome.exit_code(request.allow_empty) {
        // The other reasons to fail are still there when the findings are set aside.
        exit::FINDINGS if request.exit_zero && !outcome.gaps.is_empty() => exit::INCOMPLETE,
        exit::FINDINGS if request.exit_zero => exit::CLEAN,
        code => code,
    })
}

/// Writes a text whole. A reader that has gone away (`| head`) is no error.
///
/// # Errors
/// Where it cannot be written for another reason.
pub fn write(mut to: impl Write, text: &str) -> Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("failed to write the report"),
        _ => Ok(()),
    }
}
