//! The wrapper around all of rustc's runs, where dependencies are looked at: it lets through what nobody wants to see.
//!
//! `RUSTC_WORKSPACE_WRAPPER`, which a run has in any case, is asked for crates of the workspace only. For dependencies we are
//! `RUSTC_WRAPPER` as well: cargo then starts us for each of its compilers, and we start again what cargo meant, with ourselves before it
//! where the package is one that is to be looked at:
//!
//! ```text
//! cargo calls                              we run
//! ourselves rustc …          of others     rustc …
//! ourselves rustc …          of `notes`    ourselves rustc …       which reads its MIR
//! ourselves ourselves rustc  of a member   ourselves rustc …
//! ```
//! A wrapper of the user's own, whose place we have taken, comes first in each of these.

use std::{
    ffi::{OsStr, OsString},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result};

use super::{env, rustc};

/// Runs what cargo wants to have run.
pub fn main(program: &OsStr, arguments: &[OsString], dependencies: &OsStr) -> ExitCode {
    run(program, arguments, dependencies).unwrap_or_else(|error| {
        eprintln!("error: agent-guard: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(program: &OsStr, arguments: &[OsString], dependencies: &OsStr) -> Result<ExitCode> {
    let ourselves = std::env::current_exe().context("failed to find the path of `cargo-agent-guard` itself")?;
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let package = format!("{}@{}", variable("CARGO_PKG_NAME"), variable("CARGO_PKG_VERSION"));
    let is_meant = program != ourselves.as_os_str() && dependencies.to_string_lossy().split(',').any(|known| known == package);
    let users = env::non_empty(env::USERS_WRAPPER);
    let words = users.into_iter().chain(is_meant.then(|| ourselves.into_os_string())).chain([program.to_owned()]);
    let mut words = words.chain(arguments.iter().cloned());
    let mut command = Command::new(words.next().context("there is nothing to run")?);
    // What is started now is not the outer one any more.
    command.args(words).env_remove(env::DEPENDENCIES).env_remove(env::USERS_WRAPPER);
    rustc::replace_by(command)
}
