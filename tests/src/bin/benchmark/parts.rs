//! The parts of the tool by themselves: reading and analysing MIR, linking, memory.

use std::{
    env,
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
    process::{self, Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::{
    measure::{Tool, cargo, peak_memory, remove_members, run},
    subject::Subject,
};

/// The variable that makes this program a wrapper around rustc, which leaves the MIR in this folder.
pub const DUMPS: &str = "AGENT_GUARD_BENCHMARK_DUMPS";

/// … and this one has it removed again.
const FORGET: &str = "AGENT_GUARD_BENCHMARK_FORGET";

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
    let dumps = folder_for_dumps()?;
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

/// A folder for MIR, in memory where there is such a place, as the tool has it.
pub fn folder_for_dumps() -> Result<TempDir> {
    tempfile::tempdir_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "/tmp" }).context("failed to make a temporary folder")
}

/// Has rustc leave the MIR of the subject's base package in a folder.
fn dump(subject: &Subject, folder: &Path) -> Result<()> {
    remove_members(subject)?;
    let mut command = cargo(&subject.folder);
    command.args(["check", "--quiet", "--lib", "-p", &subject.base]);
    run(&mut printing(command, folder)?)
}

/// Has rustc print MIR in this run of cargo, below a folder, and has it removed.
pub fn print_and_forget(command: Command, folder: &Path) -> Result<Command> {
    let mut command = printing(command, folder)?;
    command.env(FORGET, "1");
    Ok(command)
}

fn printing(mut command: Command, folder: &Path) -> Result<Command> {
    let wrapper = env::current_exe().context("failed to find this program's own path")?;
    command.env("RUSTC_WORKSPACE_WRAPPER", wrapper).env(DUMPS, folder);
    Ok(command)
}

/// Runs rustc with what makes it print MIR as the tool wants it.
pub fn compile_with_dumps(folder: &Path) -> Result<ExitCode> {
    let (is_forgotten, is_on_server) = (env::var_os(FORGET).is_some(), env::var_os("CI").is_some());
    let folder = if is_forgotten { folder.join(process::id().to_string()) } else { folder.to_owned() };
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first().context("cargo names the compiler first")?;
    let mut command = Command::new(rustc);
    // On a build server the tool keeps no session of incremental compilation.
    let is_of_session = |at: usize| arguments[at].to_string_lossy().starts_with("incremental=");
    let is_left_out = |at: usize| is_on_server && (is_of_session(at) || at + 1 < arguments.len() && is_of_session(at + 1));
    command
        .args(arguments.iter().enumerate().filter(|&(at, _)| !is_left_out(at)).map(|(_, argument)| argument))
        .env("RUSTC_BOOTSTRAP", "1");
    if arguments.iter().any(|argument| argument == "--crate-name") {
        let mut place = OsString::from("-Zdump-mir-dir=");
        place.push(&folder);
        let how =
            ["-Zdump-mir=built", "-Zdump-mir-exclude-pass-number=yes", "-Zdump-mir-exclude-alloc-bytes=yes", "-Zmir-include-spans=yes"];
        command.args(how).arg("-Ztrim-diagnostic-paths=no").arg(place);
    }
    let status = command.status().context("failed to run rustc")?;
    if is_forgotten && folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("failed to remove {}", folder.display()))?;
    }
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
