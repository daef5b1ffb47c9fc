//! Incremental compilation: what is kept of the bodies that rustc does not build anew is what it would print of them now.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command, time::SystemTime};

use cargo_agent_guard::facts::{self, Facts};

use crate::project::{MANIFEST, Project, Said};

const DEP: &str = "pub trait Ranked {\n    fn score(&self) -> u32;\n    fn fits(&self) -> bool { self.score() > 2 }\n}\n\
    pub fn largest(list: &[u32]) -> Option<u32> { list.iter().copied().max() }\n";

const NOTES: &str = "use dep::Ranked;\n\npub struct Note { pub weight: u32 }\n\nimpl Ranked for Note {\n    fn score(&self) -> u32 { self.weight }\n}\n\n\
    impl Note {\n    pub fn heavier(&self, by: u32) -> Note {\n        let add = |weight: u32| weight + by;\n        Note { weight: add(self.weight) }\n    }\n}\n\n\
    pub fn total(notes: &[Note]) -> u32 { notes.iter().map(|note| note.weight).sum() }\n";

const LIB: &str = "pub mod notes;\n\nconst LIMIT: u32 = 7;\n\npub fn best(notes: &[notes::Note]) -> u32 {\n    let all: Vec<u32> = notes.iter().map(dep::Ranked::score).collect();\n    \
    dep::largest(&all).unwrap_or(LIMIT)\n}\n\npub async fn later(note: notes::Note) -> u32 { note.heavier(2).weight }\n\n\
    pub fn wait(note: notes::Note) -> impl std::future::Future<Output = u32> {\n    async move { later(note).await + notes::total(&[]) }\n}\n";

/// A workspace of a library and one that uses it, and a compiler that notes what it prints.
struct Agent {
    project: Project,
    compiler: PathBuf,
}

impl Agent {
    fn new() -> Self {
        let project = Project::new(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"dep\"]\nresolver = \"2\"\n"),
            ("app/Cargo.toml", &format!("{MANIFEST}[dependencies]\ndep = {{ path = \"../dep\" }}\n")),
            ("app/src/lib.rs", LIB),
            ("app/src/notes.rs", NOTES),
            ("dep/Cargo.toml", &MANIFEST.replace("\"app\"", "\"dep\"")),
            ("dep/src/lib.rs", DEP),
        ]);
        let printed = project.folder.path().join("printed");
        let script = format!(
            "rustc \"$@\"\ncode=$?\nfor argument in \"$@\"; do case \"$argument\" in -Zdump-mir-dir=*)\n\
             find \"${{argument#-Zdump-mir-dir=}}\" -name '*.built.after.mir' -size +1c -exec basename {{}} .built.after.mir \\; >> '{}'\n\
             ;; esac; done\nexit $code\n",
            printed.display()
        );
        let compiler = project.script("compiler", &script);
        Self { project, compiler }
    }

    /// Compiled once, so that there is a session to go on from.
    fn with_session() -> Self {
        let agent = Self::new();
        agent.check().ends_with(0);
        agent
    }

    fn check(&self) -> Said {
        self.check_with(|command| command)
    }

    /// Checks as a build server does.
    fn check_on_server(&self) -> Said {
        self.check_with(|command| command.env("CI", "true"))
    }

    fn check_with(&self, prepare: impl for<'c> FnOnce(&'c mut Command) -> &'c mut Command) -> Said {
        let _ = fs::remove_file(self.project.folder.path().join("printed"));
        self.project.guard_with(&["check", "--allow-empty"], |command| {
            command.env("RUSTC", &self.compiler).env("CARGO_INCREMENTAL", "1").env_remove("CI").env_remove("TF_BUILD");
            prepare(command)
        })
    }

    /// What is kept of the crates' bodies.
    fn kept(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.project.root.join("target/debug/incremental")).into_iter().flatten().flatten();
        let mut files: Vec<_> = folders.map(|entry| entry.path().join("bodies")).filter(|file| file.exists()).collect();
        files.sort();
        files
    }

    /// What rustc has printed in the last run.
    fn printed(&self) -> Vec<String> {
        let text = fs::read_to_string(self.project.folder.path().join("printed")).unwrap_or_default();
        let mut names: Vec<String> = text.lines().map(str::to_owned).collect();
        names.sort();
        names
    }

    fn facts(&self) -> BTreeMap<String, Facts> {
        let read = |path: PathBuf| {
            let bytes = fs::read(path).expect("it is readable");
            let key = facts::key_of(&bytes).expect("it is whole").to_owned();
            let facts = facts::decode(&bytes, &key).expect("it is whole");
            (facts.unit.crate_name.clone(), facts)
        };
        self.project.facts().into_iter().map(read).collect()
    }

    #[track_caller]
    fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.project.root.join(file);
        let text = fs::read_to_string(&path).expect("it is readable");
        assert!(text.contains(from), "`{from}` is not in {file}");
        fs::write(&path, text.replacen(from, to, 1)).expect("it is writable");
    }

    /// Edits a file, checks, and makes sure that the facts are those of a compilation that keeps nothing.
    #[track_caller]
    fn edit(&self, file: &str, from: &str, to: &str) -> Vec<String> {
        self.replace(file, from, to);
        self.check().ends_with(0);
        let (printed, facts, kept) = (self.printed(), self.facts(), self.kept());
        for file in self.project.facts() {
            fs::remove_file(file).expect("it is there");
        }
        let kept_as = |files: &[PathBuf]| -> Vec<_> { files.iter().map(|file| fs::read(file).expect("it is readable")).collect() };
        let before = kept_as(&kept);
        self.check_on_server().ends_with(0);
        assert_eq!(kept_as(&self.kept()), before, "the other compilation has kept something, or gone on from it");
        assert_eq!(self.facts(), facts, "after `{from}` became `{to}` in {file}");
        printed
    }
}

#[test]
fn what_rustc_does_not_build_anew_is_as_it_was() {
    let agent = Agent::with_session();
    assert_eq!(agent.printed().len(), 13, "the first compilation prints everything");
    // From then on, what has changed, and what has moved.
    let changed = ["app.notes-{impl#1}-heavier", "app.notes-{impl#1}-heavier-{closure#0}"];
    assert_eq!(agent.edit("app/src/notes.rs", "weight + by", "weight + by + 0"), changed);
    assert_eq!(agent.edit("app/src/lib.rs", "heavier(2)", "heavier(3)"), ["app.later", "app.later-{closure#0}"]);
    assert_eq!(agent.edit("app/src/lib.rs", "LIMIT: u32 = 7", "LIMIT: u32 = 8"), ["app.LIMIT"]);
    let added = agent.edit("app/src/notes.rs", "pub fn total", "pub fn none() -> u32 { 0 }\n\npub fn total");
    assert_eq!(added, ["app.notes-none", "app.notes-total", "app.notes-total-{closure#0}"]);
    let moved = agent.edit("app/src/notes.rs", "impl Note {", "// What only notes can.\nimpl Note {");
    assert!(
        !moved.contains(&"app.notes-{impl#0}-score".to_owned()) && moved.contains(&"app.notes-{impl#1}-heavier".to_owned()),
        "{moved:?}"
    );
    assert_eq!(agent.edit("app/src/lib.rs", "let all", "let /* of them */ all").first().map(String::as_str), Some("app.best"));
}

#[test]
fn a_build_server_begins_a_session_where_something_of_an_earlier_run_is_there() {
    let agent = Agent::new();
    agent.check_on_server().ends_with(0);
    assert_eq!(agent.kept(), Vec::<PathBuf>::new(), "it begins from nothing, and that is the quicker way");
    agent.replace("app/src/lib.rs", "heavier(2)", "heavier(3)");
    agent.check_on_server().ends_with(0);
    assert_eq!((agent.kept().len(), agent.printed().len()), (1, 11), "`app` is compiled anew, and this time kept");
    agent.replace("app/src/lib.rs", "LIMIT: u32 = 7", "LIMIT: u32 = 8");
    agent.check_on_server().ends_with(0);
    assert_eq!(agent.printed(), ["app.LIMIT"]);
}

#[test]
fn what_is_gone_is_gone() {
    let agent = Agent::with_session();
    agent.edit("app/src/notes.rs", "weight + by", "weight + by + 0");
    // A closure, a function, an impl before another one; each is more than one compilation can tell, so there are two.
    for (file, from, to) in [
        (
            "app/src/notes.rs",
            "let add = |weight: u32| weight + by + 0;\n        Note { weight: add(self.weight) }",
            "Note { weight: self.weight + by }",
        ),
        (
            "app/src/notes.rs",
            "pub fn total(notes: &[Note]) -> u32 { notes.iter().map(|note| note.weight).sum() }",
            "pub use std::iter::empty as total_of_none;",
        ),
    ] {
        let replaced = agent.project.root.join("app/src/lib.rs");
        let text = fs::read_to_string(&replaced).expect("it is readable");
        fs::write(&replaced, text.replace("notes::total(&[])", "0")).expect("it is writable");
        let printed = agent.edit(file, from, to);
        assert!(printed.contains(&"app.best".to_owned()), "everything is printed: {printed:?}");
    }
    // Impls are numbered: one more before others gives these other names, and one less does so again.
    let copy = "impl Clone for Note {\n    fn clone(&self) -> Note { Note { weight: self.weight } }\n}\n\n";
    agent.edit("app/src/notes.rs", "impl Ranked", &format!("{copy}impl Ranked"));
    agent.edit("app/src/notes.rs", copy, "");
}

#[test]
fn a_change_of_a_dependency_reaches_what_is_kept() {
    let agent = Agent::with_session();
    agent.edit("app/src/notes.rs", "weight + by", "weight + by + 0");
    agent.edit("dep/src/lib.rs", "self.score() > 2", "self.score() > 3");
    let generic = "pub fn largest<T: Copy + Ord>(list: &[T]) -> Option<T>";
    agent.edit("dep/src/lib.rs", "pub fn largest(list: &[u32]) -> Option<u32>", generic);
    agent.edit("dep/src/lib.rs", "pub trait Ranked", "mod inner { pub fn hidden() {} }\npub use inner::hidden;\npub trait Ranked");
}

/// When each crate's facts were written.
fn written(agent: &Agent) -> BTreeMap<String, SystemTime> {
    let time = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).expect("it has a time");
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().split('-').next().unwrap_or_default().to_owned();
    agent.project.facts().iter().map(|path| (name(path), time(path))).collect()
}

#[test]
fn a_crate_in_which_nothing_has_changed_keeps_its_facts() {
    let agent = Agent::with_session();
    let first = written(&agent);
    agent.replace("dep/src/lib.rs", "self.score() > 2", "self.score() > 3");
    agent.check().ends_with(0);
    let second = written(&agent);
    assert_eq!(agent.printed(), ["dep.Ranked-fits"], "`app` is compiled again, and none of its bodies printed");
    assert!(second["dep"] != first["dep"] && second["app"] == first["app"], "{first:?} {second:?}");
    // rustc prints paths by the shortest way to write them, so a new item has it print all bodies with paths into `dep`: as they were.
    agent.replace("dep/src/lib.rs", "pub trait Ranked", "pub fn more() {}\npub trait Ranked");
    agent.check().ends_with(0);
    let third = written(&agent);
    assert!(agent.printed().contains(&"app.best".to_owned()), "{:?}", agent.printed());
    assert!(third["dep"] != second["dep"] && third["app"] == first["app"], "{second:?} {third:?}");

    // What the facts follow from besides: the file of the facts itself, a comment, the packages that the lock file names.
    let facts = agent.project.facts().into_iter().find(|path| path.to_string_lossy().contains("/app-")).expect("it was compiled");
    let before = fs::read(&facts).expect("it is readable");
    fs::write(&facts, &before[..before.len() - 1]).expect("it is writable");
    agent.replace("dep/src/lib.rs", "self.score() > 3", "self.score() > 4");
    agent.check().ends_with(0);
    assert_eq!(fs::read(&facts).expect("it is readable"), before);
    agent.project.write("app/src/lib.rs", &format!("{LIB}\n// agent-guard: allow(AG101) because this is a test\n"));
    agent.check().ends_with(0);
    assert_ne!(fs::read(&facts).expect("it is readable"), before, "the file may suppress findings now");
}

#[test]
fn a_compilation_that_fails_takes_nothing_away() {
    let agent = Agent::with_session();
    agent.edit("app/src/notes.rs", "weight + by", "weight + by + 0");
    agent.project.write("app/src/notes.rs", &NOTES.replace("self.weight }", "self.height }"));
    agent.check().ends_with(3).says("no field `height`");
    agent.project.write("app/src/notes.rs", NOTES);
    agent.edit("app/src/lib.rs", "heavier(2)", "heavier(3)");
}

#[test]
fn a_session_that_is_not_ours_is_not_gone_on_from() {
    let agent = Agent::with_session();
    agent.edit("app/src/notes.rs", "weight + by", "weight + by + 0");
    let kept = agent.kept();
    assert_eq!(kept.len(), 2, "of `app` and of `dep`");
    let before = fs::read(&kept[0]).expect("it is readable");
    agent.edit("app/src/lib.rs", "heavier(2)", "heavier(3)");
    // What was kept for an earlier session.
    fs::write(&kept[0], before).expect("it is writable");
    assert_eq!(agent.edit("app/src/lib.rs", "LIMIT: u32 = 7", "LIMIT: u32 = 8").len(), 11, "everything is printed");
}

#[test]
fn without_incremental_compilation_nothing_is_kept() {
    let agent = Agent::new();
    for _ in 0..2 {
        let path = agent.project.root.join("app/src/lib.rs");
        let text = fs::read_to_string(&path).expect("it is readable");
        fs::write(&path, format!("{text}\n")).expect("it is writable");
        agent.check_with(|command| command.env("CARGO_INCREMENTAL", "0")).ends_with(0);
    }
    assert!(agent.printed().len() >= 11, "everything is printed: {:?}", agent.printed());
    assert_eq!(agent.kept(), Vec::<PathBuf>::new());
}
