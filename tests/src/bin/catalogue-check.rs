//! The catalogue held to the crates that it is about: `cargo run -p agent-guard-tests --bin catalogue-check [-- [--record DATE] [NAME…]]`.
//!
//! Each `NAME` is a file of `tests/catalogue`; without any, all of them are checked, which takes hours and gigabytes. It ends with 1 where
//! the catalogue is wrong. With `--record` the results go into `tests/catalogue/results.toml`, and from there into `docs/stores.md`.

use std::{env, fs, path::Path, process::ExitCode};

use agent_guard_tests::catalogue::{self, Checked, record};
use anyhow::{Context, Result, bail};

fn main() -> Result<ExitCode> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the tests' crate lies in the repository")?;
    let mut names: Vec<String> = Vec::new();
    let mut date = None;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--record" => date = Some(arguments.next().context("--record needs the day, as 2026-11-21")?),
            option if option.starts_with('-') => bail!("unknown option {option}; usage: catalogue-check [--record DATE] [NAME…]"),
            _ => names.push(argument),
        }
    }
    if names.is_empty() {
        names = all_names(&repository.join("tests/catalogue"))?;
    }
    let mut is_right = true;
    for name in names {
        let checked = match catalogue::check(repository, &name) {
            Ok(checked) => checked,
            Err(error) => {
                println!("{name}: NOT CHECKED: {error:#}");
                is_right = false;
                continue;
            }
        };
        checked.iter().for_each(print);
        is_right &= checked.iter().all(Checked::is_right);
        if let Some(date) = &date {
            record::record(repository, &checked, date)?;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn all_names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("failed to read {}", folder.display()))? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        names.extend(name.strip_suffix(".toml").filter(|name| *name != "results").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn print(checked: &Checked) {
    if let Some(failure) = &checked.failure {
        return println!("{} {}: NOT CHECKED: {failure}", checked.package, checked.version);
    }
    println!(
        "{} {}: {} paths, {} missing; {} methods of handles, {} of them not classified; {} paths recognised, {} wrong, {} not called",
        checked.package,
        checked.version,
        checked.found.len(),
        checked.missing.len(),
        checked.methods,
        checked.unmentioned.len(),
        checked.recognised,
        checked.wrong.len(),
        checked.uncalled.len(),
    );
    checked.missing.iter().for_each(|known| println!("  missing: {known}"));
    checked.unmentioned.iter().for_each(|method| println!("  not classified: {method}"));
    checked.wrong.iter().for_each(|wrong| println!("  wrong: {wrong}"));
    checked.uncalled.iter().for_each(|(known, reason)| println!("  not called: {known}: {reason}"));
}
