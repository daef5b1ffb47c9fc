//! The roof: the only floor with processes, environment and clock.
//!
//! ```text
//! cargo agent-guard check              cli → check: the parent
//!   └─ cargo check                     cargo: decides what is stale
//!        └─ cargo-agent-guard rustc …  rustc: the wrapper, per workspace crate
//!             └─ rustc … -Zdump-mir    the user's own compiler
//! ```
//! Parent and wrappers share a [`context`] file and a [`scratch`] folder; what a wrapper finds out comes back in a facts file beside the
//! crate's other outputs, and the parent reads it whether the crate was compiled in this run or is fresh from an earlier one.

pub mod ahead;
pub mod aliases;
pub mod cargo;
pub mod check;
pub mod compiler;
pub mod context;
pub mod dep_info;
pub mod dependencies;
pub mod dump;
pub mod env;
pub mod facts_files;
pub mod fingerprint;
pub mod interrupt;
pub mod kept;
pub mod left_wing;
pub mod lockfile;
pub mod manifest;
pub mod named;
pub mod outer;
pub mod premises;
pub mod results;
pub mod right_wing;
pub mod rustc;
pub mod rustc_args;
pub mod scratch;
pub mod selection;
pub mod stores;
pub mod whole;

use std::ffi::{OsStr, OsString};

pub use crate::outcome::exit_code as exit;

/// Why a run ends without a report.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What happened, and what to do about it.
    pub error: anyhow::Error,
}

impl Failure {
    /// The user asked for what cannot be.
    pub fn usage(error: anyhow::Error) -> Self {
        Self { code: exit::USAGE, error }
    }

    /// The analysis did not get to its end.
    pub fn incomplete(error: anyhow::Error) -> Self {
        Self { code: exit::INCOMPLETE, error }
    }
}

/// The dependencies that are looked at, if cargo calls us as the wrapper around all of rustc's runs.
pub fn wraps_dependencies() -> Option<OsString> {
    std::env::var_os(env::DEPENDENCIES)
}

/// rustc and its arguments, if cargo calls us as the wrapper around it.
///
/// Every process below a `cargo check` of ours has the context variable; among them only cargo's calls of the wrapper, and build scripts
/// that call the wrapper as cargo does, name a program first. A person's `cargo agent-guard` never does.
pub fn wrapped_rustc(arguments: &[OsString]) -> Option<(&OsStr, &[OsString])> {
    let (first, rest) = arguments.split_first()?;
    (std::env::var_os(env::CONTEXT).is_some() && first != "agent-guard").then_some((first, rest))
}
