//! The field test: agent-guard on published agents that nobody here wrote, held against lists that were made by hand.
//!
//! `cargo run -p agent-guard-tests --bin field-test [NAME…]` fetches each crate of `tests/field/*.toml` at its exact version through
//! cargo, checks it, and prints a Markdown table and every difference. It ends with 1 if there is one. Nothing of the crates is kept in
//! the repository: they lie in the work folder, `target/field` unless `--folder` says otherwise.
//!
//! Each crate becomes the member of a workspace of its own, its source untouched and with the lock file it was published with.

mod compare;
mod list;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    compare::{Outcome, Report, compare},
    list::{List, Release},
};

fn main() -> Result<ExitCode> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests' crate lies in the repository");
    let mut folder = repository.join("target/field");
    let mut names: Vec<String> = Vec::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folder" => folder = PathBuf::from(arguments.next().context("--folder needs a path")?),
            option if option.starts_with('-') => bail!("unknown option {option}; usage: field-test [--folder PATH] [NAME…]"),
            _ => names.push(argument),
        }
    }
    let lists = read_lists(&repository.join("tests/field"), &names)?;
    let tool = build_tool(repository)?;
    let mut outcomes = Vec::new();
    for list in lists {
        eprintln!("{} {}", list.release.package, list.release.version);
        let workspace = lay_out(&list, &folder).with_context(|| format!("failed to prepare {}", list.release.package))?;
        let (report, time) = check(&tool, &list, &workspace).with_context(|| format!("failed to check {}", list.release.package))?;
        let outcome = compare(&list, &report);
        outcomes.push((list, outcome, time));
    }
    print!("{}", render(&outcomes));
    Ok(if outcomes.iter().all(|(_, outcome, _)| outcome.agrees()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The lists whose package is named; all if none is.
fn read_lists(folder: &Path, names: &[String]) -> Result<Vec<List>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("failed to read {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut lists = paths.iter().map(|path| List::read(path)).collect::<Result<Vec<_>>>()?;
    for name in names {
        ensure!(lists.iter().any(|list| list.release.package == *name), "there is no list of {name} in {}", folder.display());
    }
    lists.retain(|list| names.is_empty() || names.contains(&list.release.package));
    Ok(lists)
}

/// Builds the tool of this very source in the profile that this program has, and says where it lies.
fn build_tool(repository: &Path) -> Result<PathBuf> {
    let mut build = cargo(repository);
    build.args(["build", "--quiet", "-p", "cargo-agent-guard"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    run(&mut build)?;
    let this = env::current_exe().context("failed to find this program's own path")?;
    Ok(this.with_file_name("cargo-agent-guard").with_extension(env::consts::EXE_EXTENSION))
}

/// Makes a workspace of a list's releases, unless it is there already.
fn lay_out(list: &List, folder: &Path) -> Result<PathBuf> {
    let workspace = folder.join(list.release.folder());
    let manifest = workspace.join("Cargo.toml");
    if manifest.exists() {
        return Ok(workspace);
    }
    for release in list.releases() {
        let source = fetch(release, folder)?;
        copy_folder(&source, &workspace.join(release.folder()))?;
    }
    let lock = workspace.join(list.release.folder()).join("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, workspace.join("Cargo.lock"))?;
    }
    let members: Vec<String> = list.releases().map(|release| format!("{:?}", release.folder())).collect();
    let mut text = format!("[workspace]\nresolver = \"2\"\nmembers = [{}]\n", members.join(", "));
    if !list.others.is_empty() {
        text.push_str("\n[patch.crates-io]\n");
    }
    for release in &list.others {
        text.push_str(&format!("{} = {{ path = {:?} }}\n", release.package, release.folder()));
    }
    // It comes last, so that a run that was stopped before does not leave half a workspace that a later one takes for a whole.
    fs::write(&manifest, text).with_context(|| format!("failed to write {}", manifest.display()))?;
    Ok(workspace)
}

/// Has cargo fetch a release into its own cache, makes sure that it is the one that was listed, and says where its source lies.
fn fetch(release: &Release, folder: &Path) -> Result<PathBuf> {
    let scratch = folder.join("scratch").join(release.folder());
    fs::create_dir_all(scratch.join("src"))?;
    fs::write(scratch.join("src/lib.rs"), "")?;
    let Release { package, version, checksum } = release;
    let manifest = format!(
        "[workspace]\n[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
         [dependencies]\n{package} = {{ version = \"={version}\", default-features = false }}\n"
    );
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    run(cargo(&scratch).args(["fetch", "--quiet"]))?;
    let lock = fs::read_to_string(scratch.join("Cargo.lock"))?.parse::<toml::Table>()?;
    let locked = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let ours =
        locked.filter(|locked| locked.get("name").and_then(toml::Value::as_str) == Some(package)).find_map(|locked| locked.get("checksum"));
    ensure!(
        ours.and_then(toml::Value::as_str) == Some(checksum),
        "the registry's {package} {version} is not the one that was listed: its checksum is {ours:?}"
    );
    let metadata = output(cargo(&scratch).args(["metadata", "--offline", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).context("cargo's metadata is no JSON")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|found| found["name"] == *package && found["version"] == *version)
        .find_map(|found| found["manifest_path"].as_str());
    match manifest {
        Some(manifest) => Ok(Path::new(manifest).parent().context("a manifest lies in a folder")?.to_owned()),
        None => unpacked(package, version),
    }
}

/// Where cargo has unpacked a package of which its metadata does not speak: one that is a program and no library.
fn unpacked(package: &str, version: &str) -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.context("cargo has no folder of its own")?.join("registry/src");
    let registries = fs::read_dir(&sources).with_context(|| format!("failed to list {}", sources.display()))?;
    let folders = registries.flatten().map(|registry| registry.path().join(format!("{package}-{version}")));
    folders.into_iter().find(|folder| folder.is_dir()).with_context(|| format!("cargo has not unpacked {package} {version}"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("failed to make {}", to.display()))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}

/// Has cargo check the crate and then agent-guard; the time is the second's, with all dependencies checked.
fn check(tool: &Path, list: &List, workspace: &Path) -> Result<(Report, Duration)> {
    let selection = ["--workspace".to_owned(), format!("--features={}", list.features.join(","))];
    run(cargo(workspace).args(["check", "--quiet"]).args(&selection).stderr(Stdio::null()))?;
    let start = Instant::now();
    let done = Command::new(tool)
        .current_dir(workspace)
        .args(["agent-guard", "check", "--format", "json", "--allow-empty"])
        .args(&selection)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("failed to run {}", tool.display()))?;
    let time = start.elapsed();
    // 1 is findings, 3 is gaps: both have a report, and the comparison says what is in it.
    ensure!(matches!(done.status.code(), Some(0 | 1 | 3)), "agent-guard ended with {}", done.status);
    let report = serde_json::from_slice(&done.stdout).context("agent-guard's report does not have the form that this test reads")?;
    Ok((report, time))
}

/// A Markdown table, and the differences below it.
fn render(outcomes: &[(List, Outcome, Duration)]) -> String {
    let mut text = String::from(
        "| crate | what it is | stores | listed | found | missed | wrong | may be | wider | findings | gaps | seconds |\n\
         |---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (list, outcome, time) in outcomes {
        let releases: Vec<String> = list.releases().map(|release| format!("{} {}", release.package, release.version)).collect();
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.1} |\n",
            releases.join(" + "),
            list.kind,
            list.stores,
            outcome.listed,
            outcome.found,
            outcome.missed.len(),
            outcome.wrong.len() + outcome.effects.len() + outcome.other_findings.len(),
            outcome.either,
            outcome.wider.len(),
            outcome.findings,
            outcome.gaps.len(),
            time.as_secs_f64(),
        ));
    }
    for (list, outcome, _) in outcomes {
        let kinds = [
            ("missed", &outcome.missed),
            ("reported, and no access", &outcome.wrong),
            ("reported with the wrong effect", &outcome.effects),
            ("an access without a finding", &outcome.silent),
            ("a finding that no access explains", &outcome.other_findings),
            ("gap", &outcome.gaps),
            ("reported as read-write", &outcome.wider),
        ];
        for (kind, entries) in kinds {
            for entry in entries {
                text.push_str(&format!("\n- {} — {kind}: {entry}", list.release.package));
            }
        }
    }
    text.push('\n');
    text
}

/// Cargo, in a folder.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("failed to run {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

fn output(command: &mut Command) -> Result<Vec<u8>> {
    let done = command.stderr(Stdio::inherit()).output().with_context(|| format!("failed to run {command:?}"))?;
    ensure!(done.status.success(), "{command:?} ended with {}", done.status);
    Ok(done.stdout)
}
