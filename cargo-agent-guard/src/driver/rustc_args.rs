//! rustc's arguments as cargo gives them: recognising a compilation that is to be analysed, and what is changed in it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Flags that take their value as the next argument. Only these are needed to tell values from the crate's root file.
const WITH_VALUE: &str = "--crate-name --crate-type --edition --emit --extern --cfg --check-cfg --out-dir --target --cap-lints --color \
    --error-format --json --diagnostic-width --sysroot --print --explain --env-set --remap-path-prefix --remap-path-scope --codegen \
    --allow --warn --deny --forbid --force-warn -C -L -l -o -W -A -D -F -Z";

/// Where rustc is to write.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    /// The MIR.
    pub dumps: &'a Path,
    /// The sessions of incremental compilation; `None` for a compilation that is not incremental.
    pub sessions: Option<&'a Path>,
    /// All else, where it is not to go where cargo wants it.
    pub out_dir: Option<&'a Path>,
}

/// The arguments of one run of rustc, without rustc itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustcArgs {
    arguments: Vec<OsString>,
    /// Whether they came in a file because there are too many for a command line.
    from_file: bool,
}

impl RustcArgs {
    /// Takes cargo's arguments; where cargo wrote them to a file (`@path`), the file's lines take the place of its name.
    ///
    /// # Errors
    /// Where such a file cannot be read.
    pub fn expand(arguments: Vec<OsString>) -> Result<Self> {
        let mut expanded = Vec::with_capacity(arguments.len());
        let mut from_file = false;
        for argument in arguments {
            match argument.to_str().and_then(|text| text.strip_prefix('@')) {
                Some(path) => {
                    let text = std::fs::read_to_string(path).with_context(|| format!("failed to read rustc's arguments from `{path}`"))?;
                    expanded.extend(text.lines().map(OsString::from));
                    from_file = true;
                }
                None => expanded.push(argument),
            }
        }
        Ok(Self { arguments: expanded, from_file })
    }

    /// Whether they came in a file.
    pub fn came_from_file(&self) -> bool {
        self.from_file
    }

    /// The arguments.
    pub fn as_slice(&self) -> &[OsString] {
        &self.arguments
    }

    /// All values of a flag: of `--flag value` and `--flag=value`, for one-letter flags of `-Fvalue` too.
    fn values<'a>(&'a self, flag: &'a str) -> impl Iterator<Item = &'a OsStr> {
        self.arguments.iter().enumerate().filter_map(move |(at, argument)| {
            if argument == flag {
                return self.arguments.get(at + 1).map(OsString::as_os_str);
            }
            let rest = argument.to_str()?.strip_prefix(flag)?;
            let rest = if flag.starts_with("--") { rest.strip_prefix('=')? } else { rest };
            Some(OsStr::new(rest))
        })
    }

    /// The first value of a flag, as text.
    fn value(&self, flag: &str) -> Option<String> {
        self.values(flag).next().map(|value| value.to_string_lossy().into_owned())
    }

    /// The value of `-C name=value`.
    fn codegen(&self, name: &str) -> Option<String> {
        self.values("-C").chain(self.values("--codegen")).find_map(|option| {
            let (key, value) = option.to_str()?.split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    }

    /// The compilation that cargo asks for, if it is one to analyse; `None` for every other use of rustc, which must see rustc unchanged:
    /// questions about the compiler, build scripts, proc-macro crates, and compilers that a build script starts to find out what the
    /// compiler can do. (A probe that saw our flags would take a stable compiler for a nightly one, and change the user's program.)
    pub fn compilation(&self) -> Option<Compilation> {
        let crate_name = self.value("--crate-name").filter(|name| name != "___" && !name.starts_with("build_script_"))?;
        let asked_by_cargo = self.value("--error-format").as_deref() == Some("json") && self.codegen("metadata").is_some();
        let crate_types: Vec<String> = self.values("--crate-type").map(|value| value.to_string_lossy().into_owned()).collect();
        // cargo names `proc_macro` for a proc-macro crate and for its tests.
        let is_proc_macro =
            crate_types.iter().any(|kind| kind == "proc-macro") || self.values("--extern").any(|value| value == "proc_macro");
        let asks = self.arguments.iter().any(|argument| argument == "--print" || argument == "-vV" || argument == "--version");
        if !asked_by_cargo || is_proc_macro || asks {
            return None;
        }
        Some(Compilation {
            crate_name,
            crate_type: crate_types.join(","),
            is_test: self.arguments.iter().any(|argument| argument == "--test"),
            extra_filename: self.codegen("extra-filename").unwrap_or_default(),
            out_dir: self.values("--out-dir").next().map(PathBuf::from)?,
            root: self.root_file()?,
            externs: self.values("--extern").filter_map(library_of).collect(),
            incremental: self.codegen("incremental").map(PathBuf::from),
        })
    }

    /// The crate's root file: the only argument that is neither a flag nor a flag's value.
    fn root_file(&self) -> Option<String> {
        let mut arguments = self.arguments.iter();
        while let Some(argument) = arguments.next() {
            let text = argument.to_string_lossy();
            if WITH_VALUE.split(' ').any(|flag| flag == text) {
                arguments.next();
            } else if !text.starts_with('-') {
                return Some(text.into_owned());
            }
        }
        None
    }

    /// The arguments with which rustc prints the MIR that it builds, besides what it was asked to do.
    ///
    /// Incremental compilation, with which rustc prints only the bodies that it builds anew, has its sessions in a folder of our own, or
    /// none. Lints go, because the user's `deny(warnings)` must not keep us from seeing the code. What the crate compiles to stays as
    /// it is.
    pub fn instrumented(&self, folders: Folders<'_>) -> Vec<OsString> {
        let mut arguments = Vec::with_capacity(self.arguments.len() + 9);
        let mut rest = self.arguments.iter().peekable();
        while let Some(argument) = rest.next() {
            let is_incremental = |value: &OsString| value.to_str().is_some_and(|value| value.starts_with("incremental="));
            let text = argument.to_str().unwrap_or_default();
            let takes_the_next = matches!(text, "-C" | "--codegen") && rest.peek().is_some_and(|value| is_incremental(value))
                || text == "--out-dir" && folders.out_dir.is_some();
            let is_replaced = text.starts_with("-Cincremental=")
                || text.starts_with("--codegen=incremental=")
                || text.starts_with("--out-dir=") && folders.out_dir.is_some();
            if takes_the_next {
                rest.next();
            } else if !is_replaced {
                arguments.push(argument.clone());
            }
        }
        let with_path = |flag: &str, path: &Path| {
            let mut argument = OsString::from(flag);
            argument.push(path);
            argument
        };
        arguments.extend(folders.out_dir.map(|folder| with_path("--out-dir=", folder)));
        arguments.extend(folders.sessions.map(|folder| with_path("-Cincremental=", folder)));
        arguments.push(with_path("-Zdump-mir-dir=", folders.dumps));
        let flags = [
            "-Zdump-mir=built",
            "-Zdump-mir-exclude-pass-number=yes",
            "-Zdump-mir-exclude-alloc-bytes=yes",
            "-Zmir-include-spans=yes",
            "-Ztrim-diagnostic-paths=no",
            // Prints how many bodies the crate has: what the dumps are held against, because rustc keeps silent when it cannot write one.
            "-Zinput-stats",
        ];
        arguments.extend(flags.map(OsString::from));
        if self.values("--cap-lints").next().is_none() {
            arguments.push("--cap-lints=warn".into());
        }
        arguments
    }
}

/// The library of `--extern name=path/libfoo-9f6f.rmeta`: what the file is called, because the name may be the user's own.
fn library_of(value: &OsStr) -> Option<String> {
    let (_, path) = value.to_str()?.split_once('=')?;
    let stem = Path::new(path).file_stem()?.to_str()?;
    let library = stem.strip_prefix("lib").unwrap_or(stem);
    Some(library.rsplit_once('-').map_or(library, |(library, _)| library).to_owned())
}

/// A compilation of a workspace crate that is to be analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compilation {
    /// The crate's name as rustc has it.
    pub crate_name: String,
    /// `--crate-type`, several joined by commas; empty for a test harness.
    pub crate_type: String,
    /// Whether it is a test harness.
    pub is_test: bool,
    /// What tells two compilations of one crate apart.
    pub extra_filename: String,
    /// Where its outputs go.
    pub out_dir: PathBuf,
    /// Its root source file.
    pub root: String,
    /// The libraries that it depends on directly, by their own names.
    pub externs: Vec<String>,
    /// Where cargo would have rustc keep what it knows for the next compilation, if it is to.
    pub incremental: Option<PathBuf>,
}

impl Compilation {
    /// The stem of its outputs, which is also the name of the unit: `my_agent-0f3a…`.
    pub fn stem(&self) -> String {
        format!("{}{}", self.crate_name, self.extra_filename)
    }

    /// Its facts file.
    pub fn facts_path(&self) -> PathBuf {
        self.out_dir.join(format!("{}.agfacts", self.stem()))
    }

    /// The folder of its sessions of incremental compilation, and of what is kept for them: beside those of ordinary builds, under a name
    /// that `cargo clean -p` removes. `None` where cargo asks for no incremental compilation.
    pub fn kept_folder(&self) -> Option<PathBuf> {
        self.incremental.as_ref().map(|folder| folder.join(format!("{}-agent-guard{}", self.crate_name, self.extra_filename)))
    }

    /// The `.d` file that rustc writes for it.
    pub fn dep_info_path(&self) -> PathBuf {
        self.out_dir.join(format!("{}.d", self.stem()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = "--crate-name app --edition=2024 src/lib.rs --error-format=json --json=diagnostic-rendered-ansi,artifacts \
        --crate-type lib --emit=dep-info,metadata -C embed-bitcode=no -C metadata=1f -C extra-filename=-9a --out-dir /t/deps \
        -C incremental=/t/incremental -L dependency=/t/deps --extern memory=/t/deps/libag_memory-77.rmeta --extern noprelude:std=/t/libstd-1.rlib";

    fn only_dumps() -> Folders<'static> {
        Folders { dumps: Path::new("/dump"), sessions: None, out_dir: None }
    }

    fn args(text: &str) -> RustcArgs {
        RustcArgs::expand(text.split_whitespace().map(OsString::from).collect()).expect("there is no argument file in it")
    }

    fn instrumented(text: &str) -> Vec<String> {
        args(text).instrumented(only_dumps()).into_iter().map(|a| a.into_string().expect("the test's arguments are text")).collect()
    }

    #[test]
    fn a_library_as_cargo_compiles_it_is_analysed() {
        let compilation = args(LIB).compilation().expect("it is one");
        assert_eq!(compilation.crate_name, "app");
        assert_eq!(compilation.crate_type, "lib");
        assert_eq!(compilation.root, "src/lib.rs");
        assert!(!compilation.is_test);
        assert_eq!(compilation.externs, ["ag_memory", "std"]);
        assert_eq!(compilation.facts_path(), Path::new("/t/deps/app-9a.agfacts"));
        assert_eq!(compilation.dep_info_path(), Path::new("/t/deps/app-9a.d"));
    }

    #[test]
    fn a_test_harness_has_no_crate_type() {
        let compilation = args(&LIB.replace("--crate-type lib", "--test")).compilation().expect("it is one");
        assert!(compilation.is_test);
        assert_eq!(compilation.crate_type, "");
    }

    #[test]
    fn other_uses_of_rustc_are_left_alone() {
        for other in [
            "-vV".to_owned(),
            "- --crate-name ___ --print=file-names --crate-type bin".to_owned(),
            LIB.replace("--crate-name app", "--crate-name build_script_build"),
            LIB.replace("--crate-type lib", "--crate-type proc-macro"),
            LIB.replace("--crate-type lib", "--test --extern proc_macro"),
            // A build script's probe of what the compiler can do: not in cargo's form.
            "--edition=2018 --crate-name=anyhow --crate-type=lib --emit=dep-info,metadata --out-dir /t src/probe.rs".to_owned(),
        ] {
            assert_eq!(args(&other).compilation(), None, "{other}");
        }
    }

    #[test]
    fn incremental_compilation_is_taken_out_in_every_spelling() {
        for spelling in ["-C incremental=/t/incremental", "-Cincremental=/i", "--codegen incremental=/i", "--codegen=incremental=/i"] {
            let arguments = instrumented(&LIB.replace("-C incremental=/t/incremental", spelling));
            assert!(arguments.iter().all(|argument| !argument.contains("incremental")), "{spelling}: {arguments:?}");
            assert!(arguments.windows(2).any(|pair| pair == ["-C", "extra-filename=-9a"]), "{arguments:?}");
        }
    }

    #[test]
    fn sessions_of_incremental_compilation_are_our_own() {
        let folder = args(LIB).compilation().and_then(|compilation| compilation.kept_folder()).expect("cargo asks for it");
        assert_eq!(folder, Path::new("/t/incremental/app-agent-guard-9a"));
        let arguments = args(LIB).instrumented(Folders { sessions: Some(&folder), ..only_dumps() });
        let incremental: Vec<_> =
            arguments.iter().filter_map(|argument| argument.to_str()).filter(|text| text.contains("incremental")).collect();
        assert_eq!(incremental, ["-Cincremental=/t/incremental/app-agent-guard-9a"]);
        let without = args(&LIB.replace("-C incremental=/t/incremental", "")).compilation().expect("it is one");
        assert_eq!(without.kept_folder(), None);
    }

    #[test]
    fn outputs_can_go_elsewhere_in_every_spelling() {
        for spelling in ["--out-dir /t/deps", "--out-dir=/t/deps"] {
            let arguments = args(&LIB.replace("--out-dir /t/deps", spelling));
            let elsewhere = arguments.instrumented(Folders { out_dir: Some(Path::new("/x")), ..only_dumps() });
            let folders: Vec<_> =
                elsewhere.iter().filter_map(|argument| argument.to_str()).filter(|text| text.contains("/t/deps")).collect();
            assert_eq!(folders, ["dependency=/t/deps", "memory=/t/deps/libag_memory-77.rmeta"], "{spelling}");
            assert!(elsewhere.contains(&"--out-dir=/x".into()), "{spelling}");
            assert!(!arguments.instrumented(only_dumps()).contains(&"--out-dir=/x".into()), "{spelling}");
        }
    }

    #[test]
    fn lints_are_capped_unless_they_are_already() {
        assert!(instrumented(LIB).contains(&"--cap-lints=warn".to_owned()));
        assert!(!instrumented(&format!("{LIB} --cap-lints warn")).contains(&"--cap-lints=warn".to_owned()));
    }

    #[test]
    fn arguments_are_read_from_the_file_that_cargo_writes_when_they_are_too_many() {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        let file = folder.path().join("args");
        std::fs::write(&file, "--crate-name\nmy app\nsrc/é lib.rs\n").expect("it is writable");
        let arguments = RustcArgs::expand(vec![format!("@{}", file.display()).into()]).expect("the file is there");
        assert!(arguments.came_from_file());
        assert_eq!(arguments.as_slice(), ["--crate-name", "my app", "src/é lib.rs"]);
    }
}
