//! The vault: what opens, what does not, and what is gone for good.

use std::path::Path;

use agent_guard::seal::{Added, KeyProvider, KeyProviderError, KeyStore, MasterKey, MemoryKeyStore, SecretKey, SqliteKeyStore, Standing};
use agent_guard::{SubjectId, Vault, VaultError};

fn ada() -> SubjectId {
    SubjectId::new("ada@example.org")
}

fn bob() -> SubjectId {
    SubjectId::new("bob@example.org")
}

/// The same master key each time it is called with the same number.
fn master_key(number: u8) -> MasterKey {
    MasterKey::from_key(SecretKey::from_bytes(&[number; 32]))
}

fn in_memory() -> Vault {
    Vault::open(master_key(1), MemoryKeyStore::new()).unwrap()
}

fn in_file(folder: &Path) -> Vault {
    Vault::open(master_key(1), SqliteKeyStore::open(folder.join("keys.db")).unwrap()).unwrap()
}

/// Whether some bytes are anywhere in the files of a folder.
fn is_on_disk(folder: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

/// Every behaviour holds for both key stores.
fn with_each_store(check: impl Fn(Vault)) {
    check(in_memory());
    let folder = tempfile::tempdir().unwrap();
    check(in_file(folder.path()));
}

#[test]
fn what_is_sealed_opens_where_it_belongs_and_nowhere_else() {
    with_each_store(|vault| {
        let sealed = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
        assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"likes tea");

        vault.keys(&bob()).unwrap();
        for (subject, store, record) in
            [(bob(), "notes", &b"1"[..]), (ada(), "diary", b"1"), (ada(), "notes", b"2"), (ada(), "note", b"s1"), (ada(), "notes", b"")]
        {
            let opened = vault.open_bytes(&subject, store, record, &sealed);
            assert!(matches!(opened, Err(VaultError::Tampered)), "{store} {record:?}: {opened:?}");
        }
        let stranger = SubjectId::new("eve");
        assert!(matches!(vault.open_bytes(&stranger, "notes", b"1", &sealed), Err(VaultError::UnknownSubject)));
    });
}

#[test]
fn empty_and_large_contents_survive() {
    let vault = in_memory();
    for content in [vec![], vec![7; 1 << 20]] {
        let sealed = vault.seal(&ada(), "notes", b"", &content).unwrap();
        assert_eq!(*vault.open_bytes(&ada(), "notes", b"", &sealed).unwrap(), content);
    }
}

#[test]
fn a_vault_opens_again_with_its_master_key_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let sealed = in_file(folder.path()).seal(&ada(), "notes", b"1", b"likes tea").unwrap();
    assert_eq!(**in_file(folder.path()).open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"likes tea");

    let before = std::fs::read(folder.path().join("keys.db")).unwrap();
    let opened = Vault::open(master_key(2), SqliteKeyStore::open(folder.path().join("keys.db")).unwrap());
    assert!(matches!(opened, Err(VaultError::WrongMasterKey)));
    assert_eq!(std::fs::read(folder.path().join("keys.db")).unwrap(), before, "nothing was written");
}

#[test]
fn forgetting_says_erased_and_lasts() {
    with_each_store(|vault| {
        let sealed = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
        let of_bob = vault.seal(&bob(), "notes", b"1", b"likes coffee").unwrap();
        vault.forget(&ada()).unwrap();
        vault.forget(&ada()).unwrap();

        assert!(matches!(vault.open_bytes(&ada(), "notes", b"1", &sealed), Err(VaultError::Erased)));
        assert!(matches!(vault.seal(&ada(), "notes", b"1", b"again"), Err(VaultError::Erased)), "not silently given a new key");
        assert!(matches!(vault.rotate_data_key(&ada()), Err(VaultError::Erased)));
        assert_eq!(**vault.open_bytes(&bob(), "notes", b"1", &of_bob).unwrap(), *b"likes coffee");

        vault.readmit(&ada()).unwrap();
        assert!(matches!(vault.open_bytes(&ada(), "notes", b"1", &sealed), Err(VaultError::Erased)), "what is erased stays erased");
        let sealed = vault.seal(&ada(), "notes", b"1", b"is back").unwrap();
        assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"is back");
    });
}

#[test]
fn somebody_who_was_never_known_can_be_forgotten() {
    with_each_store(|vault| {
        vault.forget(&ada()).unwrap();
        assert!(matches!(vault.seal(&ada(), "notes", b"1", b"x"), Err(VaultError::Erased)));
        vault.readmit(&ada()).unwrap();
        assert!(vault.seal(&ada(), "notes", b"1", b"x").is_ok());
        vault.readmit(&ada()).unwrap();
        assert_eq!(vault.existing_keys(&ada()).unwrap().current_epoch(), 2, "whoever is not erased keeps their key");
    });
}

#[test]
fn a_destroyed_key_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let vault = in_file(folder.path());
    let sealed = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
    let pseudonym = vault.pseudonym(&ada());
    let store = SqliteKeyStore::open(folder.path().join("keys.db")).unwrap();
    let wrapped = store.data_keys(&pseudonym).unwrap()[0].wrapped.clone().unwrap();
    assert!(is_on_disk(folder.path(), &wrapped[30..]));

    vault.forget(&ada()).unwrap();
    assert!(!is_on_disk(folder.path(), &wrapped[30..]));
    assert!(is_on_disk(folder.path(), pseudonym.as_bytes()), "the tombstone is");
    drop(vault);
    assert!(matches!(in_file(folder.path()).open_bytes(&ada(), "notes", b"1", &sealed), Err(VaultError::Erased)));
}

#[test]
fn a_reader_in_another_process_makes_an_erasure_pending_and_not_fail_silently() {
    let folder = tempfile::tempdir().unwrap();
    let vault = in_file(folder.path());
    vault.keys(&ada()).unwrap();
    // A transaction that reads, and is not done.
    let reader = rusqlite::Connection::open(folder.path().join("keys.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM agent_guard_data_keys").unwrap();
    let count: i64 = reader.query_row("SELECT count(*) FROM agent_guard_data_keys", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);

    assert!(matches!(vault.forget(&ada()), Err(VaultError::ErasurePending)));
    assert!(matches!(vault.keys(&ada()), Err(VaultError::Erased)), "the key is destroyed all the same");
    reader.execute_batch("COMMIT").unwrap();
    vault.forget(&ada()).unwrap();
}

#[test]
fn a_new_data_key_seals_and_the_old_one_still_opens() {
    with_each_store(|vault| {
        let first = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
        assert_eq!(vault.rotate_data_key(&ada()).unwrap(), 2);
        let keys = vault.keys(&ada()).unwrap();
        let second = keys.seal("notes", b"2", b"likes coffee").unwrap();
        assert_eq!(**keys.open("notes", b"1", &first).unwrap(), *b"likes tea");

        assert_eq!(keys.reseal("notes", b"2", &second).unwrap(), None, "it is under the new key already");
        let resealed = keys.reseal("notes", b"1", &first).unwrap().unwrap();
        assert!(matches!(keys.reseal("notes", b"9", &first), Err(VaultError::Tampered)));

        vault.destroy_old_keys(&ada()).unwrap();
        let keys = vault.keys(&ada()).unwrap();
        assert!(matches!(keys.open("notes", b"1", &first), Err(VaultError::Erased)));
        assert_eq!(**keys.open("notes", b"1", &resealed).unwrap(), *b"likes tea");
        assert_eq!(**keys.open("notes", b"2", &second).unwrap(), *b"likes coffee");
    });
}

#[test]
fn a_new_master_key_rewraps_and_touches_no_content() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = in_file(folder.path());
    let sealed = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
    vault.forget(&bob()).unwrap();
    let other_process = in_file(folder.path());
    let pseudonym = vault.pseudonym(&ada());
    let blind_index = vault.blind_index("notes", "topic", b"tea");

    vault.rotate_master_key(master_key(2)).unwrap();
    for vault in [vault, Vault::open(master_key(2), SqliteKeyStore::open(folder.path().join("keys.db")).unwrap()).unwrap()] {
        assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"likes tea");
        assert!(matches!(vault.keys(&bob()), Err(VaultError::Erased)));
        assert_eq!((vault.pseudonym(&ada()), vault.blind_index("notes", "topic", b"tea")), (pseudonym, blind_index));
    }

    // Who still has the old one is told so, and stores nothing that the new one could not unwrap.
    assert!(matches!(other_process.open_bytes(&ada(), "notes", b"1", &sealed), Err(VaultError::MasterKeyRotated)));
    assert!(matches!(other_process.keys(&SubjectId::new("new")), Err(VaultError::MasterKeyRotated)));
    let mut other_process = other_process;
    assert!(matches!(other_process.rotate_master_key(master_key(3)), Err(VaultError::MasterKeyRotated)));
    let reopened = Vault::open(master_key(1), SqliteKeyStore::open(folder.path().join("keys.db")).unwrap());
    assert!(matches!(reopened, Err(VaultError::WrongMasterKey)));
}

#[test]
fn a_rotation_that_fails_changes_nothing() {
    struct Unreachable;
    impl KeyProvider for Unreachable {
        fn id(&self) -> Vec<u8> {
            b"unreachable".to_vec()
        }
        fn wrap(&self, _: &SecretKey, context: &[u8]) -> Result<Vec<u8>, KeyProviderError> {
            // The index key is wrapped before the data keys: the failure comes in the middle.
            if context.ends_with(b"index") { Ok(vec![0]) } else { Err(KeyProviderError::new("no connection")) }
        }
        fn unwrap(&self, _: &[u8], _: &[u8]) -> Result<SecretKey, KeyProviderError> {
            Err(KeyProviderError::new("no connection"))
        }
    }
    with_each_store(|mut vault| {
        let sealed = vault.seal(&ada(), "notes", b"1", b"likes tea").unwrap();
        assert!(matches!(vault.rotate_master_key(Unreachable), Err(VaultError::KeyProvider(_))));
        assert_eq!(**vault.open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"likes tea");
    });
}

/// The race between a process that meets somebody for the first time and one that forgets them.
#[test]
fn a_key_is_added_only_where_the_person_stands_as_expected() {
    let folder = tempfile::tempdir().unwrap();
    let file = SqliteKeyStore::open(folder.path().join("keys.db")).unwrap();
    for store in [&MemoryKeyStore::new() as &dyn KeyStore, &file] {
        let header = agent_guard::seal::VaultHeader { master_key: b"m".to_vec(), index_key: b"i".to_vec() };
        store.initialize(&header).unwrap();
        let pseudonym = in_memory().pseudonym(&ada());
        let add = |after| store.add_data_key(&pseudonym, after, b"wrapped", b"m").unwrap();

        store.destroy_data_keys(&pseudonym, u32::MAX).unwrap();
        assert_eq!(add(Standing::Unknown), Added::StandingChanged);
        assert_eq!(add(Standing::Erased(1)), Added::Stored);
        assert_eq!(add(Standing::Erased(1)), Added::StandingChanged);
        assert_eq!(store.add_data_key(&pseudonym, Standing::Active(2), b"wrapped", b"other").unwrap(), Added::MasterKeyRotated);
        assert_eq!(add(Standing::Active(2)), Added::Stored);

        let other = agent_guard::seal::VaultHeader { master_key: b"other".to_vec(), index_key: b"i".to_vec() };
        assert_eq!(store.initialize(&other).unwrap(), header, "the first one counts");
    }
}

#[test]
fn two_threads_that_meet_somebody_at_once_get_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    in_file(folder.path());
    let sealed = std::thread::scope(|scope| {
        let seal = || in_file(folder.path()).seal(&ada(), "notes", b"1", b"likes tea").unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(seal)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    for sealed in sealed {
        assert_eq!(**in_file(folder.path()).open_bytes(&ada(), "notes", b"1", &sealed).unwrap(), *b"likes tea");
    }
}

#[test]
fn people_do_not_stand_in_the_key_store() {
    let folder = tempfile::tempdir().unwrap();
    let vault = in_file(folder.path());
    vault.keys(&ada()).unwrap();
    assert!(!is_on_disk(folder.path(), b"ada@"));
    assert!(is_on_disk(folder.path(), vault.pseudonym(&ada()).as_bytes()));
    assert_ne!(vault.pseudonym(&ada()), Vault::open(master_key(1), MemoryKeyStore::new()).unwrap().pseudonym(&ada()));
}

#[test]
fn nothing_prints_a_key_or_a_person() {
    let vault = in_memory();
    let keys = vault.keys(&ada()).unwrap();
    let printed = format!(
        "{vault:?} {keys:?} {:?} {:?} {:?} {:?}",
        master_key(7),
        SecretKey::from_bytes(&[7; 32]),
        vault.pseudonym(&ada()),
        keys.vector_key("notes"),
    );
    assert!(!printed.contains("example.org") && !printed.contains("7, 7") && !printed.contains("0707"), "{printed}");
    assert!(printed.contains("SecretKey(…)"));
}

mod master_keys {
    //! Where a master key comes from.

    use super::*;

    fn message(error: VaultError) -> String {
        let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        format!("{error}: {source}")
    }

    #[test]
    fn a_key_survives_as_text() {
        let key = MasterKey::random().unwrap();
        let text = key.to_text();
        assert!(text.starts_with("agk1_") && text.len() == 48);
        assert_eq!(MasterKey::from_text(&format!(" {}\n", *text)).unwrap().id(), key.id());
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_quoted() {
        let key = MasterKey::random().unwrap().to_text();
        for text in ["", "secret", "agk1_", "agk1_secret", &key[..47], &format!("{}A", *key), &key[5..], &key.replace("agk1", "agk2")] {
            let message = message(MasterKey::from_text(text).unwrap_err());
            assert!(message.contains("no master key") && !message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn the_file_is_made_once_and_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        let key = MasterKey::load_or_create(&path).unwrap();
        assert_eq!(MasterKey::load_or_create(&path).unwrap().id(), key.id());
        assert_eq!(MasterKey::from_file(&path).unwrap().id(), key.id());
        assert!(message(MasterKey::create(&path).unwrap_err()).contains("never overwritten"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left in the folder");
        assert!(MasterKey::from_file(folder.path().join("other.key")).is_err());
        assert!(MasterKey::from_file(folder.path()).is_err());
    }

    #[test]
    fn processes_that_start_at_once_get_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        let ids = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| MasterKey::load_or_create(&path).unwrap().id())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<std::collections::BTreeSet<_>>()
        });
        assert_eq!(ids.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        MasterKey::create(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        for mode in [0o640, 0o604, 0o620, 0o777] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert!(message(MasterKey::from_file(&path).unwrap_err()).contains("chmod 600"), "{mode:o}");
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
        assert!(MasterKey::from_file(&path).is_ok());
    }

    #[test]
    fn a_lost_key_file_is_noticed_by_the_vault() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let key = MasterKey::load_or_create(folder.path().join("agent.key")).unwrap();
            Vault::open(key, SqliteKeyStore::open(folder.path().join("keys.db")).unwrap())
        };
        open().unwrap();
        std::fs::remove_file(folder.path().join("agent.key")).unwrap();
        assert!(matches!(open(), Err(VaultError::WrongMasterKey)));
    }

    #[test]
    fn the_environment_is_read_and_not_quoted() {
        // Changing the environment is unsafe; cargo sets this one.
        let message_of_wrong = message(MasterKey::from_env("CARGO_PKG_NAME").unwrap_err());
        assert!(message_of_wrong.contains("no master key") && !message_of_wrong.contains("agent-guard"), "{message_of_wrong}");
        assert!(message(MasterKey::from_env("AGENT_GUARD_TEST_NOT_SET").unwrap_err()).contains("not set"));
    }

    /// The good case needs a process of its own, with the variable set.
    #[test]
    fn a_key_in_the_environment_is_the_key() {
        const VARIABLE: &str = "AGENT_GUARD_TEST_MASTER_KEY";
        if let Ok(key) = MasterKey::from_env(VARIABLE) {
            assert_eq!(key.id(), master_key(5).id());
            return;
        }
        let this_test = "master_keys::a_key_in_the_environment_is_the_key";
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let status = child.args(["--exact", this_test]).env(VARIABLE, &*master_key(5).to_text()).status().unwrap();
        assert!(status.success());
    }
}
