//! The field test: agent-guard on published agents that nobody here wrote, held against lists that were made by hand.
//!
//! `cargo run -p agent-guard-tests --bin field-test [NAME…]` fetches each crate of `tests/field/*.toml` at its exact version through
//! cargo, checks it, and prints Markdown tables and every difference. It ends with 1 if there is one. Nothing of the crates is kept in
//! the repository: they lie in the work folder, `target/field` unless `--folder` says otherwise.
//!
//! Each crate becomes the member of a workspace of its own, its source untouched and with the lock file it was published with. Where there
//! is a list of flows beside that of accesses (`*.flows.toml`), a copy of it is marked as that list says, and checked again.

mod compare;
mod flows;
mod list;
mod marks;
mod render;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    compare::{Report, compare},
    flows::{Flows, compare_flows},
    list::{List, Release},
    render::{Checked, MarkedAndChecked, render},
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
    let rules = rules(&tool)?;
    let mut all = Vec::new();
    for (list, flows) in lists {
        eprintln!("{} {}", list.release.package, list.release.version);
        let workspace = lay_out(&list, &folder).with_context(|| format!("failed to prepare {}", list.release.package))?;
        let target = workspace.join("target");
        let (report, time) =
            check(&tool, &workspace, &target, &list.features).with_context(|| format!("failed to check {}", list.release.package))?;
        let outcome = compare(&list, &report);
        let marked = flows.map(|flows| check_marked(&tool, &list, &flows, &workspace, &rules, repository)).transpose();
        let marked = marked.with_context(|| format!("failed to check what is marked in {}", list.release.package))?;
        all.push(Checked { list, outcome, time, marked });
    }
    print!("{}", render(&all));
    Ok(if all.iter().all(Checked::agrees) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The lists whose package is named; all if none is.
fn read_lists(folder: &Path, names: &[String]) -> Result<Vec<(List, Option<Flows>)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("failed to read {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    let is_list = |name: &str| name.ends_with(".toml") && !name.ends_with(".flows.toml");
    paths.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_list));
    paths.sort();
    let mut lists = paths.iter().map(|path| Ok((List::read(path)?, Flows::read(&Flows::path(path))?))).collect::<Result<Vec<_>>>()?;
    for name in names {
        ensure!(lists.iter().any(|(list, _)| list.release.package == *name), "there is no list of {name} in {}", folder.display());
    }
    lists.retain(|(list, _)| names.is_empty() || names.contains(&list.release.package));
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

/// The codes of the tool's rules.
fn rules(tool: &Path) -> Result<Vec<String>> {
    let text = output(Command::new(tool).args(["agent-guard", "rules", "--format", "json"]))?;
    let rules: serde_json::Value = serde_json::from_slice(&text).context("the list of rules is no JSON")?;
    let rules = rules["rules"].as_array().or_else(|| rules.as_array()).context("the list of rules is a list")?;
    Ok(rules.iter().filter_map(|rule| rule["code"].as_str()).map(str::to_owned).collect())
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

/// Marks a copy of a workspace as a list of flows says, has it checked, and compares. The copy is made anew each time; what the crate
/// depends on is not built again, because both share one target folder.
fn check_marked(
    tool: &Path,
    list: &List,
    flows: &Flows,
    workspace: &Path,
    rules: &[String],
    repository: &Path,
) -> Result<MarkedAndChecked> {
    let copy = workspace.join("marked");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("failed to remove {}", copy.display()))?;
    }
    for release in list.releases() {
        copy_folder(&workspace.join(release.folder()), &copy.join(release.folder()))?;
    }
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(workspace.join(file), copy.join(file)).with_context(|| format!("failed to copy {file}"))?;
    }
    marks::apply(list, &flows.marks, &copy, &repository.join("agent-guard"))?;
    let features = flows.features.as_ref().unwrap_or(&list.features);
    let (report, time) = check(tool, &copy, &workspace.join("target"), features)?;
    let gaps = report.gaps.iter().map(ToString::to_string).collect();
    Ok(MarkedAndChecked { outcome: compare_flows(list, flows, &report, rules), gaps, time })
}

/// Has cargo check the crate and then agent-guard; the time is the second's, with all dependencies checked.
fn check(tool: &Path, workspace: &Path, target: &Path, features: &[String]) -> Result<(Report, Duration)> {
    let selection = ["--workspace".to_owned(), format!("--features={}", features.join(","))];
    run(cargo(workspace).env("CARGO_TARGET_DIR", target).args(["check", "--quiet"]).args(&selection).stderr(Stdio::null()))?;
    let start = Instant::now();
    let done = Command::new(tool)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
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
