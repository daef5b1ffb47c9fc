//! What a run finds out is kept for the next one, and is used where nothing has changed and nowhere else.

use std::{fs, path::PathBuf};

use cargo_agent_guard::checked::Checked;

use super::{
    project::{Project, Said},
    reader_of_a_store,
};

const READS: &str = "pub fn recall(store: &store::Store) -> u8 { store.get() }";

/// The results that are kept.
fn kept(project: &Project) -> Vec<PathBuf> {
    let entries = fs::read_dir(project.root.join("target/agent-guard")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| !path.ends_with("units")).collect();
    files.sort();
    files
}

/// Has a kept result say something else, under its own key and the right checksum.
fn change(file: &PathBuf, what: impl FnOnce(&mut Checked)) {
    let bytes = fs::read(file).expect("it is readable");
    let length = u32::from_le_bytes(bytes[12..16].try_into().expect("they are four")) as usize;
    let key = std::str::from_utf8(&bytes[16..16 + length]).expect("a key is text");
    let mut checked = Checked::decode(&bytes, key).expect("it is whole");
    what(&mut checked);
    fs::write(file, checked.encode(key)).expect("it is writable");
}

fn guard(project: &Project, arguments: &[&str]) -> Said {
    project.guard(&[&["check", "--format", "json"], arguments].concat())
}

#[test]
fn a_second_run_says_the_same_and_uses_what_the_first_has_kept() {
    let project = reader_of_a_store();
    let first = guard(&project, &[]).ends_with(1);
    let [file] = &kept(&project)[..] else { panic!("there is one") };
    let bytes = fs::read(file).expect("it is readable");
    let second = guard(&project, &[]).ends_with(1).does_not_say("Checking app");
    assert_eq!(first.out, second.out);
    assert_eq!(fs::read(file).expect("it is readable"), bytes);

    change(file, |checked| checked.raised[0].finding.message = "what is kept says so".to_owned());
    let third = guard(&project, &[]).ends_with(1);
    assert!(third.out.contains("what is kept says so"), "{}", third.out);
    // Each format is made of the same result.
    project.guard(&["check"]).ends_with(1).says("what is kept says so");
    assert_eq!(kept(&project).len(), 1);
}

#[test]
fn levels_of_the_command_line_and_of_the_policy_have_results_of_their_own() {
    let project = reader_of_a_store();
    let denied = guard(&project, &[]).ends_with(1);
    let warned = guard(&project, &["--warn", "AG101"]).ends_with(0);
    assert!(warned.out.contains("\"level\": \"warn\""), "{}", warned.out);
    assert_eq!(kept(&project).len(), 2);
    assert_eq!(guard(&project, &[]).ends_with(1).out, denied.out);
    assert_eq!(guard(&project, &["--warn", "AG101"]).ends_with(0).out, warned.out);
    guard(&project, &["--allow", "AG101"]).ends_with(0);

    let policy = fs::read_to_string(project.root.join("agent-guard.toml")).expect("it is there");
    project.write("agent-guard.toml", &format!("{policy}[rules]\nAG101 = \"warn\"\n"));
    let said = guard(&project, &[]).ends_with(0).does_not_say("Checking app");
    assert_eq!(said.out, warned.out, "that is the same as by the command line");
    assert_eq!(kept(&project).len(), 3);
}

#[test]
fn an_edit_is_checked_anew_and_taken_back_what_was_kept() {
    let project = reader_of_a_store();
    let first = guard(&project, &[]).ends_with(1);
    project.write("src/lib.rs", &format!("{READS}\npub fn again(store: &store::Store) -> u8 {{ store.get() }}\n"));
    let edited = guard(&project, &[]).ends_with(1).says("Checking app");
    assert!(edited.out.contains("\"accesses\": 2") && edited.out.contains("\"findings\": 2"), "{}", edited.out);
    assert_eq!(kept(&project).len(), 2);
    project.write("src/lib.rs", &format!("{READS}\n"));
    assert_eq!(guard(&project, &[]).ends_with(1).says("Checking app").out, first.out);
    assert_eq!(kept(&project).len(), 2);
}

#[test]
fn other_targets_have_results_of_their_own() {
    let project = reader_of_a_store();
    project.write("src/lib.rs", &format!("{READS}\n#[test]\nfn recalls() {{ recall(&store::Store); }}\n"));
    let library = guard(&project, &[]).ends_with(1);
    let tests = guard(&project, &["--tests"]).ends_with(1);
    assert_ne!(library.out, tests.out);
    let files = kept(&project);
    assert_eq!(files.len(), 2);
    assert_eq!(guard(&project, &[]).ends_with(1).out, library.out);
    assert_eq!(guard(&project, &["--tests"]).ends_with(1).out, tests.out);
    assert_eq!(kept(&project), files);
}

#[test]
fn suppressions_and_their_days_are_looked_at_in_every_run() {
    let project = reader_of_a_store();
    let with_comment = |comment: &str| project.write("src/lib.rs", &format!("{READS} // agent-guard: allow(AG101) {comment}\n"));
    with_comment("a cache, expires 2999-12-31");
    let accepted = guard(&project, &[]).ends_with(0);
    let [file] = &kept(&project)[..] else { panic!("there is one") };
    with_comment("a cache, expires 2020-12-31");
    let expired = guard(&project, &[]).ends_with(1);
    assert!(expired.out.contains("AG903") && expired.out.contains("AG101"), "{}", expired.out);
    with_comment("");
    assert!(guard(&project, &[]).ends_with(1).out.contains("this suppression gives no reason"));
    with_comment("a cache, expires 2999-12-31");
    assert_eq!(guard(&project, &[]).ends_with(0).out, accepted.out);
    assert_eq!(kept(&project), std::slice::from_ref(file), "a comment's words are in no facts");

    project.write("src/lib.rs", &format!("{READS}\n"));
    guard(&project, &[]).ends_with(1);
    let files = kept(&project);
    let policy = fs::read_to_string(project.root.join("agent-guard.toml")).expect("it is there");
    let waive = |expires: &str| {
        let waiver = format!("[[waiver]]\nrule = \"AG101\"\npackage = \"app\"\nreason = \"a cache\"\nexpires = \"{expires}\"\n");
        project.write("agent-guard.toml", &format!("{policy}{waiver}"));
    };
    waive("2999-12-31");
    assert!(guard(&project, &[]).ends_with(0).out.contains("\"by\": \"waiver\""));
    waive("2020-12-31");
    assert!(guard(&project, &[]).ends_with(1).out.contains("AG903"));
    assert_eq!(kept(&project), files, "waivers are for no result");
}

#[test]
fn what_cannot_be_used_or_written_is_made_anew_in_silence() {
    let project = reader_of_a_store();
    guard(&project, &[]).ends_with(1);
    // The first run has compiled. What cargo says of the time is never the same, nor whether it has to wait for another cargo.
    let first = guard(&project, &[]).ends_with(1);
    let of_cargo = |line: &&str| ["Finished ", "Blocking waiting for file lock"].iter().any(|word| line.trim_start().starts_with(word));
    let without_time = |said: &Said| said.err.lines().filter(|line| !of_cargo(line)).map(str::to_owned).collect::<Vec<_>>();
    let [file] = &kept(&project)[..] else { panic!("there is one") };
    let good = fs::read(file).expect("it is readable");
    change(file, |checked| checked.raised.clear());
    let mut damaged = fs::read(file).expect("it is readable");
    *damaged.last_mut().expect("it is not empty") ^= 1;
    let of_another_key = Checked::default().encode("another key");
    let again = || {
        let said = guard(&project, &[]).ends_with(1);
        assert_eq!(said.out, first.out);
        assert_eq!(without_time(&said), without_time(&first));
    };
    for bytes in [&damaged[..], &good[..good.len() / 2], &[], &of_another_key] {
        fs::write(file, bytes).expect("it is writable");
        again();
        assert_eq!(fs::read(file).expect("it is readable"), good, "it is whole again");
    }
    let folder = project.root.join("target/agent-guard");
    let list = folder.join("units");
    let noted = fs::read(&list).expect("it is readable");
    for bytes in [&b"Cargo.toml\n\n/\n"[..], b"\xff", &noted[..noted.len() / 2], &noted.repeat(2)] {
        fs::write(&list, bytes).expect("it is writable");
        again();
        assert_eq!(fs::read(&list).expect("it is readable"), noted, "it names the files of this run again");
    }
    fs::remove_dir_all(&folder).expect("it is ours");
    fs::write(&folder, "a file where the folder would be").expect("it is writable");
    again();
}
