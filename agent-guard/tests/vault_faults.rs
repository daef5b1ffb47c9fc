//! What is damaged or exchanged is an error: never a wrong plaintext, never a panic, and no message that quotes what is protected.

use std::path::Path;

use agent_guard::seal::{MasterKey, MemoryKeyStore, SecretKey, SqliteKeyStore};
use agent_guard::{Sealed, SubjectId, Vault, VaultError};
use rusqlite::Connection;

const SECRET: &[u8] = b"likes tea";
const PERSON: &str = "ada@example.org";

fn ada() -> SubjectId {
    SubjectId::new(PERSON)
}

fn master_key() -> MasterKey {
    MasterKey::from_key(SecretKey::from_bytes(&[1; 32]))
}

fn open(folder: &Path) -> Result<Vault, VaultError> {
    Vault::open(master_key(), SqliteKeyStore::open(folder.join("keys.db"))?)
}

/// The message as a log would have it, with all causes; looked through for what must not be in it.
#[track_caller]
fn harmless(error: &VaultError) -> String {
    let mut message = format!("{error} / {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        message += &format!(" / {error} / {error:?}");
        source = error.source();
    }
    for word in ["tea", "ada@", "example.org", "agk1_", "\u{1}\u{1}"] {
        assert!(!message.contains(word), "{message}");
    }
    message
}

#[test]
fn every_flipped_bit_of_a_ciphertext_is_an_error() {
    let vault = Vault::open(master_key(), MemoryKeyStore::new()).unwrap();
    let sealed = vault.seal(&ada(), "notes", b"1", SECRET).unwrap();
    let value: Sealed<String> = vault.seal_value(&ada(), "notes", b"1", &"likes tea".to_owned()).unwrap();
    let keys = vault.keys(&ada()).unwrap();
    assert!(keys.open("notes", b"1", &sealed).is_ok() && keys.open_value("notes", b"1", &value).is_ok());
    for bit in 0..sealed.len() * 8 {
        let mut damaged = sealed.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let error = keys.open("notes", b"1", &damaged).expect_err("a bit was flipped");
        assert!(matches!(error, VaultError::Tampered | VaultError::UnknownFormat), "bit {bit}: {}", harmless(&error));
        // Resealing must not make an authentic value of it.
        assert!(keys.reseal("notes", b"1", &damaged).unwrap_or(None).is_none(), "bit {bit}");
    }
    for bit in 0..value.as_bytes().len() * 8 {
        let mut damaged = value.as_bytes().to_vec();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let error = keys.open_value("notes", b"1", &Sealed::<String>::from_bytes(damaged)).expect_err("a bit was flipped");
        assert!(matches!(error, VaultError::Tampered | VaultError::UnknownFormat), "bit {bit}: {}", harmless(&error));
    }
}

#[test]
fn a_ciphertext_of_any_other_length_is_an_error() {
    let vault = Vault::open(master_key(), MemoryKeyStore::new()).unwrap();
    let sealed = vault.seal(&ada(), "notes", b"1", SECRET).unwrap();
    for length in 0..sealed.len() {
        assert!(vault.open_bytes(&ada(), "notes", b"1", &sealed[..length]).is_err(), "{length}");
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert!(vault.open_bytes(&ada(), "notes", b"1", &longer).is_err());
}

/// Flips each bit of one column of one row in turn, and has `check` look.
fn flip_each_bit(folder: &Path, table: &str, column: &str, check: impl Fn(usize)) {
    let raw = Connection::open(folder.join("keys.db")).unwrap();
    let original: Vec<u8> = raw.query_row(&format!("SELECT CAST({column} AS BLOB) FROM {table}"), [], |row| row.get(0)).unwrap();
    let update = format!("UPDATE {table} SET {column} = ?1");
    for bit in 0..original.len() * 8 {
        let mut damaged = original.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        raw.execute(&update, [&damaged]).unwrap();
        check(bit);
    }
    raw.execute(&update, [&original]).unwrap();
}

#[test]
fn every_flipped_bit_of_a_stored_key_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).unwrap();
    let sealed = vault.seal(&ada(), "notes", b"1", SECRET).unwrap();
    flip_each_bit(folder.path(), "agent_guard_data_keys", "wrapped", |bit| {
        let error = vault.open_bytes(&ada(), "notes", b"1", &sealed).expect_err("a bit was flipped");
        assert!(matches!(error, VaultError::Tampered), "bit {bit}: {}", harmless(&error));
    });
    flip_each_bit(folder.path(), "agent_guard_data_keys", "subject", |bit| {
        let error = vault.open_bytes(&ada(), "notes", b"1", &sealed).expect_err("a bit was flipped");
        assert!(matches!(error, VaultError::UnknownSubject), "bit {bit}: {}", harmless(&error));
    });
    let raw = Connection::open(folder.path().join("keys.db")).unwrap();
    for bit in 0..64 {
        raw.execute("UPDATE agent_guard_data_keys SET epoch = ?1", [1_i64 ^ (1 << bit)]).unwrap();
        let error = vault.open_bytes(&ada(), "notes", b"1", &sealed).expect_err("a bit was flipped");
        // What is no epoch at all does not fit into one: the database's own error.
        assert!(matches!(error, VaultError::Tampered | VaultError::KeyStore(_)), "bit {bit}: {}", harmless(&error));
    }
    raw.execute("UPDATE agent_guard_data_keys SET epoch = 1", []).unwrap();
    assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *SECRET, "repaired");
}

#[test]
fn every_flipped_bit_of_the_header_is_an_error_and_begins_no_second_vault() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).unwrap().keys(&ada()).unwrap();
    for column in ["master_key", "index_key"] {
        flip_each_bit(folder.path(), "agent_guard_vault", column, |bit| {
            let error = open(folder.path()).expect_err("a bit was flipped");
            let expected =
                if column == "master_key" { matches!(error, VaultError::WrongMasterKey) } else { matches!(error, VaultError::Tampered) };
            assert!(expected, "{column}, bit {bit}: {}", harmless(&error));
        });
    }
    let raw = Connection::open(folder.path().join("keys.db")).unwrap();
    raw.execute("DELETE FROM agent_guard_vault", []).unwrap();
    assert!(matches!(open(folder.path()), Err(VaultError::DamagedKeyStore)));
    assert!(!raw.query_row("SELECT EXISTS (SELECT 1 FROM agent_guard_vault)", [], |row| row.get::<_, bool>(0)).unwrap());
}

#[test]
fn keys_that_are_exchanged_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).unwrap();
    let bob = SubjectId::new("bob");
    vault.keys(&bob).unwrap();
    let sealed = vault.seal(&ada(), "notes", b"1", SECRET).unwrap();
    vault.rotate_data_key(&ada()).unwrap();
    let raw = Connection::open(folder.path().join("keys.db")).unwrap();
    let exchange = |from: (&SubjectId, u32), to: (&SubjectId, u32)| {
        let update =
            "UPDATE agent_guard_data_keys SET wrapped = (SELECT wrapped FROM agent_guard_data_keys WHERE subject = ?1 AND epoch = ?2)
            WHERE subject = ?3 AND epoch = ?4";
        let (from_person, to_person) = (vault.pseudonym(from.0), vault.pseudonym(to.0));
        raw.execute(update, rusqlite::params![from_person.as_bytes(), from.1, to_person.as_bytes(), to.1]).unwrap();
    };
    let wrapped: Vec<u8> = raw.query_row("SELECT wrapped FROM agent_guard_data_keys WHERE epoch = 2", [], |row| row.get(0)).unwrap();
    for from in [(&bob, 1), (&ada(), 1)] {
        exchange(from, (&ada(), 2));
        assert!(matches!(vault.open_bytes(&ada(), "notes", b"1", &sealed), Err(VaultError::Tampered)));
    }
    raw.execute("UPDATE agent_guard_data_keys SET wrapped = ?1 WHERE epoch = 2", [&wrapped]).unwrap();
    assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *SECRET, "repaired");
}

/// Damage below the tables: SQLite notices some of it, the vault the rest.
#[test]
fn a_damaged_file_is_an_error_or_opens_what_was_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let sealed = open(folder.path()).unwrap().seal(&ada(), "notes", b"1", SECRET).unwrap();
    let original = std::fs::read(&path).unwrap();
    let look = |damaged: &[u8]| {
        for file in std::fs::read_dir(folder.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        std::fs::write(&path, damaged).unwrap();
        match open(folder.path()).and_then(|vault| vault.open_bytes(&ada(), "notes", b"1", &sealed)) {
            Ok(opened) => {
                assert_eq!(**opened, *SECRET);
                true
            }
            Err(error) => {
                harmless(&error);
                false
            }
        }
    };
    assert!(look(&original));
    for length in (0..original.len()).step_by(509) {
        assert!(!look(&original[..length]), "cut to {length} bytes");
    }
    // Most of the file is zeros that mean nothing; the bytes that are not are where damage can hurt.
    let mut errors = 0;
    for at in (0..original.len()).filter(|&at| original[at] != 0).step_by(3) {
        let mut damaged = original.clone();
        damaged[at] ^= 1 << (at % 8);
        errors += usize::from(!look(&damaged));
    }
    assert!(errors > 50, "{errors}");
}

#[test]
fn what_is_no_database_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys.db"), [7; 5_000]).unwrap();
    harmless(&open(folder.path()).expect_err("it is no database"));
    let error = Vault::open(master_key(), MemoryKeyStore::new()).and_then(|_| open(Path::new("/no/such/folder"))).unwrap_err();
    assert!(matches!(error, VaultError::KeyStore(_)), "{}", harmless(&error));
}
