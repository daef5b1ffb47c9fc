//! What holds over every database: first what `SealedStore` promises, then what a `VectorStore` has to do for it.

use std::sync::Arc;

use agent_guard::VaultError;
use agent_guard::store::{MemoryError, MemoryId, NewMemory, SealedStore, VectorStore};
use tokio::task::JoinSet;

use super::support::{Database, PLAIN, Row, Use, at, filled, now, person, pseudonyms, record, tells_nothing, texts, to, vault};

/// Tests of everything in this file for the database that an expression opens, empty. `None` skips them.
#[macro_export]
macro_rules! contract {
    ($open:expr) => {
        $crate::contract!(@each $open;
            what_is_remembered_is_found_and_ranked_by_the_plain_vectors,
            the_database_sees_nothing_plain,
            what_belongs_to_somebody_else_is_found_out,
            what_was_changed_is_found_out,
            one_memory_and_one_person_are_forgotten,
            a_new_data_key_needs_resealing_and_then_the_old_one_can_go,
            what_has_no_direction_is_refused,
            tasks_remember_at_the_same_time,
            a_record_takes_the_place_of_the_persons_own_with_that_id,
            the_nearest_come_first_and_no_more_than_are_wanted,
            all_records_are_given_however_many,
            content_is_given_back_to_the_byte,
            only_what_is_the_persons_is_deleted,
        );
    };
    (@each $open:expr; $($name:ident,)*) => {$(
        #[test]
        fn $name() {
            let Some(database) = ($open)() else { return };
            $crate::memory_sealed_store::contract::$name(&database);
        }
    )*};
}

pub fn what_is_remembered_is_found_and_ranked_by_the_plain_vectors(database: &impl Database) {
    let (memory, ids) = filled(database, &vault());
    let found = now(memory.recall_by_vector(&to("ada"), &at(10.0), 2)).unwrap();
    assert_eq!(texts(&found), ["likes tea", "drinks at four"]);
    assert!((found[0].score - 10_f32.to_radians().cos()).abs() < 1e-6, "the exact cosine, not the blurred one");
    assert_eq!(found[0].memory.metadata["overheard"], "in the kitchen");
    assert!(now(memory.recall_by_vector(&to("ada"), &at(10.0), 0)).unwrap().is_empty());
    let listed: Vec<MemoryId> = now(memory.list(&to("ada"))).unwrap().into_iter().map(|memory| memory.id).collect();
    assert_eq!(listed.len(), 3);
    assert!(ids.iter().all(|id| listed.contains(id)));
    assert_eq!(now(memory.export_subject(&to("bob"))).unwrap().memories[0].vector, Some(at(1.0)));
    assert!(now(memory.recall_by_vector(&to("eve"), &at(0.0), 2)).unwrap().is_empty());
    assert!(now(memory.list(&to("eve"))).unwrap().is_empty());
}

pub fn the_database_sees_nothing_plain(database: &impl Database) {
    let vault = vault();
    let (memory, _) = filled(database, &vault);
    now(memory.recall_by_vector(&to("ada"), &at(120.0), 1)).unwrap();
    let seen = database.seen();
    let holds = |bytes: &[u8]| seen.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(&database.rows()[0].content), "what is looked for can be found");
    for word in PLAIN {
        assert!(!holds(word.as_bytes()), "{word}");
    }
    for number in at(120.0).into_iter().filter(|number| *number != 0.0) {
        for bytes in [number.to_le_bytes().to_vec(), number.to_be_bytes().to_vec(), number.to_string().into_bytes()] {
            assert!(!holds(&bytes), "{number}");
        }
    }
    let plain: Vec<u8> = at(0.0).into_iter().flat_map(f32::to_le_bytes).collect();
    assert!(!holds(&plain));
}

fn is_tampered<T>(result: Result<T, MemoryError>) -> bool {
    result.as_ref().err().into_iter().for_each(tells_nothing);
    matches!(result, Err(MemoryError::Vault(VaultError::Tampered)))
}

pub fn what_belongs_to_somebody_else_is_found_out(database: &impl Database) {
    let vault = vault();
    let (memory, _) = filled(database, &vault);
    let rows = database.rows();
    let ada = vault.pseudonym(&person("ada"));
    database.put_back(&rows.iter().map(|row| Row { subject: ada.as_bytes().to_vec(), ..row.clone() }).collect::<Vec<_>>());
    assert!(is_tampered(now(memory.recall_by_vector(&to("ada"), &at(0.0), 9))));
    assert!(is_tampered(now(memory.list(&to("ada")))));

    // The content of one record under the id of another.
    let (hers, others): (Vec<Row>, Vec<Row>) = rows.iter().cloned().partition(|row| row.subject == ada.as_bytes());
    let mut exchanged = hers.clone();
    (exchanged[0].content, exchanged[1].content) = (hers[1].content.clone(), hers[0].content.clone());
    database.put_back(&[exchanged, others].concat());
    assert!(is_tampered(now(memory.recall_by_vector(&to("ada"), &at(0.0), 9))));
    assert!(is_tampered(now(memory.list(&to("ada")))));

    database.put_back(&rows);
    let other_collection = SealedStore::<_, Use>::new(database.store(), vault, "diary");
    assert!(is_tampered(now(other_collection.list(&to("ada")))));
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 3);
}

pub fn what_was_changed_is_found_out(database: &impl Database) {
    let (memory, _) = filled(database, &vault());
    let rows = database.rows();
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = rows.clone();
        changed.iter_mut().for_each(|row| change(&mut row.content));
        database.put_back(&changed);
        let error = now(memory.list(&to("ada"))).expect_err("it was changed");
        tells_nothing(&error);
        match error {
            MemoryError::Vault(VaultError::Tampered) => "tampered",
            MemoryError::Vault(VaultError::UnknownFormat) => "no envelope",
            other => panic!("{other:?}"),
        }
    };
    let shortest = rows.iter().map(|row| row.content.len()).min().unwrap();
    for byte in (2..shortest).step_by(13) {
        assert_eq!(refused(&|content| content[byte] ^= 0x10), "tampered", "byte {byte}");
    }
    assert_eq!(refused(&|content| content.truncate(content.len() - 1)), "tampered");
    assert_eq!(refused(&|content| content.push(0)), "tampered");
    assert_eq!(refused(&|content| content.truncate(46)), "tampered");
    // Version and kind, or no room for them.
    assert_eq!(refused(&|content| content[0] ^= 1), "no envelope");
    assert_eq!(refused(&|content| content[1] ^= 1), "no envelope");
    assert_eq!(refused(&|content| content.truncate(45)), "no envelope");
    assert_eq!(refused(&Vec::clear), "no envelope");
    database.put_back(&rows);
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 3);
}

pub fn one_memory_and_one_person_are_forgotten(database: &impl Database) {
    let vault = vault();
    let (memory, ids) = filled(database, &vault);
    let (ada, bob) = (person("ada"), person("bob"));
    assert!(!now(memory.forget(&bob, ids[0])).unwrap(), "it is not Bob's");
    assert!(now(memory.forget(&ada, ids[0])).unwrap());
    assert!(!now(memory.forget(&ada, ids[0])).unwrap());
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 2);

    let kept_by_somebody = database.rows();
    now(memory.forget_subject(&ada)).unwrap();
    now(memory.forget_subject(&ada)).unwrap();
    assert!(database.rows().iter().all(|row| row.subject != vault.pseudonym(&ada).as_bytes()));
    database.put_back(&kept_by_somebody);
    assert!(matches!(now(memory.list(&to("ada"))), Err(MemoryError::Vault(VaultError::Erased))));
    assert!(matches!(
        now(memory.remember(&to("ada"), NewMemory::new("x").with_vector(at(0.0)))),
        Err(MemoryError::Vault(VaultError::Erased))
    ));
    assert_eq!(now(memory.list(&to("bob"))).unwrap().len(), 1);
}

pub fn a_new_data_key_needs_resealing_and_then_the_old_one_can_go(database: &impl Database) {
    let vault = vault();
    let (memory, _) = filled(database, &vault);
    let ada = person("ada");
    let hers = || {
        let mut rows = database.rows();
        rows.retain(|row| row.subject == vault.pseudonym(&ada).as_bytes());
        rows.sort_by_key(|row| row.id);
        rows
    };
    let before = hers();
    vault.rotate_data_key(&ada).unwrap();
    now(memory.reseal_subject(&ada)).unwrap();
    vault.destroy_old_keys(&ada).unwrap();
    assert_eq!(texts(&now(memory.recall_by_vector(&to("ada"), &at(10.0), 2)).unwrap()), ["likes tea", "drinks at four"]);
    let after = hers();
    assert_eq!(after.len(), 3);
    assert!(before.iter().zip(&after).all(|(before, after)| before.id == after.id && before.content != after.content));
    now(memory.reseal_subject(&person("eve"))).unwrap();
}

pub fn what_has_no_direction_is_refused(database: &impl Database) {
    let (memory, _) = filled(database, &vault());
    for new in [NewMemory::new("x"), NewMemory::new("x").with_vector([]), NewMemory::new("x").with_vector([0.0, 0.0])] {
        assert!(matches!(now(memory.remember(&to("ada"), new)), Err(MemoryError::Vector)));
    }
    assert!(matches!(now(memory.recall_by_vector(&to("ada"), &[f32::NAN], 1)), Err(MemoryError::Vector)));
    let impossible = memory.with_beta(-1.0);
    let refused = now(impossible.remember(&to("ada"), NewMemory::new("x").with_vector(at(0.0))));
    assert!(matches!(refused, Err(MemoryError::Vault(VaultError::Vector))));
}

pub fn tasks_remember_at_the_same_time<D: Database>(database: &D) {
    let memory = Arc::new(SealedStore::<D::Store, Use>::new(database.store(), vault(), "chat"));
    now(async {
        let mut tasks = JoinSet::new();
        for number in 0..24_u8 {
            let memory = Arc::clone(&memory);
            tasks.spawn(async move {
                let new = NewMemory::new(format!("number {number}")).with_vector(at(number.into()));
                memory.remember(&to("ada"), new).await.map(drop)
            });
        }
        tasks.join_all().await.into_iter().collect::<Result<(), _>>()
    })
    .unwrap();
    let mut listed: Vec<String> = now(memory.list(&to("ada"))).unwrap().into_iter().map(|memory| memory.text).collect();
    listed.sort();
    let mut expected: Vec<String> = (0..24).map(|number| format!("number {number}")).collect();
    expected.sort();
    assert_eq!(listed, expected);
}

/// What the database gives, by the numbers of the ids.
fn numbers(records: &[(MemoryId, Vec<u8>)]) -> Vec<u128> {
    records.iter().map(|(id, _)| u128::from_be_bytes(*id.as_bytes())).collect()
}

pub fn a_record_takes_the_place_of_the_persons_own_with_that_id(database: &impl Database) {
    let (store, (ada, bob)) = (database.store(), pseudonyms());
    now(store.put(&ada, record(1, b"first", 0.0))).unwrap();
    now(store.put(&bob, record(1, b"of another", 0.0))).unwrap();
    now(store.put(&ada, record(1, b"second", 90.0))).unwrap();
    now(store.put(&ada, record(2, b"beside it", 30.0))).unwrap();
    let found = now(store.nearest(&ada, &at(80.0), 9)).unwrap();
    assert_eq!(numbers(&found), [1, 2], "its vector was replaced as well");
    assert_eq!(found[0].1, b"second");
    let of_bob = now(store.all(&bob)).unwrap();
    assert_eq!(numbers(&of_bob), [1]);
    assert_eq!(of_bob[0].1, b"of another");
}

pub fn the_nearest_come_first_and_no_more_than_are_wanted(database: &impl Database) {
    let (store, (ada, bob)) = (database.store(), pseudonyms());
    for (number, degrees) in [(1, 50.0), (2, 10.0), (3, 170.0), (4, 30.0)] {
        now(store.put(&ada, record(number, b"", degrees))).unwrap();
        now(store.put(&bob, record(number + 10, b"", degrees + 1.0))).unwrap();
    }
    let nearest = |limit| numbers(&now(store.nearest(&ada, &at(12.0), limit)).unwrap());
    assert_eq!(nearest(3), [2, 4, 1]);
    assert_eq!(nearest(usize::MAX), [2, 4, 1, 3]);
    assert!(nearest(0).is_empty());
    // Nearest by distance, not by direction.
    let mut far = record(5, b"", 12.0);
    far.vector.iter_mut().for_each(|number| *number *= 100.0);
    now(store.put(&ada, far)).unwrap();
    assert_eq!(nearest(9), [2, 4, 1, 3, 5]);
}

pub fn all_records_are_given_however_many(database: &impl Database) {
    let (store, (ada, bob)) = (database.store(), pseudonyms());
    for number in 0..600 {
        now(store.put(&ada, record(number, &number.to_be_bytes(), 0.0))).unwrap();
    }
    let mut all = now(store.all(&ada)).unwrap();
    all.sort();
    assert_eq!(numbers(&all), (0..600).collect::<Vec<_>>());
    assert!(all.iter().all(|(id, content)| content == id.as_bytes()));
    assert!(now(store.all(&bob)).unwrap().is_empty());
    now(store.delete_all(&ada)).unwrap();
    assert!(now(store.all(&ada)).unwrap().is_empty());
}

pub fn content_is_given_back_to_the_byte(database: &impl Database) {
    let (store, (ada, _)) = (database.store(), pseudonyms());
    let contents = [Vec::new(), (0..=255).collect(), vec![0], b"\xff'\";--$1".to_vec(), vec![7; 1 << 20]];
    for (number, content) in contents.iter().enumerate() {
        now(store.put(&ada, record(number as u128, content, 0.0))).unwrap();
    }
    let mut all = now(store.all(&ada)).unwrap();
    all.sort();
    assert!(all.iter().map(|(_, content)| content).eq(&contents));
}

pub fn only_what_is_the_persons_is_deleted(database: &impl Database) {
    let (store, (ada, bob)) = (database.store(), pseudonyms());
    let first = record(1, b"x", 0.0).id;
    now(store.delete_all(&ada)).unwrap();
    assert!(!now(store.delete(&ada, first)).unwrap());
    for number in 1..4 {
        now(store.put(&ada, record(number, b"x", 0.0))).unwrap();
        now(store.put(&bob, record(number, b"x", 0.0))).unwrap();
    }
    assert!(now(store.delete(&ada, first)).unwrap());
    assert!(!now(store.delete(&ada, first)).unwrap());
    let left = |subject| now(store.all(subject)).unwrap().len();
    assert_eq!((left(&ada), left(&bob)), (2, 3));
    now(store.delete_all(&ada)).unwrap();
    assert_eq!((left(&ada), left(&bob)), (0, 3));
}
