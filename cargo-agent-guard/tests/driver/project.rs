//! A project to run the tool on, and what the tool says.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub const TOOL: &str = env!("CARGO_BIN_EXE_cargo-agent-guard");

/// A project in a folder of its own, whose name has a space and a letter that is not ASCII; and a temporary folder for the runs.
pub struct Project {
    pub folder: TempDir,
    pub root: PathBuf,
}

/// What a command has said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in:\n{}", self.err);
        self
    }

    #[track_caller]
    pub fn does_not_say(self, text: &str) -> Self {
        assert!(!self.err.contains(text), "`{text}` is in:\n{}", self.err);
        self
    }
}

pub const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
pub const LIB: &str = "pub fn one() -> u8 { 1 }\npub fn two() -> u8 { let f = || 2; f() }\n";

impl Project {
    /// A project of these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let root = folder.path().join("mein Agent ü");
        fs::create_dir(folder.path().join("tmp")).expect("it is writable");
        let project = Self { folder, root };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// A library of three bodies.
    pub fn library() -> Self {
        Self::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LIB)])
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("it is below the root")).expect("it is writable");
        fs::write(path, text).expect("it is writable");
    }

    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root).env("TMPDIR", self.folder.path().join("tmp")).stdin(Stdio::null());
        // Of the run of this test itself.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO_PKG") || name.starts_with("CARGO_MANIFEST") || name.starts_with("CARGO_BIN") || name == "RUSTFLAGS" {
                command.env_remove(name);
            }
        }
        command
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .env_remove("LD_LIBRARY_PATH");
        command.env("CARGO_TERM_COLOR", "never").env("CARGO_NET_OFFLINE", "true");
        command
    }

    pub fn run(mut command: Command) -> Said {
        let output = command.output().expect("it can be started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs `cargo agent-guard …`, and makes sure that it leaves nothing in the temporary folders.
    pub fn guard(&self, arguments: &[&str]) -> Said {
        self.guard_with(arguments, |command| command)
    }

    pub fn guard_with(&self, arguments: &[&str], prepare: impl for<'c> FnOnce(&'c mut Command) -> &'c mut Command) -> Said {
        let mut command = self.command(TOOL, arguments);
        prepare(&mut command);
        let said = Self::run(command);
        self.assert_nothing_is_left();
        said
    }

    pub fn cargo(&self, arguments: &[&str]) -> Said {
        Self::run(self.command(&cargo(), arguments))
    }

    #[track_caller]
    pub fn assert_nothing_is_left(&self) {
        let left: Vec<_> = fs::read_dir(self.folder.path().join("tmp")).expect("it is there").flatten().map(|entry| entry.path()).collect();
        assert_eq!(left, Vec::<PathBuf>::new());
    }

    /// All facts files below the target folder.
    pub fn facts(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("it is readable").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "agfacts") {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }

    /// The names of the crates that have facts.
    pub fn crates(&self) -> Vec<String> {
        let name =
            |path: &PathBuf| path.file_stem().expect("it has one").to_string_lossy().rsplit_once('-').expect("it has a hash").0.to_owned();
        self.facts().iter().map(name).collect()
    }

    /// A program that runs this script.
    pub fn script(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("it is writable");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        path
    }
}

pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

pub fn rustc_version() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc is there");
    String::from_utf8(output.stdout).expect("it is text")
}

/// Waits until something is so.
#[track_caller]
pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(60), "{what} does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}
