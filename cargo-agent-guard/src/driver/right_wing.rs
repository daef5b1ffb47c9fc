//! The seam to the right wing: what the driver calls to have the facts linked, the rules applied and the reports written.
//!
//! A stand-in until `link`, `rules`, `report` and `config` have landed: it counts bodies and shows gaps.

use std::{
    io::Write,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Result, bail};

use super::{check::Collected, exit};
use crate::finding::Level;

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As rustc prints diagnostics.
    Human,
    /// One line for each finding.
    Short,
    /// One document with everything.
    Json,
    /// cargo's `compiler-message` lines, for editors.
    CargoJson,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "human" => Ok(Format::Human),
            "short" => Ok(Format::Short),
            "json" => Ok(Format::Json),
            "cargo-json" => Ok(Format::CargoJson),
            _ => Err("it is one of human, short, json, cargo-json".to_owned()),
        }
    }
}

/// What the user wants to see, and what decides how it looks.
#[derive(Debug, Clone)]
pub struct Request {
    /// The form of the report on the terminal.
    pub format: Format,
    /// Further reports and where they go.
    pub reports: Vec<(Format, PathBuf)>,
    /// `--allow`, `--warn`, `--deny`, in the order in which they were given.
    pub levels: Vec<(Level, String)>,
    /// Whether it is no error that there is nothing to analyse.
    pub allow_empty: bool,
    /// Whether findings leave the exit code 0.
    pub exit_zero: bool,
    /// Whether standard error takes colour.
    pub color: bool,
    /// The width of the terminal.
    pub width: Option<usize>,
    /// `2026-11-20`: the day for which waivers are judged.
    pub today: String,
    /// The folder that locations are relative to.
    pub workspace_root: PathBuf,
}

/// The user's policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The user's own catalogue entries: whatever of the policy changes the facts, each as TOML.
    pub user_entries: Vec<String>,
}

impl Policy {
    /// Reads it: the file that `--policy` names, else `agent-guard.toml` in the workspace's folder, else `[workspace.metadata.agent-guard]`.
    ///
    /// # Errors
    /// Where it is not right.
    pub fn load(named: Option<&Path>, _workspace_root: &Path, _workspace_metadata: &serde_json::Value) -> Result<Self> {
        if let Some(path) = named
            && !path.is_file()
        {
            bail!("failed to read the policy `{}`: there is no such file", path.display());
        }
        Ok(Self::default())
    }
}

/// Links, applies the rules and writes the reports; the exit code.
///
/// # Errors
/// Where a report cannot be written, or a rule's name is none.
pub fn report(request: &Request, _policy: &Policy, collected: &Collected) -> Result<u8> {
    let mut out = std::io::stderr().lock();
    let gaps = || collected.gaps.iter().chain(collected.facts.iter().flat_map(|facts| &facts.gaps));
    for gap in gaps() {
        writeln!(out, "error[AG901]: `{}` could not be read: {}", gap.subject, gap.reason)?;
    }
    for notice in &collected.notices {
        writeln!(out, "warning: {notice}")?;
    }
    let bodies: u32 = collected.facts.iter().map(|facts| facts.bodies).sum();
    writeln!(out, "agent-guard: read {bodies} functions of {} crates; {} gaps", collected.facts.len(), gaps().count())?;
    Ok(match (gaps().next(), bodies) {
        (Some(_), _) => exit::INCOMPLETE,
        (None, 0) if !request.allow_empty => exit::INCOMPLETE,
        _ => exit::CLEAN,
    })
}

/// The page of a rule.
///
/// # Errors
/// Where there is no such rule.
pub fn explain(rule: &str) -> Result<String> {
    bail!("there is no rule `{rule}`")
}

/// The list of rules.
pub fn rules() -> String {
    String::new()
}
