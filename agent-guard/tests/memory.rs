//! `SqliteMemory`: what is remembered, found and forgotten, and by whom.

use std::path::Path;
use std::time::{Duration, SystemTime};

use agent_guard::seal::{MasterKey, SecretKey};
use agent_guard::store::{MemoryError, MemoryId, NewMemory, Options, Recalled, SqliteMemory};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, VaultError};

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.remember")]
struct Remember;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

type Memory = SqliteMemory<Recall, Remember>;

fn master_key(number: u8) -> MasterKey {
    MasterKey::from_key(SecretKey::from_bytes(&[number; 32]))
}

fn open(folder: &Path) -> Memory {
    Memory::open(folder.join("memory.db"), master_key(1)).unwrap()
}

fn to<P: Purpose>(subject: &str) -> Consent<P> {
    Consent::require(&AllowAll, &SubjectId::new(subject)).unwrap()
}

fn texts(recalled: &[Recalled]) -> Vec<&str> {
    recalled.iter().map(|recalled| recalled.memory.text.as_str()).collect()
}

fn is_erased<T>(result: &Result<T, MemoryError>) -> bool {
    matches!(result, Err(MemoryError::Vault(VaultError::Erased)))
}

/// Three memories of Ada, one of Bob that would fit as well.
fn filled(folder: &Path) -> (Memory, Vec<MemoryId>) {
    let memory = open(folder);
    let remember = |subject, new| memory.remember(&to(subject), new).unwrap();
    let ids = vec![
        remember("ada", NewMemory::new("likes green tea").with_vector([1.0, 0.0]).with_metadata("source", "chat")),
        remember("ada", NewMemory::new("lives in Turin").with_vector([0.0, 2.0])),
        remember("ada", NewMemory::new("drinks tea at four").with_vector([3.0, 3.0])),
    ];
    remember("bob", NewMemory::new("likes tea with milk").with_vector([1.0, 0.0]));
    (memory, ids)
}

#[test]
fn what_is_remembered_is_found_by_text_by_vector_and_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, ids) = filled(folder.path());
    for memory in [memory, open(folder.path())] {
        let found = memory.recall_by_vector(&to("ada"), &[0.9, 0.1], 2).unwrap();
        assert_eq!(texts(&found), ["likes green tea", "drinks tea at four"]);
        assert!((found[0].score - 0.9 / 0.82_f32.sqrt()).abs() < 1e-5, "the cosine");
        assert_eq!(found[0].memory.metadata["source"], "chat");
        assert_eq!(found[0].memory.id, ids[0]);

        assert_eq!(texts(&memory.recall_by_text(&to("ada"), "GREEN tea", 5).unwrap()), ["likes green tea", "drinks tea at four"]);
        assert_eq!(
            texts(&memory.recall_by_text(&to("ada"), "tea", 1).unwrap()),
            ["drinks tea at four"],
            "the later of two that fit as well"
        );
        assert!(memory.recall_by_text(&to("ada"), "milk", 5).unwrap().is_empty(), "that is Bob's");

        let list = memory.list(&to("ada")).unwrap();
        assert_eq!(list.iter().map(|memory| memory.id).collect::<std::collections::BTreeSet<_>>(), ids.iter().copied().collect());
        let age = SystemTime::now().duration_since(list[0].remembered_at).unwrap_or_default();
        assert!(age < Duration::from_secs(600), "{age:?}");
    }
}

#[test]
fn several_things_are_remembered_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let memory = open(folder.path());
    let ids = memory.remember_all(&to("ada"), ["one", "two"].map(NewMemory::new)).unwrap();
    let list = memory.list(&to("ada")).unwrap();
    assert_eq!(list.iter().map(|memory| memory.id).collect::<Vec<_>>(), ids, "in the order in which they were given");

    let last_is_wrong = [NewMemory::new("three"), NewMemory::new("four").with_vector([0.0])];
    assert!(matches!(memory.remember_all(&to("ada"), last_is_wrong), Err(MemoryError::Vector)));
    assert_eq!(memory.list(&to("ada")).unwrap(), list);
    assert!(memory.remember_all(&to("ada"), []).unwrap().is_empty());
}

#[test]
fn nothing_is_found_of_somebody_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, _) = filled(folder.path());
    assert!(memory.recall_by_vector(&to("eve"), &[1.0, 0.0], 5).unwrap().is_empty());
    assert!(memory.recall_by_text(&to("eve"), "tea", 5).unwrap().is_empty());
    assert!(memory.list(&to("eve")).unwrap().is_empty());
    assert!(memory.export_subject(&to("eve")).unwrap().memories.is_empty());
}

#[test]
fn vectors_of_another_dimension_and_memories_without_one_do_not_take_part() {
    let folder = tempfile::tempdir().unwrap();
    let memory = open(folder.path());
    memory.remember(&to("ada"), NewMemory::new("three").with_vector([1.0, 0.0, 0.0])).unwrap();
    memory.remember(&to("ada"), NewMemory::new("none")).unwrap();
    memory.remember(&to("ada"), NewMemory::new("two").with_vector([1.0, 0.0])).unwrap();
    assert_eq!(texts(&memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 5).unwrap()), ["two"]);
    assert_eq!(texts(&memory.recall_by_vector(&to("ada"), &[1.0, 0.0, 0.0], 5).unwrap()), ["three"]);
    for vector in [vec![], vec![0.0], vec![f32::NAN]] {
        assert!(matches!(memory.recall_by_vector(&to("ada"), &vector, 5), Err(MemoryError::Vector)));
        assert!(matches!(memory.remember(&to("ada"), NewMemory::new("x").with_vector(vector)), Err(MemoryError::Vector)));
    }
    assert_eq!(memory.list(&to("ada")).unwrap().len(), 3, "what is refused is not remembered");
}

#[test]
fn one_memory_is_forgotten_and_only_its_persons() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, ids) = filled(folder.path());
    memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 1).unwrap();
    assert!(!memory.forget(&SubjectId::new("bob"), ids[0]).unwrap(), "it is not Bob's");
    assert!(memory.forget(&SubjectId::new("ada"), ids[0]).unwrap());
    assert!(!memory.forget(&SubjectId::new("ada"), ids[0]).unwrap());
    assert_eq!(texts(&memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 1).unwrap()), ["drinks tea at four"]);
    assert_eq!(memory.list(&to("ada")).unwrap().len(), 2);
    assert_eq!(memory.list(&to("bob")).unwrap().len(), 1);
}

#[test]
fn a_person_is_forgotten_and_can_begin_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, _) = filled(folder.path());
    let ada = SubjectId::new("ada");
    memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 1).unwrap();
    memory.forget_subject(&ada).unwrap();
    memory.forget_subject(&ada).unwrap();

    assert!(is_erased(&memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 1)));
    assert!(is_erased(&memory.recall_by_text(&to("ada"), "tea", 1)));
    assert!(is_erased(&memory.list(&to("ada"))));
    assert!(is_erased(&memory.export_subject(&to("ada"))));
    assert!(is_erased(&memory.remember(&to("ada"), NewMemory::new("again"))));
    assert_eq!(memory.list(&to("bob")).unwrap().len(), 1);

    memory.readmit(&ada).unwrap();
    assert!(memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 5).unwrap().is_empty());
    memory.remember(&to("ada"), NewMemory::new("is back").with_vector([1.0, 0.0])).unwrap();
    assert_eq!(texts(&memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 5).unwrap()), ["is back"]);
}

/// A copy that was made before is no way back to somebody whose key is gone, unless it is the whole file.
#[test]
fn rows_that_are_put_back_after_an_erasure_stay_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, _) = filled(folder.path());
    drop(memory);
    let path = folder.path().join("memory.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("CREATE TABLE backup AS SELECT * FROM agent_guard_memories").unwrap();

    let memory = open(folder.path());
    memory.forget_subject(&SubjectId::new("ada")).unwrap();
    memory.readmit(&SubjectId::new("ada")).unwrap();
    memory.remember(&to("ada"), NewMemory::new("is back")).unwrap();
    raw.execute_batch("INSERT OR IGNORE INTO agent_guard_memories SELECT * FROM backup WHERE number < 4").unwrap();
    assert!(is_erased(&memory.list(&to("ada"))));
}

#[test]
fn an_export_has_everything_and_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, ids) = filled(folder.path());
    let export = memory.export_subject(&to("ada")).unwrap();
    let json = serde_json::to_value(&export).unwrap();
    let memories = json["memories"].as_array().unwrap();
    assert_eq!(memories.len(), 3);
    let turin = memories.iter().find(|memory| memory["text"] == "lives in Turin").unwrap();
    assert_eq!(turin["vector"], serde_json::json!([0.0, 2.0]), "as it was given");
    assert_eq!(turin["id"], ids[1].to_string());
    assert!(turin["remembered_at"].as_u64().unwrap() > 1_700_000_000_000);
    assert!(!json.to_string().contains("milk"), "that is Bob's");
}

#[test]
fn two_processes_see_each_others_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (first, ids) = filled(folder.path());
    let second = open(folder.path());
    let found = |memory: &Memory| {
        let found = memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 9).unwrap();
        found.into_iter().map(|recalled| recalled.memory.text).collect::<Vec<_>>()
    };
    let (green, four, turin) = ("likes green tea", "drinks tea at four", "lives in Turin");
    // Both have it in their caches before each change.
    assert_eq!(found(&first), [green, four, turin]);
    assert_eq!(found(&second), [green, four, turin]);

    second.remember(&to("ada"), NewMemory::new("new").with_vector([1.0, 0.2])).unwrap();
    assert_eq!(found(&first), [green, "new", four, turin]);
    assert_eq!(found(&second), [green, "new", four, turin]);

    first.forget(&SubjectId::new("ada"), ids[0]).unwrap();
    assert_eq!(found(&second), ["new", four, turin]);

    first.rotate_data_key(&SubjectId::new("ada")).unwrap();
    assert_eq!(found(&second), ["new", four, turin]);

    first.forget_subject(&SubjectId::new("ada")).unwrap();
    assert!(is_erased(&second.recall_by_vector(&to("ada"), &[1.0, 0.0], 9)));
    assert!(is_erased(&second.remember(&to("ada"), NewMemory::new("again"))));
    first.readmit(&SubjectId::new("ada")).unwrap();
    assert!(found(&second).is_empty());
}

#[test]
fn threads_that_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let memories: Vec<Memory> = (0..4).map(|_| open(folder.path())).collect();
    std::thread::scope(|scope| {
        for (writer, memory) in memories.iter().enumerate() {
            scope.spawn(move || {
                for number in 0..10 {
                    let new = NewMemory::new(format!("{writer} {number}")).with_vector([1.0, number as f32]);
                    memory.remember(&to("ada"), new).unwrap();
                    memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 3).unwrap();
                }
            });
        }
    });
    for memory in &memories {
        assert_eq!(memory.recall_by_vector(&to("ada"), &[1.0, 0.0], 100).unwrap().len(), 40);
    }
}

const FOLDER: &str = "AGENT_GUARD_TEST_FOLDER";

#[test]
#[ignore = "the next test runs it, as a child process"]
fn child() {
    let folder = std::env::var_os(FOLDER).expect("the parent says where");
    let folder = Path::new(&folder);
    let key = MasterKey::load_or_create(folder.join("agent.key")).unwrap();
    let memory = Memory::open(folder.join("memory.db"), key).unwrap();
    for number in 0..10 {
        memory.remember(&to("ada"), NewMemory::new(format!("{} {number}", std::process::id())).with_vector([1.0])).unwrap();
        memory.recall_by_vector(&to("ada"), &[1.0], 3).unwrap();
    }
}

/// They also race for the key file, the tables, the vault's header and Ada's first key.
#[test]
fn processes_that_start_and_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let start = |_| {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "child", "--ignored"]).env(FOLDER, folder.path()).spawn().unwrap()
    };
    let children: Vec<_> = (0..4).map(start).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let key = MasterKey::from_file(folder.path().join("agent.key")).unwrap();
    let memory = Memory::open(folder.path().join("memory.db"), key).unwrap();
    let texts: std::collections::BTreeSet<String> = memory.list(&to("ada")).unwrap().into_iter().map(|memory| memory.text).collect();
    assert_eq!(texts.len(), 40);
    assert_eq!(memory.recall_by_vector(&to("ada"), &[1.0], 100).unwrap().len(), 40);
}

#[test]
fn a_cache_that_is_too_small_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, _) = filled(folder.path());
    let mut options = Options::default();
    options.cache_bytes = 0;
    let uncached = Memory::open_with(folder.path().join("memory.db"), master_key(1), options).unwrap();
    for vector in [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]] {
        assert_eq!(memory.recall_by_vector(&to("ada"), &vector, 2).unwrap(), uncached.recall_by_vector(&to("ada"), &vector, 2).unwrap());
    }
}

#[test]
fn keys_are_rotated_and_everything_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let (mut memory, _) = filled(folder.path());
    let before = memory.list(&to("ada")).unwrap();
    memory.rotate_data_key(&SubjectId::new("ada")).unwrap();
    memory.rotate_data_key(&SubjectId::new("ada")).unwrap();
    assert_eq!(memory.list(&to("ada")).unwrap(), before);
    let unknown = memory.rotate_data_key(&SubjectId::new("eve"));
    assert!(matches!(unknown, Err(MemoryError::Vault(VaultError::UnknownSubject))));

    memory.rotate_master_key(master_key(2)).unwrap();
    assert_eq!(memory.list(&to("ada")).unwrap(), before);
    let opened = Memory::open(folder.path().join("memory.db"), master_key(1));
    assert!(matches!(opened, Err(MemoryError::Vault(VaultError::WrongMasterKey))));
    let reopened = Memory::open(folder.path().join("memory.db"), master_key(2)).unwrap();
    assert_eq!(reopened.list(&to("ada")).unwrap(), before);
    assert_eq!(texts(&reopened.recall_by_vector(&to("ada"), &[1.0, 0.0], 1).unwrap()), ["likes green tea"]);
}

#[test]
fn the_files_hold_nothing_of_what_is_remembered() {
    // Words that random bytes do not spell by chance.
    const TEXT: &str = "foxes wander quietly";
    const VECTOR: [f32; 4] = [0.123_456_7, -7.654_321, 1.5e-7, 42.424_24];
    let folder = tempfile::tempdir().unwrap();
    let memory = open(folder.path());
    let new = NewMemory::new(TEXT).with_vector(VECTOR).with_metadata("mood-key", "mood-value");
    let id = memory.remember(&to("ada.lovelace@example.org"), new).unwrap();
    memory.recall_by_text(&to("ada.lovelace@example.org"), "foxes", 1).unwrap();
    memory.recall_by_vector(&to("ada.lovelace@example.org"), &VECTOR, 1).unwrap();
    memory.rotate_data_key(&SubjectId::new("ada.lovelace@example.org")).unwrap();

    let files: Vec<Vec<u8>> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
    let holds = |bytes: &[u8]| files.iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes));
    assert!(holds(u128::from_str_radix(&id.to_string(), 16).unwrap().to_be_bytes().as_slice()), "the search itself works");
    for word in TEXT.split(' ').chain(["mood-key", "mood-value", "lovelace", "example.org"]) {
        assert!(!holds(word.as_bytes()), "{word}");
    }
    for number in VECTOR {
        assert!(!holds(&number.to_le_bytes()) && !holds(&number.to_be_bytes()) && !holds(number.to_string().as_bytes()), "{number}");
    }
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    assert!(!holds(&seconds.to_string().as_bytes()[..7]), "no time as text");
    let milliseconds = memory.list(&to("ada.lovelace@example.org")).unwrap()[0].remembered_at;
    let milliseconds = milliseconds.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64;
    assert!(!holds(&milliseconds.to_be_bytes()[2..]), "no time as number");
}

#[test]
fn what_is_forgotten_is_not_left_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, ids) = filled(folder.path());
    let raw = rusqlite::Connection::open(folder.path().join("memory.db")).unwrap();
    let column = |sql: &str| -> Vec<Vec<u8>> {
        let mut statement = raw.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let of_first = column("SELECT content FROM agent_guard_memories WHERE number = 1");
    let rest = column(
        "SELECT content FROM agent_guard_memories WHERE number IN (2, 3) UNION ALL SELECT vector FROM agent_guard_memories WHERE number IN (2, 3)",
    );
    let keys = column("SELECT wrapped FROM agent_guard_data_keys");
    let left = |pieces: &[Vec<u8>]| {
        let files: Vec<Vec<u8>> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        // Twelve bytes of a nonce are enough to know it by.
        let is_left = |piece: &&Vec<u8>| files.iter().any(|file| file.windows(12).any(|window| window == &piece[8..20]));
        pieces.iter().filter(is_left).count()
    };
    assert_eq!((left(&of_first), left(&rest), left(&keys)), (1, 4, 2));

    memory.forget(&SubjectId::new("ada"), ids[0]).unwrap();
    assert_eq!((left(&of_first), left(&rest), left(&keys)), (0, 4, 2));

    memory.forget_subject(&SubjectId::new("ada")).unwrap();
    assert_eq!((left(&of_first), left(&rest), left(&keys)), (0, 0, 1), "Bob's key is the one that is left");
}

#[test]
fn ids_are_text_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (_, ids) = filled(folder.path());
    assert_eq!(ids[0].to_string().parse::<MemoryId>().unwrap(), ids[0]);
    for text in ["", "12", "+2345678901234567890123456789012", "g2345678901234567890123456789012", "123456789012345678901234567890123"] {
        assert!(matches!(text.parse::<MemoryId>(), Err(MemoryError::Id)), "{text}");
    }
}

#[test]
fn nothing_prints_what_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, _) = filled(folder.path());
    let new = NewMemory::new("secret").with_metadata("secret", "secret").with_vector([1.25]);
    let printed = format!(
        "{memory:?} {new:?} {:?} {:?} {:?}",
        memory.list(&to("ada")).unwrap(),
        memory.recall_by_text(&to("ada"), "tea", 1).unwrap(),
        memory.export_subject(&to("ada")).unwrap(),
    );
    assert!(!["secret", "tea", "Turin", "chat", "1.25"].iter().any(|word| printed.contains(word)), "{printed}");
    assert!(printed.contains("memory.recall"));
}
