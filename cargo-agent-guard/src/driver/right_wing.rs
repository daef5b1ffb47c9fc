//! From what the driver has collected to the right wing: link, rules, reports, exit code.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow};
use jiff::civil::Date;

use super::check::Collected;
use crate::{
    config,
    finding::Level,
    link,
    outcome::{Outcome, outcome},
    policy::Policy,
    report::{self, Format, Sources, Style, cargo_json::Member, rule_page},
    suppress::Context,
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
    /// Whether standard error takes colour.
    pub color: bool,
    /// The width of the terminal.
    pub width: Option<usize>,
    /// The day for which suppressions are judged.
    pub today: Date,
    /// The folder that locations are relative to.
    pub workspace_root: PathBuf,
    /// Whether the whole workspace is checked.
    pub is_whole_workspace: bool,
    /// The packages, for cargo's form of messages.
    pub members: Vec<Member>,
}

/// Reads the policy: the file that `--policy` names, else `agent-guard.toml` in the workspace's folder, else `[workspace.metadata.agent-guard]`;
/// then the levels of the command line.
///
/// # Errors
/// Where it is not right.
pub fn policy(named: Option<&Path>, workspace_root: &Path, levels: &[(Level, String)]) -> Result<Policy> {
    let file = workspace_root.join(config::FILE_NAME);
    let manifest = workspace_root.join("Cargo.toml");
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| format!("failed to read the policy `{}`", path.display()));
    let mut policy = match named {
        Some(path) => config::from_file(&path.display().to_string(), &read(path)?)?,
        None if file.exists() => config::from_file(config::FILE_NAME, &read(&file)?)?,
        None if manifest.exists() => config::from_manifest("Cargo.toml", &read(&manifest)?)?.unwrap_or_default(),
        None => Policy::default(),
    };
    for (level, name) in levels {
        let rule = rule_page::named(name).map_err(|error| anyhow!("{error}"))?;
        policy.set_level(rule, *level).map_err(|error| anyhow!("{error}"))?;
    }
    Ok(policy)
}

/// The user's own catalogue entries in the form in which the wrappers get them.
pub fn user_entries(policy: &Policy) -> Vec<String> {
    if policy.catalogue.is_empty() { Vec::new() } else { vec![policy.catalogue_text.clone()] }
}

/// Links, applies the rules and writes the reports; the exit code.
///
/// # Errors
/// Where a report cannot be written.
pub fn report(request: &Request, policy: &Policy, collected: &Collected) -> Result<u8> {
    let program = link::link(&collected.facts, &policy.link);
    let read = |file: &str| std::fs::read_to_string(request.workspace_root.join(file)).ok();
    let context = Context { policy, read: &read, today: request.today, is_whole_workspace: request.is_whole_workspace };
    let outcome = outcome(&program, &collected.gaps, &context);
    let sources = Sources::of(&outcome, &read);
    for (format, path) in &request.reports {
        let text = report::render(*format, &outcome, &sources, Style { color: false, width: None }, &request.members);
        std::fs::write(path, text).with_context(|| format!("failed to write the report `{}`", path.display()))?;
    }
    let style = Style { color: request.color, width: request.width };
    let text = report::render(request.format, &outcome, &sources, style, &request.members);
    let shown = show(request, &text, &collected.notices, &outcome);
    match shown {
        // A reader that has gone away (`| head`) is no error.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error).context("failed to write the report"),
        _ => {}
    }
    let code = outcome.exit_code(request.allow_empty);
    Ok(if request.exit_zero { 0 } else { code })
}

/// What people read goes to standard error, what programs read to standard output.
fn show(request: &Request, text: &str, notices: &[String], outcome: &Outcome) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    for notice in notices {
        writeln!(err, "warning: {notice}")?;
    }
    if request.format.is_for_people() {
        err.write_all(text.as_bytes())?;
    } else {
        std::io::stdout().lock().write_all(text.as_bytes())?;
        writeln!(err, "{}", outcome.summary())?;
    }
    if outcome.is_empty() && !request.allow_empty {
        writeln!(
            err,
            "error: not one access to a store was found, so nothing was checked\n\
             help: if the agent has no memory, pass `--allow-empty`; if its store is not known, describe it under `[[catalogue]]` in `{}`",
            config::FILE_NAME
        )?;
    }
    Ok(())
}

/// The page of a rule.
///
/// # Errors
/// Where there is no such rule.
pub fn explain(rule: &str) -> Result<String> {
    Ok(rule_page::page(rule_page::named(rule).map_err(|error| anyhow!("{error}"))?))
}

/// The list of rules, for people or for programs.
pub fn rules(as_json: bool) -> String {
    let policy = Policy::default();
    if as_json { rule_page::list_json(&policy) } else { rule_page::list(&policy) }
}
