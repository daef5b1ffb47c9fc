//! The benchmark: `cargo agent-guard check` against `cargo check` in the same state, and the parts of the tool by themselves.
//!
//! ```text
//! cargo run --release -p agent-guard-tests --bin benchmark -- [--lines 200000] [--crates 20] [--runs 3] [--folder PATH] [--field PATH] [SUBJECT…]
//! ```
//! The subjects are `example` (the guarded agent), `generated` (a workspace that [`generate`] makes) and the folders of the field test
//! (`rig-sqlite-0.44.0`), which are left out with a note where that test has not prepared them. Without a name it is all three.
//!
//! Each subject is copied to the work folder (`target/benchmark`) and has one target directory there, as users have: `cargo check` and
//! `cargo agent-guard check` share the dependencies, and each has its own artifacts of the workspace's members. So has a third one:
//! `cargo check` in which rustc prints the MIR that the tool needs, and nobody reads it. The commands are run
//! one after the other, in turns first, so that a busy machine slows them all.

mod generate;
mod measure;
mod parts;
mod subject;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};

use crate::{
    measure::{Tool, compare},
    subject::Subject,
};

const USAGE: &str = "usage: benchmark [--lines N] [--crates N] [--runs N] [--no-build] [--folder PATH] [--field PATH] [example|generated|rig-sqlite-0.44.0|…]";

/// What is asked for.
struct Options {
    lines: usize,
    crates: usize,
    runs: usize,
    is_built: bool,
    folder: PathBuf,
    field: PathBuf,
    subjects: Vec<String>,
}

impl Options {
    fn read(repository: &Path) -> Result<Self> {
        let mut options = Options {
            lines: 200_000,
            crates: 20,
            runs: 3,
            is_built: false,
            folder: repository.join("target/benchmark"),
            field: repository.join("target/field"),
            subjects: Vec::new(),
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value; {USAGE}"));
            match argument.as_str() {
                "--lines" => options.lines = value()?.parse().context(USAGE)?,
                "--crates" => options.crates = value()?.parse::<usize>().context(USAGE)?.max(1),
                "--runs" => options.runs = value()?.parse::<usize>().context(USAGE)?.max(1),
                "--no-build" => options.is_built = true,
                "--folder" => options.folder = value()?.into(),
                "--field" => options.field = value()?.into(),
                option if option.starts_with('-') => bail!("unknown option {option}; {USAGE}"),
                _ => options.subjects.push(argument),
            }
        }
        if options.subjects.is_empty() {
            options.subjects = ["example", "rig-sqlite-0.44.0", "generated"].map(str::to_owned).into();
        }
        Ok(options)
    }
}

fn main() -> Result<ExitCode> {
    if let Some(dumps) = env::var_os(parts::DUMPS) {
        return parts::compile_with_dumps(Path::new(&dumps));
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the tests' crate lies in the repository")?;
    let options = Options::read(repository)?;
    fs::create_dir_all(&options.folder).with_context(|| format!("failed to make {}", options.folder.display()))?;
    let folder = options.folder.canonicalize()?;
    let tool = Tool::build(repository, options.is_built)?;
    println!("{}\n", measure::surroundings()?);
    let (mut times, mut rest, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for name in &options.subjects {
        let subject = match name.as_str() {
            "example" => Subject::example(repository, &folder)?,
            "generated" => Subject::generated(repository, &folder, options.lines, options.crates)?,
            name => match Subject::of_the_field_test(name, &options.field, &folder)? {
                Some(subject) => subject,
                None => {
                    let field = options.field.display();
                    notes.push(format!("`{name}` is left out: `cargo run -p agent-guard-tests --bin field-test` prepares it in {field}"));
                    continue;
                }
            },
        };
        eprintln!("{}: {}", subject.name, subject.about);
        times.extend(compare(&tool, &subject, options.runs).with_context(|| format!("failed to measure {name}"))?);
        rest.extend(parts::measure(&tool, &subject).with_context(|| format!("failed to measure the parts of the tool on {name}"))?);
        notes.push(format!("{}: {}", subject.name, subject.about));
    }
    println!("| subject | state | `cargo check` | `cargo agent-guard check` | rustc's printing alone | measured | aim | met |");
    println!("|---|---|--:|--:|--:|--:|--:|---|");
    times.iter().for_each(|row| println!("{row}"));
    println!("\n| subject | part | measured | aim | met |\n|---|---|--:|--:|---|");
    rest.iter().for_each(|row| println!("{row}"));
    println!();
    notes.iter().for_each(|note| println!("- {note}"));
    println!("- load of the machine at the end: {}", measure::load());
    Ok(ExitCode::SUCCESS)
}
