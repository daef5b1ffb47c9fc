//! Running the commands in the same state, with a clock; and the tool once more with an eye on its memory.

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{parts, subject::Subject};

/// The tool and its examples, built in the release profile.
pub struct Tool {
    /// `cargo-agent-guard`.
    pub binary: PathBuf,
    /// The folder of its examples.
    pub examples: PathBuf,
}

impl Tool {
    /// Builds them, unless they are taken as they were built before.
    pub fn build(repository: &Path, is_built: bool) -> Result<Self> {
        let examples = ["--example", "analysis_throughput", "--example", "link_time"];
        let mut build = cargo(repository);
        build.args(["build", "--release", "--quiet", "-p", "cargo-agent-guard", "--bins"]).args(examples);
        if !is_built {
            run(&mut build)?;
        }
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), PathBuf::from);
        let release = target.join("release");
        Ok(Self { binary: release.join("cargo-agent-guard").canonicalize()?, examples: release.join("examples") })
    }

    /// The command that the user would type.
    pub fn check(&self, subject: &Subject) -> Command {
        let mut command = self.command(subject, "check");
        command.args(["--format", "json"]);
        command
    }

    /// One of its subcommands.
    pub fn command(&self, subject: &Subject, subcommand: &str) -> Command {
        let mut command = clean(Command::new(&self.binary));
        command.current_dir(&subject.folder).args(["agent-guard", subcommand]).args(&subject.selection);
        command
    }
}

/// A row of the table of times.
pub struct Row {
    subject: String,
    state: String,
    times: Times,
    aim: Aim,
}

/// How long the commands take in one state.
#[derive(Debug, Clone, Copy)]
struct Times {
    cargo: Duration,
    /// `cargo check` where rustc prints the MIR, too, and nobody reads it: what the tool cannot go below.
    printing: Duration,
    tool: Duration,
}

enum Aim {
    /// So many times as long.
    Times(f64),
    /// So many times as long, and this on top.
    TimesPlus(f64, Duration),
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Times { cargo, printing, tool } = self.times;
        let (cargo, printing, tool) = (cargo.as_secs_f64(), printing.as_secs_f64(), tool.as_secs_f64());
        let (aim, limit) = match self.aim {
            Aim::Times(times) => (format!("≤ {times} ×"), cargo * times),
            Aim::TimesPlus(times, more) => (format!("≤ {times} × + {} ms", more.as_millis()), cargo * times + more.as_secs_f64()),
        };
        let met = if tool <= limit { "yes" } else { "no" };
        let (least, measured) = (printing / cargo, tool / cargo);
        write!(f, "| {} | {} | {cargo:.3} s | {tool:.3} s | {least:.2} × | {measured:.2} × | {aim} | {met} |", self.subject, self.state)
    }
}

/// Measures the commands in each state.
pub fn compare(tool: &Tool, subject: &Subject, runs: usize) -> Result<Vec<Row>> {
    let dumps = parts::folder_for_dumps()?;
    let all_in = |surroundings: &[(&str, &str)], runs: usize, prepare: &mut dyn FnMut(usize) -> Result<()>| -> Result<Times> {
        let mut times = [const { Vec::new() }; 3];
        for number in 0..runs {
            // No command's artifacts are another's, so that each finds the state that the first one has found.
            prepare(number)?;
            for turn in 0..times.len() {
                let which = (number + turn) % times.len();
                let mut command = match which {
                    0 => cargo_check(subject),
                    1 => parts::print_and_forget(cargo_check(subject), dumps.path())?,
                    _ => tool.check(subject),
                };
                times[which].push(timed(command.envs(surroundings.iter().copied()))?);
            }
            eprint!(".");
        }
        eprintln!();
        let [cargo, printing, tool] = times.map(median);
        Ok(Times { cargo, printing, tool })
    };
    let all = |runs: usize, prepare: &mut dyn FnMut(usize) -> Result<()>| all_in(&[], runs, prepare);
    let row = |state: &str, times: Times, aim: Aim| Row { subject: subject.name.clone(), state: state.to_owned(), times, aim };
    // The dependencies, once; all commands use the same.
    timed(&mut cargo_check(subject))?;
    let mut rows = Vec::new();
    let mut add = |row: Row| {
        eprintln!("{row}");
        rows.push(row);
    };
    let on_server = all_in(&[("CI", "true")], runs, &mut |_| remove_members(subject))?;
    add(row("from nothing, on a build server", on_server, Aim::Times(1.05)));
    add(row("from nothing", all(runs, &mut |_| remove_members(subject))?, Aim::Times(1.05)));
    add(row("nothing changed", all(runs, &mut |_| Ok(()))?, Aim::TimesPlus(1.2, Duration::from_millis(50))));
    for (state, file) in &subject.edits {
        let original = fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
        let edit = |number: usize| {
            // A function that the first edit adds; in the others one line of its body changes.
            let line =
                format!("\n/// A line that the benchmark changes.\npub fn edited_by_the_benchmark() -> usize {{\n    {number}\n}}\n");
            fs::write(file, original.clone() + &line).with_context(|| format!("failed to write {}", file.display()))
        };
        let revert = || {
            fs::write(file, &original).with_context(|| format!("failed to write {}", file.display()))?;
            timed(&mut cargo_check(subject))?;
            timed(&mut parts::print_and_forget(cargo_check(subject), dumps.path())?)?;
            timed(&mut tool.check(subject))
        };
        // The first edit changes what others see of the crate, so it is a case of its own.
        let first = all(runs, &mut |number| {
            if number > 0 {
                revert()?;
            }
            edit(0)
        });
        let again = all(runs, &mut |number| edit(number + 1));
        // What the next edit finds is not to be compiled because of this one.
        revert()?;
        add(row(&format!("{state}, for the first time"), first?, Aim::Times(2.0)));
        add(row(&format!("{state}, again"), again?, Aim::Times(2.0)));
    }
    Ok(rows)
}

/// Removes what the members have left of both commands, incremental state included, and keeps the dependencies.
pub fn remove_members(subject: &Subject) -> Result<()> {
    let mut command = cargo(&subject.folder);
    command.args(["clean", "--quiet"]);
    subject.members.iter().for_each(|member| {
        command.args(["-p", member]);
    });
    run(&mut command)
}

/// The largest amount of memory that the tool's own processes have had together, in bytes: the command and the wrappers that live at the
/// same time, without cargo and rustc. The kernel keeps the peak of each process, so it is enough to see each one near its end.
pub fn peak_memory(tool: &Tool, subject: &Subject) -> Result<u64> {
    remove_members(subject)?;
    let mut child = tool.check(subject).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = peak.max(memory_of(&tool.binary));
        thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

/// The sum of the peaks of all living processes of a binary.
fn memory_of(binary: &Path) -> u64 {
    let mut processes: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == binary) {
            let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
            let number = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
                line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
            };
            processes.insert(id, (number("PPid:"), number("VmHWM:") * 1024));
        }
    }
    // A child that is about to become another program shares its parent's memory until then.
    processes.values().filter(|(parent, _)| !processes.contains_key(parent)).map(|(_, bytes)| bytes).sum()
}

fn cargo_check(subject: &Subject) -> Command {
    let mut command = cargo(&subject.folder);
    command.arg("check").args(&subject.selection);
    command
}

/// Runs a command and says how long that took. 1 is findings, 3 is gaps: also then the tool has done its work.
fn timed(command: &mut Command) -> Result<Duration> {
    command.stdin(Stdio::null());
    let start = Instant::now();
    let output = command.output().with_context(|| format!("failed to run {command:?}"))?;
    let time = start.elapsed();
    let is_done = output.status.success() || matches!(output.status.code(), Some(1 | 3)) && output.stdout.starts_with(b"{");
    ensure!(is_done, "{command:?} ended with {}:\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(time)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Cargo, in a folder.
pub fn cargo(folder: &Path) -> Command {
    let mut command = clean(Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())));
    command.current_dir(folder);
    command
}

/// Takes away what `cargo run` has set for this program, and what says that this is a build server.
fn clean(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST", "CARGO_TARGET_DIR", "LD_LIBRARY_PATH"].iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.env_remove("CI").env_remove("TF_BUILD");
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("failed to run {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

/// The machine and the compiler.
pub fn surroundings() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|line| line.split_once(": "));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / f64::from(1 << 20);
    let rustc = Command::new("rustc").arg("-V").output().context("failed to run rustc")?;
    Ok(format!(
        "{}; {} cores, {memory:.0} GiB; {}; load at the start: {}",
        model.map_or("a processor without a name", |(_, name)| name),
        thread::available_parallelism().map_or(1, usize::from),
        String::from_utf8_lossy(&rustc.stdout).trim(),
        load()
    ))
}

/// The load averages.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
