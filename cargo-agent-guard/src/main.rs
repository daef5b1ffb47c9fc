//! Which hat am I wearing?
//!
//! cargo runs this binary twice: as the subcommand that a person typed (`cargo agent-guard check`), and, below the `cargo check` which that
//! one starts, as the wrapper around rustc for each crate of the workspace.

use std::process::ExitCode;

use cargo_agent_guard::{cli, driver};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match driver::wrapped_rustc(&arguments) {
        Some((program, arguments)) => match driver::wraps_dependencies() {
            Some(dependencies) => driver::outer::main(program, arguments, &dependencies),
            None => driver::rustc::main(program, arguments),
        },
        None => cli::main(arguments),
    }
}
