//! A process that uses `SqliteMemory` is ended at every write it makes, one after the other: nothing that was confirmed may be lost, and nothing
//! be half done. The same with each write torn in two, and with a disk that is full from then on.
//!
//! The process is this test again, as a child. A small library is preloaded into it that stands between it and the system's calls: `faults.c`.
//! That is a C compiler and a dynamic loader, so Linux with glibc; the code under test is the same elsewhere. Ending a process loses nothing
//! that the system has taken; what a power cut loses besides is what was not synced, and that SQLite syncs is its own test suite's subject.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use agent_guard::seal::MasterKey;
use agent_guard::store::{MemoryError, NewMemory, SqliteMemory};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, VaultError};

/// Remember and recall.
#[derive(Purpose)]
#[purpose(id = "memory.use")]
struct Use;

type Memory = SqliteMemory<Use>;

const FOLDER: &str = "FAULT_FOLDER";
/// No scenario has so many writes; a harness that never ends is a harness that does not count.
const MOST_WRITES: usize = 2_000;

fn to(subject: &str) -> Consent<Use> {
    Consent::require(&AllowAll, &SubjectId::new(subject)).unwrap()
}

fn key(folder: &Path, number: u8) -> Result<MasterKey, VaultError> {
    MasterKey::load_or_create(folder.join(format!("{number}.key")))
}

fn open(folder: &Path, number: u8) -> Result<Memory, MemoryError> {
    Memory::open(folder.join("memory.db"), key(folder, number)?)
}

/// What the child does. After each step it says so, and the parent takes its word for it.
fn scenario(folder: &Path, confirm: impl Fn(&str)) -> Result<(), MemoryError> {
    let (ada, bob) = (SubjectId::new("ada"), SubjectId::new("bob"));
    let mut memory = open(folder, 1)?;
    confirm("opened");
    let tea = memory.remember(&to("ada"), NewMemory::new("likes tea"))?;
    confirm("tea");
    memory.remember(&to("ada"), NewMemory::new("lives in Turin").with_vector([0.5; 64]))?;
    confirm("Turin");
    memory.forget(&ada, tea)?;
    confirm("no tea");
    memory.remember(&to("bob"), NewMemory::new("likes coffee").with_vector([0.25; 64]))?;
    confirm("coffee");
    memory.rotate_data_key(&ada)?;
    confirm("rotated");
    memory.forget_subject(&bob)?;
    confirm("no Bob");
    memory.rotate_master_key(key(folder, 2)?)?;
    confirm("new master key");
    Ok(())
}

/// What somebody who opens the file sees.
#[derive(Debug, PartialEq)]
struct State {
    ada: Vec<String>,
    /// `None` once he is erased.
    bob: Option<Vec<String>>,
    master_key: u8,
}

/// What there is to see after this many steps.
fn after(steps: usize) -> State {
    let ada: &[&str] = match steps {
        0 | 1 => &[],
        2 => &["likes tea"],
        3 => &["likes tea", "lives in Turin"],
        _ => &["lives in Turin"],
    };
    let bob = match steps {
        0..=4 => Some(vec![]),
        5 | 6 => Some(vec!["likes coffee".to_owned()]),
        _ => None,
    };
    State { ada: ada.iter().map(|text| text.to_string()).collect(), bob, master_key: if steps < 8 { 1 } else { 2 } }
}

fn observe(folder: &Path) -> State {
    let (memory, master_key) = match open(folder, 1) {
        Err(MemoryError::Vault(VaultError::WrongMasterKey)) => (open(folder, 2).unwrap(), 2),
        memory => (memory.unwrap(), 1),
    };
    let texts = |subject| match memory.list(&to(subject)) {
        Ok(memories) => Some(memories.into_iter().map(|memory| memory.text).collect()),
        Err(MemoryError::Vault(VaultError::Erased)) => None,
        Err(error) => panic!("{error}"),
    };
    // Vectors are there as far as texts are.
    let with_vector = |subject| memory.recall_by_vector(&to(subject), &[1.0; 64], 9).map_or(0, |found| found.len());
    let state = State { ada: texts("ada").unwrap(), bob: texts("bob"), master_key };
    assert_eq!(with_vector("ada"), state.ada.iter().filter(|text| *text == "lives in Turin").count());
    assert_eq!(with_vector("bob"), state.bob.as_ref().map_or(0, Vec::len));
    state
}

#[test]
#[ignore = "the other tests run it, as a child process"]
fn child() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("the parent says where"));
    let done = scenario(&folder, |step| {
        let mut out = std::io::stdout();
        writeln!(out, "\nconfirmed {step}").and_then(|()| out.flush()).unwrap();
        if step == "coffee" {
            println!("key {}", wrapped_key_of_bob(&folder));
        }
    });
    if let Err(error) = done {
        println!("\nfailed {error} / {error:?}");
    }
}

/// Bob's wrapped key in hexadecimal: the only one that was made after Ada's first.
fn wrapped_key_of_bob(folder: &Path) -> String {
    let raw = rusqlite::Connection::open(folder.join("memory.db")).unwrap();
    let bob = "SELECT subject FROM agent_guard_memories ORDER BY number DESC LIMIT 1";
    raw.query_row(&format!("SELECT hex(wrapped) FROM agent_guard_data_keys WHERE subject = ({bob})"), [], |row| row.get(0)).unwrap()
}

/// Builds the library that is preloaded.
fn library(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/memory_crash/faults.c");
    let library = folder.join("faults.so");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or("cc".into()));
    let status = compiler.args(["-shared", "-fPIC", "-Wall", "-o"]).args([&library, &source]).arg("-ldl").status().unwrap();
    assert!(status.success());
    library
}

struct Run {
    confirmed: usize,
    failed: Option<String>,
    is_complete: bool,
    /// What must not be on the disk once Bob is forgotten.
    key_of_bob: Option<Vec<u8>>,
}

fn run(library: &Path, folder: &Path, kind: &str, at: usize) -> Run {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child", "--ignored", "--nocapture", "--test-threads=1"]);
    child.env("LD_PRELOAD", library).env(FOLDER, folder).env("FAULT_KIND", kind).env("FAULT_AT", at.to_string());
    let Output { status, stdout, stderr } = child.output().unwrap();
    let stdout = String::from_utf8(stdout).unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(!stdout.contains("panicked") && !stderr.contains("panicked"), "at write {at}:\n{stdout}{stderr}");
    let confirmed = stdout.lines().filter(|line| line.starts_with("confirmed ")).count();
    let failed = stdout.lines().find_map(|line| line.strip_prefix("failed ")).map(str::to_owned);
    let key_of_bob = stdout.lines().find_map(|line| line.strip_prefix("key ")).map(|hexadecimal| {
        let digits = hexadecimal.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    });
    Run { confirmed, is_complete: status.success() && failed.is_none(), failed, key_of_bob }
}

/// Whether some bytes are anywhere in the files of a folder.
fn is_on_disk(folder: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

/// Fails every write in turn until a run has none left, and looks each time.
fn fail_at_every_write(kind: &str) {
    let scratch = tempfile::tempdir().unwrap();
    let library = library(scratch.path());
    let mut seen = [0; 9];
    for at in 1..MOST_WRITES {
        let folder = tempfile::tempdir().unwrap();
        let run = run(&library, folder.path(), kind, at);
        if let Some(message) = &run.failed {
            for word in ["tea", "Turin", "coffee", "ada", "bob", "agk1_"] {
                assert!(!message.contains(word), "{message}");
            }
        }
        let before_opening = is_on_disk(folder.path(), b"likes") || is_on_disk(folder.path(), b"Turin");
        assert!(!before_opening, "write {at}: content is on the disk");
        let key_is_on_disk = || run.key_of_bob.as_ref().is_some_and(|key| is_on_disk(folder.path(), key));
        assert!(run.confirmed < 7 || !key_is_on_disk(), "write {at}: Bob was forgotten, but his key is on the disk");
        let state = observe(folder.path());
        let is_known = state.bob.is_some() && run.key_of_bob.is_some();
        assert_eq!(key_is_on_disk(), is_known, "write {at}: opening the file did not finish the erasure, or the search finds nothing");
        let next = (run.confirmed + 1).min(8);
        let is_right = state == after(run.confirmed) || state == after(next);
        assert!(is_right, "{kind} at write {at}: {} steps were confirmed, but there is {state:?}", run.confirmed);
        seen[run.confirmed] += 1;
        if run.is_complete {
            assert_eq!(run.confirmed, 8);
            // Each step writes, so each was interrupted somewhere.
            assert!(seen.iter().all(|&times| times > 0), "{seen:?}");
            println!("{kind}: {at} runs, by steps confirmed: {seen:?}");
            return;
        }
    }
    panic!("more than {MOST_WRITES} writes");
}

#[test]
fn a_process_that_ends_at_any_write_loses_nothing_that_was_confirmed() {
    fail_at_every_write("kill");
}

#[test]
fn a_write_that_is_torn_in_two_loses_nothing_that_was_confirmed() {
    fail_at_every_write("torn");
}

#[test]
fn a_full_disk_is_an_error_and_loses_nothing_that_was_confirmed() {
    fail_at_every_write("full");
}
