//! The wrapper: cargo calls it in place of rustc for each crate of the workspace.
//!
//! It runs the user's own rustc with cargo's arguments, has it print the MIR that it builds, analyses that one body at a time, and leaves
//! the facts beside the crate's other outputs. Whatever is no compilation of a crate to analyse goes to rustc unchanged.
//!
//! The order of what it leaves matters. cargo takes a unit for compiled only when we return 0, and that happens last: so a unit that cargo
//! calls fresh has facts that were written after that same compilation.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, ExitStatus, Stdio},
};

use anyhow::{Context, Result, bail};

use super::{
    compiler::Compiler,
    context::{Member, Shared},
    dep_info,
    dump::{self, Dump},
    env, fingerprint,
    kept::Kept,
    left_wing,
    premises::{Given, Premises, Reader},
    rustc_args::{Compilation, Folders, RustcArgs},
    scratch, whole,
};
use crate::{
    analysis::{self, Analysis},
    facts::{self, Facts, Gap, Unit},
};

/// Below this many free bytes a scratch folder counts as full: dumps may then have been cut off or left out.
const FULL: u64 = 1 << 20;

/// Variables that cargo sets together for build scripts only. (One of them alone may be the user's: some shells export `HOST`.)
const OF_BUILD_SCRIPTS: [&str; 5] = ["NUM_JOBS", "HOST", "TARGET", "OPT_LEVEL", "PROFILE"];

/// Runs as the wrapper around `rustc`.
pub fn main(rustc: &OsStr, arguments: &[OsString]) -> ExitCode {
    match run(rustc, arguments) {
        Ok(code) => code,
        Err(error) => {
            // Cargo prints this as it prints the compiler's own messages, and counts the crate as not compiled.
            eprintln!("error: agent-guard: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(rustc: &OsStr, arguments: &[OsString]) -> Result<ExitCode> {
    let in_build_script = OF_BUILD_SCRIPTS.iter().all(|name| std::env::var_os(name).is_some());
    let expanded = RustcArgs::expand(arguments.to_vec())?;
    match expanded.compilation() {
        Some(compilation) if !in_build_script => Wrapper::prepare(rustc, &compilation)?.compile(&expanded),
        _ => run_unchanged(rustc, arguments),
    }
}

/// One compilation that is analysed.
struct Wrapper<'a> {
    rustc: &'a OsStr,
    compilation: &'a Compilation,
    shared: Shared,
    folder: UnitFolder,
}

impl<'a> Wrapper<'a> {
    fn prepare(rustc: &'a OsStr, compilation: &'a Compilation) -> Result<Self> {
        let context = std::env::var_os(env::CONTEXT).context("`cargo agent-guard` has not started this compilation")?;
        let shared = Shared::read(Path::new(&context)).context("the `cargo agent-guard` that started this compilation is gone")?;
        let root = scratch::choose(&shared.scratch).context("the `cargo agent-guard` that started this compilation is gone")?;
        let folder = UnitFolder::create(root, &compilation.stem())?;
        let wrapper = Self { rustc, compilation, shared, folder };
        wrapper.check_compiler()?;
        Ok(wrapper)
    }

    /// Makes sure that cargo uses the compiler that the run was started for. The answer holds for all units of the run.
    fn check_compiler(&self) -> Result<()> {
        let checked = self.shared.scratch[0].join(format!("rustc-{}", blake3::hash(self.rustc.as_encoded_bytes()).to_hex()));
        if checked.exists() {
            return Ok(());
        }
        let compiler = Compiler::ask(self.rustc)?;
        if compiler != self.shared.compiler {
            let (found, expected) = (&compiler.release, &self.shared.compiler.release);
            bail!(
                "cargo compiles with rustc {found}, but rustc {expected} was expected: name the compiler with RUSTC, not with `--config build.rustc`"
            );
        }
        fs::write(&checked, "").with_context(|| format!("failed to write `{}`", checked.display()))
    }

    fn compile(&self, arguments: &RustcArgs) -> Result<ExitCode> {
        let mut kept = self.kept()?;
        let sessions = kept.as_ref().map(Kept::folder);
        let folders = Folders { dumps: &self.folder.dumps(), sessions, out_dir: None };
        let (status, counted) = self.run_rustc(&arguments.instrumented(folders), arguments.came_from_file(), std::io::stderr().lock())?;
        if !status.success() {
            return Ok(exit_code(status));
        }
        let mut printed = self.printed(counted)?;
        if let Some(kept) = kept.as_mut().filter(|_| !printed.is_complete()) {
            printed = self.print_all(arguments)?;
            kept.forget_bodies();
        }
        self.follow(&printed, kept)?;
        dep_info::watch_key(&self.compilation.dep_info_path(), &self.compilation.stem(), &self.shared.run_key)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Sees to it that the facts that follow from these bodies are there, and that what is kept is for rustc's new session.
    fn follow(&self, printed: &Printed, mut kept: Option<Kept>) -> Result<()> {
        let package = |name: &str| std::env::var(name).unwrap_or_default();
        let (package, version) = (package("CARGO_PKG_NAME"), package("CARGO_PKG_VERSION"));
        let lockfile = self.shared.lockfile()?;
        let closure = lockfile.closure(&package, &version).with_context(|| format!("`Cargo.lock` does not have `{package} {version}`"))?;
        let surroundings = self.shared.surroundings(&closure);
        let is_it = |member: &&Member| member.package == package && member.version == version;
        let is_dependency = self.shared.members.iter().find(is_it).is_some_and(|member| member.is_dependency);
        let unit = Unit {
            crate_name: self.compilation.crate_name.clone(),
            package,
            version,
            crate_type: self.compilation.crate_type.clone(),
            is_test: self.compilation.is_test,
            extra_filename: self.compilation.extra_filename.clone(),
            root: self.compilation.root.clone(),
            externs: self.compilation.externs.clone(),
            is_dependency,
        };
        let (key, facts_path) = (self.shared.unit_key(&surroundings), self.compilation.facts_path());
        let sources = self.sources()?;
        let given = Given::new(&unit, &key, lockfile.checksum(), &sources);
        let is_as_before = |kept: &Kept| {
            let hold = kept.premises().is_some_and(|premises| premises.hold(given, &facts_path));
            hold && printed.is_complete() && kept.has_these(&printed.dumps).is_ok_and(|same| same)
        };
        if let Some(kept) = kept.take_if(|kept| is_as_before(kept)) {
            kept.save_unchanged();
            return Ok(());
        }
        let context = left_wing::context(&surroundings, &closure, self.compilation)?;
        let reader = Reader::default();
        let facts = self.analyse(unit, &context, &sources, &reader, printed, kept.as_mut())?;
        let bytes = facts::encode(&facts, &key);
        // Before the facts: from now on rustc goes on from its new session, also where we do not come to the end.
        match kept {
            Some(kept) if facts.gaps.is_empty() => kept.save(Premises::new(given, reader, &bytes)),
            // What was cut off must not be cut off for ever.
            Some(kept) => kept.discard(),
            None => {}
        }
        whole::write(&facts_path, "agfacts.unfinished", &bytes).with_context(|| format!("failed to write `{}`", facts_path.display()))
    }

    /// What is kept of the crate's last compilation, if this one is to be incremental: where cargo wants it. A build server begins from
    /// nothing each time and throws away what is kept, so there it is so only where an earlier compilation shows that something lasts.
    fn kept(&self) -> Result<Option<Kept>> {
        let Some(folder) = self.compilation.kept_folder() else { return Ok(None) };
        if env::on_build_server() && !self.was_compiled_before() {
            return Ok(None);
        }
        let kept = Kept::open(folder, &self.shared.run_key)?;
        kept.mark(&self.folder.dumps(), &self.compilation.crate_name)?;
        Ok(Some(kept))
    }

    /// Whether there are facts of an earlier compilation by the same tool and compiler.
    fn was_compiled_before(&self) -> bool {
        let facts = fs::read(self.compilation.facts_path()).unwrap_or_default();
        facts::key_of(&facts).map(fingerprint::run_key_of) == Ok(self.shared.run_key.as_str())
    }

    /// Runs rustc, and returns how it ended and how many bodies it says the crate has.
    fn run_rustc(&self, arguments: &[OsString], in_file: bool, messages_to: impl Write) -> Result<(ExitStatus, Option<u64>)> {
        let name = self.rustc.to_string_lossy();
        let mut command = Command::new(self.rustc);
        if in_file {
            let file = self.folder.0.join("arguments");
            let lines: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
            fs::write(&file, lines.join("\n")).with_context(|| format!("failed to write `{}`", file.display()))?;
            let mut argument = OsString::from("@");
            argument.push(&file);
            command.arg(argument);
        } else {
            command.args(arguments);
        }
        // A crash of rustc would otherwise leave a file in the user's folder.
        command.env("RUSTC_ICE", "0");
        if !self.shared.compiler.is_nightly() {
            command.env("RUSTC_BOOTSTRAP", bootstrap(std::env::var("RUSTC_BOOTSTRAP").ok().as_deref(), &self.compilation.crate_name));
        }
        let mut child = command.stderr(Stdio::piped()).spawn().with_context(|| format!("failed to run `{name}`"))?;
        self.folder.register(child.id())?;
        let messages = child.stderr.take().context("rustc's messages are not there, although they were asked for")?;
        let counted = dump::forward_messages(BufReader::new(messages), messages_to);
        let status = child.wait().with_context(|| format!("failed to wait for `{name}`"))?;
        Ok((status, counted.context("failed to pass rustc's messages on")?))
    }

    /// Runs rustc once more to print every body. What it says and what it writes are there already.
    fn print_all(&self, arguments: &RustcArgs) -> Result<Printed> {
        let (dumps, elsewhere) = (self.folder.dumps(), self.folder.0.join("outputs"));
        fs::remove_dir_all(&dumps).and_then(|()| fs::create_dir(&elsewhere)).context("failed to make room for the MIR")?;
        let folders = Folders { dumps: &dumps, sessions: None, out_dir: Some(&elsewhere) };
        let mut messages = Vec::new();
        let (status, counted) = self.run_rustc(&arguments.instrumented(folders), arguments.came_from_file(), &mut messages)?;
        if !status.success() {
            let messages = String::from_utf8_lossy(&messages);
            bail!("rustc has compiled the crate, but could not do so once more to print all of its MIR:\n{messages}");
        }
        self.printed(counted)
    }

    /// What rustc has printed, and what is marked as kept.
    fn printed(&self, counted: Option<u64>) -> Result<Printed> {
        if scratch::free_bytes(&self.folder.0).is_some_and(|free| free < FULL) {
            bail!("no room is left in `{}`: free some, or set TMPDIR to a folder with more", self.folder.0.display());
        }
        Ok(Printed { dumps: dump::list(&self.folder.dumps(), &self.compilation.crate_name)?, counted })
    }

    /// The source files that the crate is made of.
    fn sources(&self) -> Result<Vec<String>> {
        let dep_info = self.compilation.dep_info_path();
        let text = fs::read_to_string(&dep_info).with_context(|| format!("failed to read `{}`", dep_info.display()))?;
        Ok(dep_info::sources(&text))
    }

    /// Reads what rustc has printed, one body at a time.
    fn analyse(
        &self,
        unit: Unit,
        context: &analysis::Context,
        sources: &[String],
        reader: &Reader,
        printed: &Printed,
        mut kept: Option<&mut Kept>,
    ) -> Result<Facts> {
        let source = |file: &str| reader.read(file);
        let mut analysis = Analysis::new(unit, context, &source);
        let gap = |subject: &str, reason: String| Gap { subject: subject.to_owned(), reason, place: None };
        if !printed.is_complete() {
            let found = printed.dumps.len();
            let reason = match printed.counted {
                Some(counted) => format!("rustc has {counted} bodies but printed {found}: some could not be written"),
                None => "rustc did not say how many bodies it has".to_owned(),
            };
            analysis.add_gap(gap(&self.compilation.crate_name, reason));
        }
        analysis.add_sources(sources);
        for dump in &printed.dumps {
            let text = match &mut kept {
                Some(kept) => kept.text(dump),
                None => fs::read_to_string(&dump.path),
            };
            match text {
                Ok(text) => analysis.add_body(&dump.name, &text),
                Err(error) => analysis.add_gap(gap(&dump.name, format!("its MIR could not be read: {error}"))),
            }
            // Read is done with: the text of a large crate is hundreds of megabytes of memory.
            let _ = fs::remove_file(&dump.path);
        }
        Ok(analysis.finish())
    }
}

/// The bodies that rustc has printed, and how many there are to be.
struct Printed {
    dumps: Vec<Dump>,
    counted: Option<u64>,
}

impl Printed {
    fn is_complete(&self) -> bool {
        self.counted == Some(self.dumps.len() as u64)
    }
}

/// The folder of one unit below the scratch folder. Dropping it removes it.
struct UnitFolder(PathBuf);

impl UnitFolder {
    fn create(root: &Path, stem: &str) -> Result<Self> {
        let folder = root.join(stem);
        let failed = || format!("failed to make `{}`", folder.display());
        // What a run of this unit that was cut off has left would be taken for bodies of this one.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(failed)?;
        }
        fs::create_dir(&folder).with_context(failed)?;
        Ok(Self(folder))
    }

    /// Where the MIR goes.
    fn dumps(&self) -> PathBuf {
        self.0.join("mir")
    }

    /// Says which processes are to end when the run is interrupted.
    fn register(&self, rustc: u32) -> Result<()> {
        let file = self.0.join("processes");
        fs::write(&file, format!("{} {rustc}", std::process::id())).with_context(|| format!("failed to write `{}`", file.display()))
    }
}

impl Drop for UnitFolder {
    fn drop(&mut self) {
        // The parent removes the whole folder at the end of the run, and will say so if it cannot.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The value of `RUSTC_BOOTSTRAP` that lets this crate, and whatever else the user has let, use unstable flags.
fn bootstrap(users: Option<&str>, crate_name: &str) -> String {
    match users {
        None | Some("" | "-1") => crate_name.to_owned(),
        Some("1") => "1".to_owned(),
        Some(crates) => format!("{crates},{crate_name}"),
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    // No code: a signal has ended it.
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn run_unchanged(rustc: &OsStr, arguments: &[OsString]) -> Result<ExitCode> {
    let mut command = Command::new(rustc);
    command.args(arguments);
    replace_by(command)
}

/// Becomes another program.
///
/// # Errors
/// Where that cannot be started.
#[cfg(unix)]
pub fn replace_by(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(error).with_context(|| format!("failed to run `{}`", command.get_program().to_string_lossy()))
}

/// Becomes another program, as far as this platform lets it.
///
/// # Errors
/// Where that cannot be started.
#[cfg(not(unix))]
pub fn replace_by(mut command: Command) -> Result<ExitCode> {
    let status = command.status();
    status.map(exit_code).with_context(|| format!("failed to run `{}`", command.get_program().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_own_bootstrap_is_kept() {
        assert_eq!(bootstrap(None, "app"), "app");
        assert_eq!(bootstrap(Some("1"), "app"), "1");
        assert_eq!(bootstrap(Some("other"), "app"), "other,app");
        assert_eq!(bootstrap(Some("-1"), "app"), "app");
    }

    #[test]
    fn a_units_folder_starts_empty_and_goes_with_the_unit() {
        let root = tempfile::tempdir().expect("there is a temporary directory");
        fs::create_dir_all(root.path().join("app-1/mir")).expect("it is writable");
        let folder = UnitFolder::create(root.path(), "app-1").expect("it is writable");
        assert!(!folder.dumps().exists());
        drop(folder);
        assert!(!root.path().join("app-1").exists());
    }
}
