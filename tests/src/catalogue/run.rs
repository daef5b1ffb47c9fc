//! Cargo, and the tool: the crate of a pin is laid out, what does not compile is left out of its program, and the report on the rest is
//! compared with the catalogue.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    Checked,
    entries::{Known, Store},
    pins::{Pin, Pinned},
    program::{self, Line},
};
use crate::tool;

/// How often what does not compile is left out before the rest is given up: rustc tells of names first, then of types, then of borrows.
const ROUNDS: usize = 12;

/// The target directory that all programs share.
pub fn target(repository: &Path) -> PathBuf {
    repository.join("target/catalogue/target")
}

/// Cargo for a program: nothing of what the caller's has set for its children.
pub fn cargo(repository: &Path, folder: &Path) -> Command {
    let mut command = plain_cargo(folder);
    command.env("CARGO_TARGET_DIR", target(repository));
    command
}

/// Cargo in a folder.
pub fn plain_cargo(folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).env("CARGO_TERM_COLOR", "never").env("CARGO_INCREMENTAL", "0");
    // As the tool has it, or cargo would build anew what depends on it: what is only checked is never linked.
    command.env("SQLITE3_LIB_DIR", "/nonexistent");
    tool::forget_the_caller(&mut command);
    command
}

/// What a command writes.
///
/// # Errors
/// If it fails, with what it wrote to the other stream.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("failed to start {command:?}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let end: Vec<&str> = text.lines().rev().take(40).collect();
        bail!("{command:?} failed:\n{}", end.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    String::from_utf8(output.stdout).context("the output is not UTF-8")
}

/// Makes the crate of a pin, its program still empty.
///
/// # Errors
/// If it cannot be written.
pub fn lay_out(repository: &Path, pinned: &Pinned, pin: &Pin, store: &Store) -> Result<PathBuf> {
    let folder = repository.join("target/catalogue").join(format!("{}-{}", pinned.package(pin), pin.version));
    let mut dependencies = pin.dependencies.clone();
    if store.is_about_personal_data() {
        dependencies.insert("agent-guard".to_owned(), at_path(repository).into());
    }
    if pinned.is_a_package(pin) {
        let is_own = pinned.package(pin) == "agent-guard";
        let version = ("version".to_owned(), format!("={}", pin.version).into());
        let mut itself = if is_own { at_path(repository) } else { toml::Table::from_iter([version]) };
        itself.insert("features".to_owned(), pin.features.clone().into());
        itself.insert("default-features".to_owned(), pin.default_features.into());
        dependencies.insert(pinned.package(pin).to_owned(), itself.into());
    }
    let mut manifest = toml::Table::new();
    manifest.insert("dependencies".to_owned(), dependencies.into());
    // Resolver 3 takes the newest dependencies that this compiler can compile.
    let manifest = format!(
        "[package]\nname = \"catalogue-check\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\nresolver = \"3\"\n\n{manifest}"
    );
    fs::create_dir_all(&folder).with_context(|| format!("failed to make {}", folder.display()))?;
    write(&folder.join("Cargo.toml"), &manifest)?;
    write(&folder.join("lib.rs"), "")?;
    // An access to a file counts only where some file is memory.
    write(&folder.join("agent-guard.toml"), "[files]\nmemory = [\"memories.json\"]\n")?;
    Ok(folder)
}

/// This repository's own library, as a dependency.
fn at_path(repository: &Path) -> toml::Table {
    toml::Table::from_iter([("path".to_owned(), repository.join("agent-guard").display().to_string().into())])
}

/// Writes a file unless it is so already, and cargo need not look at it again.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("failed to write {}", path.display()))
}

/// Writes the program, leaves out what does not compile, has the tool check the rest and compares.
///
/// # Errors
/// If the crate does not compile without any line, or the tool writes no report.
pub fn compare(repository: &Path, folder: &Path, pinned: &Pinned, store: &Store, lines: Vec<Line>, checked: &mut Checked) -> Result<()> {
    let person = if store.is_about_personal_data() { program::PERSON } else { program::ANYBODY };
    let start = format!("{}{person}{}\n", program::START, pinned.items);
    let mut uncalled: Vec<(Known, String)> = Vec::new();
    let mut calls: Vec<(Line, String)> = Vec::new();
    for line in lines {
        next_call(line, None, &mut calls, &mut uncalled);
    }
    depend_on_what_is_named(folder, &calls)?;
    let mut is_compiled = false;
    for _ in 0..ROUNDS {
        let first = write_program(folder, &start, &calls)?;
        let errors = errors(repository, folder, first)?;
        if errors.is_empty() {
            is_compiled = true;
            break;
        }
        let mut kept = Vec::new();
        for (at, (line, text)) in calls.into_iter().enumerate() {
            match errors.get(&at) {
                Some(error) => next_call(line, Some(error), &mut kept, &mut uncalled),
                None => kept.push((line, text)),
            }
        }
        calls = kept;
    }
    if !is_compiled {
        bail!("what does not compile is left out {ROUNDS} times, and the rest does not compile");
    }
    let first = write_program(folder, &start, &calls)?;
    let report = report(repository, folder)?;
    let seen = Seen::of(&report, first, &store.package);
    checked.wrong.extend(seen.gaps.iter().cloned());
    let mut recognised = BTreeSet::new();
    for (at, (line, _)) in calls.iter().enumerate() {
        match seen.difference(at, &line.known, store) {
            None => {
                recognised.insert(&line.known);
            }
            Some(difference) => {
                checked.wrong.push(format!("{}: {difference} ({}:{})", line.known, folder.join("lib.rs").display(), at + first))
            }
        }
    }
    checked.recognised = recognised.len();
    checked.uncalled = uncalled.into_iter().filter(|(known, _)| !recognised.contains(known)).collect();
    checked.uncalled.sort();
    checked.uncalled.dedup_by(|one, other| one.0 == other.0);
    Ok(())
}

/// Takes the next text of a line; where there is none left, it is not called.
fn next_call(mut line: Line, error: Option<&String>, calls: &mut Vec<(Line, String)>, uncalled: &mut Vec<(Known, String)>) {
    line.error = line.error.or_else(|| error.cloned());
    match line.texts.pop() {
        Some(text) => calls.push((line, text)),
        None => {
            let by_hand = if line.is_by_hand { "by hand: " } else { "" };
            let error = line.error.as_deref().unwrap_or("it cannot be named");
            uncalled.push((line.known, format!("{by_hand}{error}")));
        }
    }
}

/// Makes the crates that the calls name dependencies of the program, in the versions that are there.
fn depend_on_what_is_named(folder: &Path, calls: &[(Line, String)]) -> Result<()> {
    let texts = calls.iter().flat_map(|(line, text)| line.texts.iter().chain([text]));
    let named: BTreeSet<&str> = texts
        .flat_map(|text| text.split(|before: char| !before.is_alphanumeric() && before != ':' && before != '_'))
        .filter_map(|path| path.strip_prefix("::")?.split("::").next())
        .collect();
    let path = folder.join("Cargo.toml");
    let mut manifest: toml::Table = toml::from_str(&fs::read_to_string(&path)?)?;
    let metadata: Value = serde_json::from_str(&output(plain_cargo(folder).args(["metadata", "--format-version", "1"]))?)?;
    let dependencies = manifest["dependencies"].as_table_mut().context("the manifest has dependencies")?;
    let is_there = |name: &str, dependencies: &toml::Table| dependencies.keys().any(|key| key.replace('-', "_") == name);
    for name in named {
        if is_there(name, dependencies) {
            continue;
        }
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let is_library = |package: &&Value| {
            let targets = package["targets"].as_array().into_iter().flatten();
            targets.filter(|target| target["kind"][0] == "lib").any(|target| target["name"] == name)
        };
        // Where there are several versions, the newest is the likeliest to be the one whose types are meant.
        let versions = packages
            .filter(is_library)
            .filter_map(|package| Some((semver::Version::parse(package["version"].as_str()?).ok()?, package["name"].as_str()?)));
        if let Some((version, package)) = versions.max() {
            let mut dependency = toml::Table::new();
            dependency.insert("version".to_owned(), format!("={version}").into());
            dependency.insert("default-features".to_owned(), false.into());
            // A package whose library has another name is there, with its own features (`chatgpt_rs`, whose library is `chatgpt`).
            dependencies.entry(package).or_insert(dependency.into());
        }
    }
    write(&path, &manifest.to_string())
}

/// Writes the program, and says at which line of the file, counted from 1, the first call stands.
fn write_program(folder: &Path, start: &str, calls: &[(Line, String)]) -> Result<usize> {
    let mut text = start.to_owned();
    let first = text.lines().count() + 1;
    for (at, (line, call)) in calls.iter().enumerate() {
        writeln!(text, "pub fn call_{at}{call} // {} = {}", line.known, line.known.effect)?;
    }
    write(&folder.join("lib.rs"), &text)?;
    Ok(first)
}

/// What rustc says of the calls, by their number.
fn errors(repository: &Path, folder: &Path, first: usize) -> Result<BTreeMap<usize, String>> {
    let mut command = cargo(repository, folder);
    let output = command.args(["check", "--message-format", "json"]).output().context("failed to start cargo")?;
    let mut errors = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
            continue;
        }
        let text = message["message"]["message"].as_str().unwrap_or_default();
        let spans = message["message"]["spans"].as_array().into_iter().flatten();
        let primary = spans
            .filter(|span| span["is_primary"] == true && span["file_name"] == "lib.rs")
            .find_map(|span| usize::try_from(span["line_start"].as_u64()?).ok()?.checked_sub(first));
        match primary {
            Some(at) => {
                errors.entry(at).or_insert_with(|| text.lines().next().unwrap_or_default().to_owned());
            }
            None if text.starts_with("aborting") => {}
            None => elsewhere.push(message["message"]["rendered"].as_str().unwrap_or(text).to_owned()),
        }
    }
    if errors.is_empty() && !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("{} does not compile:\n{}\n{stderr}", folder.display(), elsewhere.join("\n"));
    }
    Ok(errors)
}

fn report(repository: &Path, folder: &Path) -> Result<Value> {
    let mut command = tool::command(folder, None);
    command.env("CARGO_TARGET_DIR", target(repository)).args(["check", "--allow-empty", "--format", "json"]);
    let output = command.output().context("failed to start the tool")?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("the tool wrote no report on {}:\n{}", folder.display(), String::from_utf8_lossy(&output.stderr)))
}

/// What the report says, by the number of the call.
struct Seen {
    accesses: BTreeMap<usize, BTreeSet<(String, String)>>,
    findings: BTreeMap<usize, BTreeSet<String>>,
    gaps: Vec<String>,
}

impl Seen {
    fn of(report: &Value, first: usize, package: &str) -> Self {
        let call = |of: &Value| usize::try_from(of["location"]["line"].as_u64()?).ok()?.checked_sub(first);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut seen = Seen { accesses: BTreeMap::new(), findings: BTreeMap::new(), gaps: Vec::new() };
        for access in report["accesses"].as_array().into_iter().flatten() {
            if let Some(at) = call(access) {
                seen.accesses.entry(at).or_default().insert((text(&access["store"]), text(&access["effect"])));
            }
        }
        for finding in report["findings"].as_array().into_iter().flatten() {
            if let Some(at) = call(finding) {
                seen.findings.entry(at).or_default().insert(text(&finding["rule"]));
            }
        }
        // Another store that the crate is built upon, and that the program names only for its types, is not what is looked at.
        let is_of_another = |gap: &&Value| gap["rule"] == "AG901" && !text(&gap["message"]).starts_with(&format!("`{package}`"));
        let gaps = report["gaps"].as_array().into_iter().flatten().filter(|gap| !is_of_another(gap));
        seen.gaps = gaps.map(|gap| format!("gap {}: {}", text(&gap["rule"]), text(&gap["message"]))).collect();
        seen
    }

    /// What is wrong with what is said of a call.
    fn difference(&self, at: usize, known: &Known, store: &Store) -> Option<String> {
        let none = BTreeSet::new();
        let accesses = self.accesses.get(&at).unwrap_or(&none);
        let findings = self.findings.get(&at);
        let has = |rule: &str| findings.is_some_and(|findings| findings.contains(rule));
        if has("AG904") {
            return Some("it is said to be unclassified".to_owned());
        }
        if let Some(rule) = known.rule() {
            return if has(rule) { None } else { Some(format!("personal data in it are not found ({rule})")) };
        }
        if known.cleans() && has("AG302") {
            return Some(format!("{}: what it gives back is taken for personal", known.effect));
        }
        let of_store: Vec<&str> = accesses.iter().filter(|(of, _)| *of == store.package).map(|(_, effect)| effect.as_str()).collect();
        match known.access() {
            Some(effect) if of_store == [effect] => None,
            Some(effect) => Some(format!("{effect} is taken for {accesses:?}")),
            None if of_store.is_empty() => None,
            None => Some(format!("{} is taken for {accesses:?}", known.effect)),
        }
    }
}
