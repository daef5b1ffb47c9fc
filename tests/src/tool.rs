//! Building and running `cargo agent-guard`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use crate::report::Report;

/// The environment variable with the toolchains that the fixtures are checked with, as rustup names them, separated by commas:
/// `AGENT_GUARD_TEST_TOOLCHAINS=1.95,nightly cargo test -p agent-guard-tests`. Without it, it is the one that runs the tests.
pub const TOOLCHAINS: &str = "AGENT_GUARD_TEST_TOOLCHAINS";

/// The toolchains to test with. `None` stands for the one that runs the tests.
pub fn toolchains() -> Vec<Option<String>> {
    match env::var(TOOLCHAINS) {
        Ok(names) if !names.trim().is_empty() => names.split(',').map(|name| Some(name.trim().to_owned())).collect(),
        _ => vec![None],
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package lies below the root").to_owned()
}

/// The tool, built once by the toolchain that runs the tests.
///
/// # Panics
/// If it does not build.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        // The path of a binary of another package is not known to a test, so cargo is asked for it.
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(root()).args(["build", "--package", "cargo-agent-guard", "--message-format", "json-render-diagnostics"]);
        let output = command.output().expect("cargo must be there to run the tests");
        assert!(output.status.success(), "the tool does not build:\n{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
        let mut executables = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        executables.next_back().expect("the package has a binary")
    })
}

/// The target directory that the fixtures share: one for each toolchain, so that they can be compared without building everything anew.
fn target_directory(toolchain: Option<&str>) -> PathBuf {
    let name = toolchain.map_or_else(|| "fixtures".to_owned(), |toolchain| format!("fixtures-{toolchain}"));
    root().join("target").join(name)
}

/// A command that runs the tool in a workspace, free of what `cargo test` sets for its own children.
pub fn command(workspace: &Path, toolchain: Option<&str>) -> Command {
    let mut command = Command::new(binary());
    command.current_dir(workspace).arg("agent-guard").env("CARGO_TARGET_DIR", target_directory(toolchain)).env("CARGO_TERM_COLOR", "never");
    // What is only checked is never linked: the pages' agents need no SQLite, and nobody has to compile one.
    command.env("SQLITE3_LIB_DIR", "/nonexistent");
    forget_the_caller(&mut command);
    if let Some(toolchain) = toolchain {
        command.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    command
}

/// Takes from a command's environment what cargo sets for the tests themselves.
pub fn forget_the_caller(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") || name == "LD_LIBRARY_PATH" {
            command.env_remove(name.as_ref());
        }
    }
}

/// Writes the lock file of a workspace that has none.
///
/// # Panics
/// If cargo cannot.
pub fn lock(workspace: &Path) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).arg("generate-lockfile").current_dir(workspace).output().expect("cargo must be there to run the tests");
    assert!(output.status.success(), "cargo writes no lock file:\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Checks a workspace and reads the report.
///
/// # Panics
/// If the tool writes no report, with what it wrote instead.
pub fn check(workspace: &Path, arguments: &[&str], toolchain: Option<&str>) -> Report {
    assert!(fs::exists(workspace.join("Cargo.toml")).is_ok_and(|exists| exists), "{} is no workspace", workspace.display());
    let mut command = command(workspace, toolchain);
    command.args(["check", "--workspace", "--locked", "--format", "json"]).args(arguments);
    let output = command.output().expect("the tool was just built");
    let Output { status, stdout, stderr } = &output;
    match serde_json::from_slice::<Report>(stdout) {
        Ok(report) => Report { exit_code: status.code().unwrap_or(-1), ..report },
        Err(error) => panic!(
            "no report of {} ({error}); {status}\n--- stdout\n{}\n--- stderr\n{}",
            workspace.display(),
            String::from_utf8_lossy(stdout),
            String::from_utf8_lossy(stderr)
        ),
    }
}
