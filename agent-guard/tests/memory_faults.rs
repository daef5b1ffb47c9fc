//! A memory file that was damaged or rearranged by somebody without the keys: errors, never somebody's words in another's mouth.

use std::path::Path;

use agent_guard::seal::{MasterKey, SecretKey};
use agent_guard::store::{MemoryError, NewMemory, Options, SqliteMemory};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, VaultError};
use rusqlite::{Connection, params};

/// Remember and recall.
#[derive(Purpose)]
#[purpose(id = "memory.use")]
struct Use;

type Memory = SqliteMemory<Use>;

fn to(subject: &str) -> Consent<Use> {
    Consent::require(&AllowAll, &SubjectId::new(subject)).unwrap()
}

fn open(folder: &Path) -> Result<Memory, MemoryError> {
    // Nothing is kept between searches: each opens what is in the file now.
    let mut options = Options::default();
    options.cache_bytes = 0;
    Memory::open_with(folder.join("memory.db"), MasterKey::from_key(SecretKey::from_bytes(&[1; 32])), options)
}

/// Two memories of Ada, one of Bob, and the tables behind them.
fn filled(folder: &Path) -> (Memory, Connection) {
    let memory = open(folder).unwrap();
    memory.remember(&to("ada"), NewMemory::new("likes tea").with_vector([1.0, 0.0])).unwrap();
    memory.remember(&to("ada"), NewMemory::new("lives in Turin").with_vector([0.0, 1.0])).unwrap();
    memory.remember(&to("bob"), NewMemory::new("likes coffee").with_vector([1.0, 1.0])).unwrap();
    (memory, Connection::open(folder.join("memory.db")).unwrap())
}

/// All that can be read of Ada: texts, then texts by vector, then the export.
fn read(memory: &Memory) -> Result<Vec<String>, MemoryError> {
    let list = memory.list(&to("ada"))?.into_iter().map(|memory| memory.text);
    let recalled = memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 9)?.into_iter().map(|recalled| recalled.memory.text);
    let export = memory.export_subject(&to("ada"))?.memories.into_iter().map(|exported| exported.memory.text);
    Ok(list.chain(recalled).chain(export).collect())
}

const WHOLE: [&str; 6] = ["likes tea", "lives in Turin", "likes tea", "lives in Turin", "likes tea", "lives in Turin"];

#[track_caller]
fn is_tampered(memory: &Memory, what: &str) {
    let error = read(memory).expect_err(what);
    assert!(matches!(error, MemoryError::Vault(VaultError::Tampered | VaultError::UnknownFormat)), "{what}: {error}");
    assert!(!format!("{error} {error:?}").contains("tea"));
}

#[test]
fn every_flipped_bit_of_a_row_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, raw) = filled(folder.path());
    for column in ["content", "vector"] {
        let original: Vec<u8> =
            raw.query_row(&format!("SELECT {column} FROM agent_guard_memories WHERE number = 1"), [], |row| row.get(0)).unwrap();
        let update = format!("UPDATE agent_guard_memories SET {column} = ?1 WHERE number = 1");
        for bit in 0..original.len() * 8 {
            let mut damaged = original.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            raw.execute(&update, [&damaged]).unwrap();
            is_tampered(&memory, &format!("{column}, bit {bit}"));
        }
        for length in 0..original.len() {
            raw.execute(&update, [&original[..length]]).unwrap();
            is_tampered(&memory, &format!("{column}, {length} bytes"));
        }
        raw.execute(&update, [&original]).unwrap();
    }
    assert_eq!(read(&memory).unwrap(), WHOLE);
}

#[test]
fn every_flipped_bit_of_an_id_is_an_error_and_of_a_pseudonym_hides_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, raw) = filled(folder.path());
    for (column, hides) in [("id", false), ("subject", true)] {
        let select = format!("SELECT {column} FROM agent_guard_memories WHERE number = 1");
        let original: Vec<u8> = raw.query_row(&select, [], |row| row.get(0)).unwrap();
        let update = format!("UPDATE agent_guard_memories SET {column} = ?1 WHERE number = 1");
        for bit in 0..original.len() * 8 {
            let mut damaged = original.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            raw.execute(&update, [&damaged]).unwrap();
            if hides {
                assert_eq!(read(&memory).unwrap(), ["lives in Turin"; 3], "bit {bit}");
            } else {
                is_tampered(&memory, &format!("{column}, bit {bit}"));
            }
        }
        raw.execute(&update, [&original]).unwrap();
    }
    assert_eq!(read(&memory).unwrap(), WHOLE);
}

#[test]
fn rows_that_are_given_to_another_person_or_exchanged_are_an_error() {
    let exchanges = [
        ("Bob's row is given to Ada", "UPDATE agent_guard_memories SET subject = (SELECT subject FROM agent_guard_memories WHERE number = 1)"),
        (
            "the contents of two of Ada's rows are exchanged",
            "UPDATE agent_guard_memories SET content = (SELECT content FROM agent_guard_memories AS other WHERE other.number = 3 - agent_guard_memories.number)
             WHERE number < 3",
        ),
        (
            "the vectors of two of Ada's rows are exchanged",
            "UPDATE agent_guard_memories SET vector = (SELECT vector FROM agent_guard_memories AS other WHERE other.number = 3 - agent_guard_memories.number)
             WHERE number < 3",
        ),
        ("a content is passed off as a vector", "UPDATE agent_guard_memories SET vector = content WHERE number = 1"),
        ("a vector is passed off as a content", "UPDATE agent_guard_memories SET content = vector WHERE number = 1"),
        (
            "Bob's content is put into Ada's row",
            "UPDATE agent_guard_memories SET content = (SELECT content FROM agent_guard_memories WHERE number = 3) WHERE number = 1",
        ),
    ];
    for (what, sql) in exchanges {
        let folder = tempfile::tempdir().unwrap();
        let (memory, raw) = filled(folder.path());
        raw.execute(sql, []).unwrap();
        is_tampered(&memory, what);
    }
}

/// Two files under one master key: their keys are different all the same.
#[test]
fn a_row_of_another_file_is_an_error() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (memory, raw) = filled(folder.path());
    let (_other_memory, other) = filled(other.path());
    let (id, content): (Vec<u8>, Vec<u8>) =
        other.query_row("SELECT id, content FROM agent_guard_memories WHERE number = 1", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    raw.execute("UPDATE agent_guard_memories SET id = ?1, content = ?2, vector = NULL WHERE number = 1", params![id, content]).unwrap();
    is_tampered(&memory, "a row of another file");
}

#[test]
fn a_file_that_was_cut_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    drop(filled(folder.path()));
    let original = std::fs::read(&path).unwrap();
    for length in (0..original.len()).step_by(1_021) {
        for file in std::fs::read_dir(folder.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        std::fs::write(&path, &original[..length]).unwrap();
        match open(folder.path()).and_then(|memory| read(&memory)) {
            Err(error) => assert!(!format!("{error} {error:?}").contains("tea")),
            // Nothing at all is a new file.
            Ok(texts) if length == 0 => assert!(texts.is_empty()),
            // What was cut off was not needed. Less than everything must not pass for everything.
            Ok(texts) => assert_eq!(texts, WHOLE, "cut to {length} bytes"),
        }
    }
    std::fs::write(&path, &original).unwrap();
    assert_eq!(open(folder.path()).and_then(|memory| read(&memory)).unwrap(), WHOLE);
}
