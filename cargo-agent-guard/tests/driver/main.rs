//! The driver against the real cargo and rustc, on small projects in temporary folders.
//!
//! What is held here: the right crates are read, the user's own builds never notice, nothing is left behind, and nothing that is missing or
//! damaged is taken for clean.

#![cfg(unix)]

mod catalogue;
mod dependencies;
mod deps;
mod kept;
mod project;
mod results;
mod stores;
mod suggest;
mod surroundings;

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use cargo_agent_guard::facts;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use project::{LIB, MANIFEST, Project, TOOL, cargo, rustc_version, wait_until};

#[test]
fn a_library_is_read_and_a_second_run_compiles_nothing() {
    let project = Project::library();
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("Checking app");
    assert_eq!(project.crates(), ["app"]);
    project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("Checking app");
}

#[test]
fn cargo_calls_it_as_its_own_subcommand() {
    let project = Project::library();
    let mut command = project.command(&cargo(), &["agent-guard", "--allow-empty"]);
    let tools = Path::new(TOOL).parent().expect("it is in a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env("PATH", std::env::join_paths(std::iter::once(tools.to_owned()).chain(std::env::split_paths(&path))).expect("it has no colon"));
    Project::run(command).ends_with(0);
    assert_eq!(project.crates(), ["app"]);
}

#[test]
fn the_users_own_builds_stay_fresh_and_so_do_ours() {
    let project = Project::library();
    for target in [&[][..], &["--target-dir", "mein Ziel ü"]] {
        let with = |arguments: &[&'static str]| [arguments, target].concat();
        project.cargo(&with(&["check"])).ends_with(0).says("Checking app");
        project.guard(&with(&["check", "--allow-empty"])).ends_with(0).says("Checking app");
        project.cargo(&with(&["check"])).ends_with(0).does_not_say("Checking app");
        project.guard(&with(&["check", "--allow-empty"])).ends_with(0).does_not_say("Checking app");
    }
    assert!(project.facts().iter().any(|file| file.starts_with(project.root.join("mein Ziel ü"))));
}

#[test]
fn dependencies_are_checked_once_for_both() {
    let manifest = format!("{MANIFEST}[dependencies]\ndep = {{ path = \"../dep\" }}\n[workspace]\n");
    let dependency = "[package]\nname = \"dep\"\nversion = \"0.1.0\"\n[workspace]\n";
    for guard_is_first in [true, false] {
        let project = Project::new(&[
            ("Cargo.toml", &manifest),
            ("src/lib.rs", "pub use dep::f;"),
            ("../dep/Cargo.toml", dependency),
            ("../dep/src/lib.rs", "pub fn f() {}"),
        ]);
        let guard = || project.guard(&["check", "--allow-empty"]).ends_with(0);
        let cargo = || project.cargo(&["check"]).ends_with(0);
        let (first, second) = if guard_is_first { (guard(), cargo()) } else { (cargo(), guard()) };
        first.says("Checking dep ");
        second.does_not_say("Checking dep ").says("Checking app ");
        assert_eq!(project.crates(), ["app"], "a crate that is not of the workspace is not read");
    }
}

#[test]
fn every_target_is_read_but_build_scripts_and_proc_macros() {
    let project = Project::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"mac\"]\nresolver = \"2\"\n"),
        ("app/Cargo.toml", &format!("{MANIFEST}[dependencies]\nmac = {{ path = \"../mac\" }}\n")),
        ("app/build.rs", "fn main() {}"),
        ("app/src/lib.rs", "#[mac::same]\npub fn one() {}\n#[test]\nfn test() {}\n"),
        ("app/src/main.rs", "fn main() { app::one() }"),
        ("app/tests/t.rs", "#[test]\nfn test() { app::one() }"),
        ("app/examples/e.rs", "fn main() { app::one() }"),
        ("app/benches/b.rs", "fn main() { app::one() }"),
        ("mac/Cargo.toml", "[package]\nname = \"mac\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n"),
        (
            "mac/src/lib.rs",
            "#[proc_macro_attribute]\npub fn same(_: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream { item }",
        ),
    ]);
    project.guard(&["check", "--workspace", "--all-targets", "--allow-empty"]).ends_with(0);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    project.crates().into_iter().for_each(|krate| *count.entry(krate).or_default() += 1);
    let expected = [("app", 4), ("b", 1), ("e", 1), ("t", 1)].map(|(krate, units)| (krate.to_owned(), units));
    assert_eq!(count.into_iter().filter(|(krate, _)| krate != "mac").collect::<Vec<_>>(), expected, "app: library, binary, tests of both");
}

#[test]
fn selecting_nothing_is_incomplete_unless_it_is_allowed() {
    let project = Project::library();
    project.guard(&["check", "--examples"]).ends_with(3);
    project.guard(&["check", "--examples", "--allow-empty"]).ends_with(0);
}

#[test]
fn a_wrong_command_line_or_project_is_an_error_of_usage() {
    let project = Project::library();
    project.guard(&["check", "-p", "nobody"]).ends_with(2).says("did not match any packages");
    project.guard(&["check", "--nonsense"]).ends_with(2).says("--nonsense");
    project.guard(&["check", "--report", "json"]).ends_with(2).says("FORMAT=PATH");
    project.guard(&["check", "--manifest-path", "nowhere/Cargo.toml"]).ends_with(2).says("nowhere/Cargo.toml");
    project.cargo(&["check"]).ends_with(0);
    project.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
    project.guard(&["check", "--locked"]).ends_with(2).says("--locked");
    project.guard_with(&["check"], |command| command.current_dir("/")).ends_with(2).says("could not find `Cargo.toml`");
    project.write("file", "");
    project.guard(&["check", "--target-dir", "file/target"]).ends_with(2).says("failed to create directory");
}

/// A store of the user's own, and a library that reads it.
fn reader_of_a_store() -> Project {
    let manifest = format!("{MANIFEST}[dependencies]\nstore = {{ path = \"../store\" }}\n[workspace]\n");
    let policy = "[[catalogue]]\npackage = \"store\"\nkind = \"key-value\"\nhandles = [\"Store\"]\n\
        [[catalogue.entry]]\ntype = \"Store\"\nmethods = [\"get\"]\neffect = \"read\"\n";
    Project::new(&[
        ("Cargo.toml", &manifest),
        ("src/lib.rs", "pub fn recall(store: &store::Store) -> u8 { store.get() }\n"),
        ("agent-guard.toml", policy),
        ("../store/Cargo.toml", "[package]\nname = \"store\"\nversion = \"0.1.0\"\n[workspace]\n"),
        ("../store/src/lib.rs", "pub struct Store;\nimpl Store { pub fn get(&self) -> u8 { 1 } }\n"),
    ])
}

#[test]
fn findings_fail_the_check_whatever_the_format_unless_they_are_set_aside() {
    let project = reader_of_a_store();
    for format in ["human", "short", "json", "cargo-json"] {
        let said = project.guard(&["check", "--format", format]).ends_with(1);
        let (report, other) = if format.contains("json") { (said.out, said.err) } else { (said.err, said.out) };
        assert!(report.contains("AG101") && !other.contains("AG101"), "{format}: {report}");
    }
    project.guard(&["check", "--exit-zero"]).ends_with(0).says("AG101");
    project.guard(&["check", "--allow", "AG101"]).ends_with(0).does_not_say("AG101");
    project.guard(&["check", "--allow", "AG101", "--deny", "unconsented-read"]).ends_with(1).says("AG101");
    project.guard(&["check", "--deny", "AG999"]).ends_with(2).says("AG999");
    project.guard(&["check", "--policy", "nowhere.toml"]).ends_with(2).says("nowhere.toml");
}

#[test]
fn a_trace_begins_at_the_test_and_not_at_what_the_compiler_makes_of_it() {
    let project = reader_of_a_store();
    let tests = "#[test]\nfn plain() { recall(&store::Store); }\n\
        #[test]\nfn within() { let waits = async { recall(&store::Store) }; drop(waits); }\n";
    project.write("src/lib.rs", &format!("fn recall(store: &store::Store) -> u8 {{ store.get() }}\n{tests}"));
    let said = project.guard(&["check", "--tests"]).ends_with(1);
    said.says("the test `plain` is where control enters").says("`plain` calls `recall`").does_not_say("closure");
    // A function that is called as the test is, and is none.
    project.write(
        "src/lib.rs",
        "const RECALL: fn(&store::Store) -> u8 = |store| recall(store);\nfn recall(store: &store::Store) -> u8 { store.get() }\n",
    );
    let said = project.guard(&["check", "--tests"]).ends_with(1);
    said.says("`RECALL` is where control enters").says("a closure in `RECALL` calls `recall`").does_not_say("the test");
}

#[test]
fn one_run_writes_several_reports() {
    let project = reader_of_a_store();
    project.guard(&["check", "--report", "json=all.json", "--report", "short=all.txt"]).ends_with(1).says("AG101");
    let read = |name: &str| fs::read_to_string(project.root.join(name)).expect("it was written");
    let report: serde_json::Value = serde_json::from_str(&read("all.json")).expect("it is JSON");
    assert_eq!(report["findings"][0]["rule"], "AG101", "{report}");
    assert!(read("all.txt").contains("AG101"));
    project.guard(&["check", "--report", "json=nowhere/all.json"]).ends_with(3).says("nowhere/all.json");
}

#[test]
fn the_users_catalogue_is_part_of_the_facts_and_the_rules_levels_are_not() {
    let project = reader_of_a_store();
    let policy = fs::read_to_string(project.root.join("agent-guard.toml")).expect("it is there");
    project.guard(&["check"]).ends_with(1);
    project.write("agent-guard.toml", &format!("{policy}[rules]\nAG101 = \"warn\"\n"));
    project.guard(&["check"]).ends_with(0).does_not_say("Checking app").says("AG101");
    project.write("agent-guard.toml", &policy.replace("\"read\"", "\"harmless\""));
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("Checking app").does_not_say("AG101");
    project.write("agent-guard.toml", "[rulse]\n");
    project.guard(&["check"]).ends_with(2).says("agent-guard.toml:1:").says("rulse");
}

#[test]
fn a_store_of_which_no_call_was_seen_is_a_gap() {
    let project = reader_of_a_store();
    project.write("src/lib.rs", "pub fn recall(_: &store::Store) -> u8 { 1 }\n");
    project.guard(&["check"]).ends_with(3).says("`app` depends on this store, and not one call of it was recognised");
}

#[test]
fn a_crate_that_does_not_compile_leaves_the_compilers_errors_and_one_line_of_ours() {
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "pub fn one() -> u8 { nothing }")]);
    let said = project.guard(&["check"]).ends_with(3).says("error[E0425]").says("could not compile `app`");
    let last = said.err.lines().last().expect("it says something");
    assert_eq!(last, "error: not every crate could be compiled and read, so nothing can be said about consent");
    assert_eq!(project.crates(), [""; 0]);
    project.write("src/lib.rs", LIB);
    project.guard(&["check", "--allow-empty"]).ends_with(0);
}

#[test]
fn the_users_own_lints_do_not_stop_it() {
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "#![deny(warnings)]\nfn unused() {}")]);
    project.cargo(&["check"]).ends_with(101);
    // What the user's lints forbid is shown, and is not ours to fail for.
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("warning: function `unused` is never used");
}

#[test]
fn facts_that_are_missing_damaged_or_of_another_key_are_made_anew() {
    let project = Project::library();
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    let [file] = &project.facts()[..] else { panic!("there is one") };
    let good = fs::read(file).expect("it is readable");
    let key = facts::key_of(&good).expect("it is whole").to_owned();
    let decoded = facts::decode(&good, &key).expect("it is whole");
    let mut damaged = good.clone();
    *damaged.last_mut().expect("it is not empty") ^= 1;
    let older_form = [&good[..8], &[0xff; 4], &good[12..]].concat();
    let spoilt =
        [None, Some(damaged), Some(good[..20].to_vec()), Some(Vec::new()), Some(facts::encode(&decoded, "another")), Some(older_form)];
    for bytes in spoilt {
        match bytes {
            Some(bytes) => fs::write(file, bytes),
            None => fs::remove_file(file),
        }
        .expect("it is writable");
        project.guard(&["check", "--allow-empty"]).ends_with(0).says("Checking app");
        assert_eq!(fs::read(file).expect("it is there again"), good);
        project.guard(&["check", "--allow-empty"]).ends_with(0).does_not_say("Checking app");
    }
}

#[test]
fn facts_that_cannot_be_made_anew_are_a_gap() {
    let project = Project::library();
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    let [file] = &project.facts()[..] else { panic!("there is one") };
    fs::remove_file(file).expect("it is there");
    fs::create_dir(file).expect("it is writable");
    project.guard(&["check", "--allow-empty"]).ends_with(3).says("failed to write");
}

#[test]
fn another_build_of_the_tool_reads_everything_again() {
    let project = Project::library();
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    // The same program, with other bytes, in the same place: as after an update.
    let tool = project.folder.path().join("cargo-agent-guard");
    let run = || Project::run(project.command(tool.to_str().expect("it is text"), &["check", "--allow-empty"])).ends_with(0);
    let mut bytes = fs::read(TOOL).expect("it is readable");
    let write = |bytes: &[u8]| {
        fs::write(&tool, bytes).expect("it is writable");
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("it is ours");
    };
    write(&bytes);
    run().says("Checking app");
    run().does_not_say("Checking app");
    bytes.push(0);
    write(&bytes);
    run().says("Checking app");
}

#[test]
fn a_body_whose_text_cannot_be_written_is_a_gap() {
    let long = "a".repeat(120);
    let lib = format!("pub mod {long} {{ pub mod {long} {{ pub fn {long}() {{}} }} }} pub fn short() {{}}");
    let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &lib)]);
    project.guard(&["check"]).ends_with(3).says("rustc has 2 bodies but printed 1");
}

#[test]
fn build_scripts_see_the_compiler_as_it_is() {
    let build = r#"
        use std::{env, fs, process::Command};
        fn main() {
            let out = env::var("OUT_DIR").unwrap();
            let wrapper = env::var("RUSTC_WORKSPACE_WRAPPER").ok();
            let mut command = match &wrapper {
                Some(wrapper) => { let mut command = Command::new(wrapper); command.arg(env::var("RUSTC").unwrap()); command }
                None => Command::new(env::var("RUSTC").unwrap()),
            };
            command.args(["--crate-name", "probe", "--error-format=json", "-C", "metadata=1", "--crate-type=lib", "--emit=metadata", "--out-dir", &out]);
            let accepted = command.arg("src/probe.rs").output().unwrap().status.success();
            fs::write(if wrapper.is_some() { "wrapped.txt" } else { "plain.txt" }, accepted.to_string()).unwrap();
        }
    "#;
    let files = [
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        ("src/probe.rs", "#![feature(never_type)]\npub fn f() -> ! { loop {} }"),
        ("build.rs", build),
    ];
    let project = Project::new(&files);
    project.cargo(&["check"]).ends_with(0);
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    let read = |name: &str| fs::read_to_string(project.root.join(name)).expect("the build script has written it");
    assert_eq!(read("wrapped.txt"), read("plain.txt"));
    if !rustc_version().contains("nightly") {
        assert_eq!(read("wrapped.txt"), "false");
    }
}

#[test]
fn variables_that_build_scripts_have_do_not_switch_it_off() {
    let project = Project::library();
    project.guard_with(&["check", "--allow-empty"], |command| command.env("HOST", "desk").env("NUM_JOBS", "2")).ends_with(0);
    assert_eq!(project.crates(), ["app"]);
}

#[test]
fn the_users_wrapper_is_kept_and_a_cache_is_left_out() {
    let project = Project::library();
    let log = project.folder.path().join("log");
    let wrapper = project.script("wrapper", &format!("echo \"$@\" >> '{}'\nexec \"$@\"", log.display()));
    project.guard_with(&["check", "--allow-empty"], |command| command.env("RUSTC_WRAPPER", &wrapper)).ends_with(0);
    let seen = fs::read_to_string(&log).expect("it was called");
    assert!(seen.lines().any(|line| line.contains("cargo-agent-guard") && line.contains("--crate-name app")), "{seen}");

    let project = Project::library();
    let cache = project.script("sccache", "echo 'the cache was asked' >&2\nexit 1");
    project.guard_with(&["check", "--allow-empty"], |command| command.env("RUSTC_WRAPPER", &cache)).ends_with(0);
}

#[test]
fn a_wrapper_of_the_users_in_our_place_is_an_error_that_says_what_to_do() {
    let project = Project::library();
    project
        .guard_with(&["check"], |command| command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"))
        .ends_with(2)
        .says("clippy-driver")
        .says("RUSTC_WORKSPACE_WRAPPER= cargo agent-guard check");
    project.write(".cargo/config.toml", "[build]\nrustc-workspace-wrapper = \"clippy-driver\"\n");
    project.guard(&["check"]).ends_with(2).says("clippy-driver");
    project.guard_with(&["check", "--allow-empty"], |command| command.env("RUSTC_WORKSPACE_WRAPPER", "")).ends_with(0);
}

#[test]
fn a_compiler_that_was_never_tried_is_refused_unless_it_is_asked_for() {
    let project = Project::library();
    let real =
        String::from_utf8(Command::new("sh").args(["-c", "command -v rustc"]).output().expect("sh is there").stdout).expect("it is text");
    let rustc = project.script("rustc-of-tomorrow", &format!("'{}' \"$@\" | sed 's/^release: .*/release: 1.150.0/'", real.trim()));
    let with = |arguments: &[&str]| project.guard_with(arguments, |command| command.env("RUSTC", &rustc));
    with(&["check"]).ends_with(2).says("1.150.0").says("--try-untested-compiler");
    with(&["check", "--try-untested-compiler", "--allow-empty"]).ends_with(0).says("1.150.0");
}

#[test]
fn no_source_file_is_touched() {
    let project = Project::library();
    project.cargo(&["generate-lockfile"]).ends_with(0);
    let before = snapshot(&project.root);
    let target = project.folder.path().join("target");
    project.guard(&["check", "--allow-empty", "--locked", "--target-dir", target.to_str().expect("it is text")]).ends_with(0);
    assert_eq!(snapshot(&project.root), before);
}

/// Each file below a folder, with its content and the time of its last change.
fn snapshot(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).expect("it is readable");
        files.insert(folder.clone(), (Vec::new(), modified(&folder)));
        for entry in fs::read_dir(&folder).expect("it is readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read(&path).expect("it is readable");
                let modified = modified(&path);
                files.insert(path, (content, modified));
            }
        }
    }
    files
}

/// A way to interrupt a process.
type Interrupt = fn(Pid) -> rustix::io::Result<()>;

#[test]
fn an_interrupted_run_leaves_nothing_and_the_next_one_is_whole() {
    let slow =
        "#![allow(long_running_const_eval)]\npub const N: u64 = { let mut i = 0; while i < 1 << 40 { i += 1 } i };\npub fn one() {}\n";
    let interrupts: [(&str, Interrupt, i32); 2] = [
        ("Ctrl-C, which reaches the whole group", |pid| kill_process_group(pid, Signal::INT), 130),
        ("an end that is asked of us alone", |pid| kill_process(pid, Signal::TERM), 143),
    ];
    for (how, interrupt, code) in interrupts {
        let project = Project::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", slow)]);
        let mut command = project.command(TOOL, &["check", "--allow-empty"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().expect("it can be started");
        let pid = Pid::from_raw(i32::try_from(child.id()).expect("it is a process id")).expect("it is not 0");
        let compilers = || scratch_of(&project, child.id()).iter().filter_map(|folder| registered(folder)).flatten().collect::<Vec<_>>();
        wait_until("the compiler", || compilers().len() == 2);
        let compilers = compilers();
        interrupt(pid).expect("it is ours");
        let status = child.wait().expect("it is ours");
        assert_eq!(status.code(), Some(code), "{how}");
        assert_eq!(scratch_of(&project, child.id()), Vec::<PathBuf>::new(), "{how}");
        wait_until("the end of all compilers", || compilers.iter().all(|&id| !Path::new(&format!("/proc/{id}")).exists() || is_zombie(id)));
        assert_eq!(project.facts(), Vec::<PathBuf>::new(), "{how}");
        project.write("src/lib.rs", LIB);
        project.guard(&["check", "--allow-empty"]).ends_with(0);
        assert_eq!(project.crates(), ["app"], "{how}");
    }
}

/// The scratch folders of a run.
fn scratch_of(project: &Project, id: u32) -> Vec<PathBuf> {
    let places = [PathBuf::from("/dev/shm"), project.folder.path().join("tmp")];
    let entries = places.iter().filter_map(|place| fs::read_dir(place).ok()).flatten().flatten();
    let is_of_run = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("agent-guard-{id}-")));
    entries.map(|entry| entry.path()).filter(is_of_run).collect()
}

/// The wrapper and the compiler of the unit that is being compiled.
fn registered(scratch: &Path) -> Option<Vec<i32>> {
    let units = fs::read_dir(scratch).ok()?.flatten();
    let text = units.filter_map(|unit| fs::read_to_string(unit.path().join("processes")).ok()).next()?;
    Some(text.split(' ').filter_map(|id| id.parse().ok()).collect())
}

fn is_zombie(id: i32) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.starts_with(" Z")))
}

#[test]
fn what_a_killed_run_has_left_goes_with_the_next() {
    let project = Project::library();
    let left = project.folder.path().join("tmp/agent-guard-1-dead");
    fs::create_dir_all(left.join("app-1/mir")).expect("it is writable");
    fs::write(left.join("lock"), "").expect("it is writable");
    project.guard(&["check", "--allow-empty"]).ends_with(0);
}

#[test]
fn editors_get_cargos_lines_and_nothing_else() {
    let project = Project::library();
    for format in ["--message-format=json", "--format=cargo-json"] {
        let said = project.guard(&["check", "--allow-empty", format]).ends_with(0);
        let lines: Vec<serde_json::Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
        assert!(lines.iter().any(|line| line["reason"] == "compiler-artifact"));
        assert_eq!(lines.last().expect("there are some")["reason"], "build-finished");
    }
    project.write("src/lib.rs", "pub fn one() -> u8 { nothing }");
    let said = project.guard(&["check", "--message-format=json"]).ends_with(3);
    assert!(said.out.contains("compiler-message") && said.out.contains("E0425"), "{}", said.out);
    assert!(said.out.trim_end().ends_with("{\"reason\":\"build-finished\",\"success\":false}"), "{}", said.out);
}

#[test]
fn shards_can_be_linked_elsewhere() {
    let project = Project::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"memory\"]\nresolver = \"2\"\n"),
        ("app/Cargo.toml", &format!("{MANIFEST}[dependencies]\nmemory = {{ path = \"../memory\" }}\n")),
        ("app/src/main.rs", "fn main() { memory::recall() }"),
        ("memory/Cargo.toml", &MANIFEST.replace("app", "memory")),
        ("memory/src/lib.rs", "pub fn recall() {}"),
    ]);
    for package in ["app", "memory"] {
        let said = project.guard(&["facts", "-p", package, "--output", &format!("shards/{package}")]).ends_with(0);
        assert!(said.out.lines().all(|line| Path::new(line).extension().is_some_and(|extension| extension == "agfacts")), "{}", said.out);
    }
    project.guard(&["link", "--allow-empty", "shards/app", "shards/memory"]).ends_with(0);
    project.guard(&["link", "--allow-empty", "app"]).ends_with(3).says("there are no facts");

    let [first, ..] = &project.facts()[..] else { panic!("there are some") };
    let bytes = fs::read(first).expect("it is readable");
    let facts = facts::decode(&bytes, facts::key_of(&bytes).expect("it is whole")).expect("it is whole");
    fs::write(project.root.join("shards/other.agfacts"), facts::encode(&facts, "another tool")).expect("it is writable");
    project.guard(&["link", "--allow-empty", "shards/app", "shards/other.agfacts"]).ends_with(3).says("same tool");
}
