//! The parts of the tool by themselves: reading and analysing MIR, linking, memory.

use std::{
    env,
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    measure::{Tool, cargo, peak_memory, remove_members, run},
    subject::Subject,
};

/// The variable that makes this program a wrapper around rustc, which leaves the MIR in this folder.
pub const DUMPS: &str = "AGENT_GUARD_BENCHMARK_DUMPS";

/// A row of the table of parts.
pub struct Row {
    subject: String,
    part: &'static str,
    measured: String,
    aim: &'static str,
    is_met: bool,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let met = if self.is_met { "yes" } else { "no" };
        write!(f, "| {} | {} | {} | {} | {met} |", self.subject, self.part, self.measured, self.aim)
    }
}

/// Measures them.
pub fn measure(tool: &Tool, subject: &Subject) -> Result<Vec<Row>> {
    let row = |part, measured: String, aim, is_met| Row { subject: subject.name.clone(), part, measured, aim, is_met };
    let memory = peak_memory(tool, subject)? as f64 / 1e6;
    let copies = tempfile::tempdir().context("failed to make a temporary folder")?;
    run(tool.command(subject, "facts").arg("--output").arg(copies.path()).stdout(Stdio::null()).stderr(Stdio::null()))?;
    let facts = facts_files(copies.path())?;
    let linked = output(Command::new(tool.examples.join("link_time")).args(&facts))?;
    let link_ms = number_before(&linked, " ms")?;
    let dumps = tempfile::tempdir_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "/tmp" })?;
    dump(subject, dumps.path())?;
    let stores = ["rusqlite=0.39.0", "qdrant-client=1.17.0", "tokio=1.50.0"];
    let analysed = output(Command::new(tool.examples.join("analysis_throughput")).arg(dumps.path()).args(stores))?;
    let analysed = analysed.lines().next().unwrap_or_default().to_owned();
    let speed = number_before(&analysed, " MB/s")?;
    Ok(vec![
        row("reading and analysing MIR, one core", analysed, "≥ 200 MB/s", speed >= 200.0),
        row("reading and linking the facts", linked.trim().to_owned(), "< 300 ms", link_ms < 300.0),
        row("memory of the tool's own processes", format!("{memory:.0} MB"), "≤ 300 MB", memory <= 300.0),
    ])
}

/// Has rustc leave the MIR of the subject's base package in a folder.
fn dump(subject: &Subject, folder: &Path) -> Result<()> {
    let wrapper = env::current_exe().context("failed to find this program's own path")?;
    remove_members(subject)?;
    let mut command = cargo(&subject.folder);
    command.args(["check", "--quiet", "--lib", "-p", &subject.base]);
    command.env("RUSTC_WORKSPACE_WRAPPER", wrapper).env(DUMPS, folder);
    run(&mut command)
}

/// Runs rustc with what makes it print MIR as the tool wants it; for [`dump`].
pub fn compile_with_dumps(folder: &Path) -> Result<ExitCode> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first().context("cargo names the compiler first")?;
    let mut command = Command::new(rustc);
    command.args(arguments).env("RUSTC_BOOTSTRAP", "1");
    if arguments.iter().any(|argument| argument == "--crate-name") {
        let mut place = OsString::from("-Zdump-mir-dir=");
        place.push(folder);
        let how =
            ["-Zdump-mir=built", "-Zdump-mir-exclude-pass-number=yes", "-Zdump-mir-exclude-alloc-bytes=yes", "-Zmir-include-spans=yes"];
        command.args(how).arg("-Ztrim-diagnostic-paths=no").arg(place);
    }
    let status = command.status().context("failed to run rustc")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn facts_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("failed to read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "agfacts"));
    ensure!(!files.is_empty(), "there are no facts in {}", folder.display());
    files.sort();
    Ok(files)
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("failed to run {command:?}"))?;
    ensure!(output.status.success(), "{command:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The number that stands before a unit.
fn number_before(text: &str, unit: &str) -> Result<f64> {
    let before = text.split(unit).next().filter(|before| before.len() < text.len());
    let number = before.and_then(|before| before.split(|c: char| !c.is_ascii_digit() && c != '.').next_back());
    number.and_then(|number| number.parse().ok()).with_context(|| format!("there is no number of{unit} in `{text}`"))
}
