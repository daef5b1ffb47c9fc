//! A workspace that is made up: as many lines and crates as one likes, the same ones each time.
//!
//! What stands in it is what agents are written with: structures, traits with default methods, generics, error enums and `?`, closures
//! in iterator chains, `async fn`s that await one another; and in each module a memory in SQLite whose every access has consent, by a
//! parameter or asked for by hand. The crates form a tree with some cross links; each calls into those it depends on.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result};

/// Lines of a module, after which the next one begins.
const MODULE: usize = 500;

/// The name of a crate.
pub fn name(krate: usize) -> String {
    format!("part-{krate:02}")
}

/// The crates that a crate depends on.
fn dependencies(krate: usize) -> Vec<usize> {
    let mut dependencies = if krate == 0 { Vec::new() } else { vec![(krate - 1) / 2, krate / 3] };
    dependencies.dedup();
    dependencies
}

/// The crates that are compiled anew when one is edited: itself, and those that depend on it however indirectly.
pub fn dependents(krate: usize, crates: usize) -> Vec<usize> {
    let mut found = vec![krate];
    for later in krate + 1..crates {
        if dependencies(later).iter().any(|dependency| found.contains(dependency)) {
            found.push(later);
        }
    }
    found
}

/// Writes the workspace; how many lines of Rust it has.
///
/// # Errors
/// Where a file cannot be written.
pub fn workspace(folder: &Path, repository: &Path, lines: usize, crates: usize) -> Result<usize> {
    let mut written = 0;
    let members: Vec<String> = (0..crates).map(|krate| format!("{:?}", name(krate))).collect();
    write(&folder.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))?;
    for krate in 0..crates {
        let mut manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
             agent-guard = {{ path = {:?} }}\nrusqlite = {{ path = {:?} }}\n",
            name(krate),
            repository.join("agent-guard"),
            repository.join("tests/stores/rusqlite"),
        );
        for dependency in dependencies(krate) {
            let dependency = name(dependency);
            writeln!(manifest, "{dependency} = {{ path = \"../{dependency}\" }}")?;
        }
        let root = folder.join(name(krate));
        write(&root.join("Cargo.toml"), &manifest)?;
        let mut modules = String::from("//! A crate of the benchmark's workspace.\n\n");
        let (mut here, mut module) = (0, 0);
        while here < lines / crates {
            let text = module_text(krate, module);
            here += text.lines().count() + 1;
            writeln!(modules, "pub mod m{module};")?;
            write(&root.join(format!("src/m{module}.rs")), &text)?;
            module += 1;
        }
        write(&root.join("src/lib.rs"), &modules)?;
        written += here + 2;
    }
    Ok(written)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
    // A file that stays as it was keeps its time, so that what was compiled stays fresh.
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("failed to write {}", path.display()))
}

fn module_text(krate: usize, module: usize) -> String {
    let mut text = MEMORY.replace("{krate}", &krate.to_string()).replace("{module}", &module.to_string());
    let mut unit = 0;
    while text.lines().count() < MODULE {
        // The first module of each crate is there for sure.
        let outside = match dependencies(krate).get(unit % 2) {
            Some(&other) => format!("part_{other:02}::m0::normalise_0(text)"),
            None => "text.trim().to_lowercase()".to_owned(),
        };
        let number = unit.to_string();
        let most = (7 + (krate * 31 + module * 17 + unit * 5) % 90).to_string();
        text.push_str(&UNIT.replace("{n}", &number).replace("{most}", &most).replace("{outside}", &outside));
        unit += 1;
    }
    text
}

/// What each module begins with: the memory, guarded in three ways.
const MEMORY: &str = include_str!("memory.rs.txt");

/// What a module is filled with.
const UNIT: &str = include_str!("unit.rs.txt");
