//! `SealedStore` over a database that records what it is given, and may be asked to cheat.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use agent_guard::seal::{MasterKey, MemoryKeyStore, Pseudonym};
use agent_guard::store::{MemoryError, MemoryId, NewMemory, Recalled, SealedRecord, SealedStore, VectorStore};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, Vault, VaultError};

/// Remember and recall.
#[derive(Purpose)]
#[purpose(id = "memory.use")]
struct Use;

#[derive(Clone, Default)]
struct Database(Arc<Mutex<Rows>>);

#[derive(Default)]
struct Rows {
    records: BTreeMap<(Pseudonym, MemoryId), SealedRecord>,
    /// All bytes that ever came, as a wire would carry them.
    sent: Vec<u8>,
    /// Whether everybody's records are given to anybody.
    cheats: bool,
}

impl Database {
    fn records(&self, subject: &Pseudonym) -> Vec<SealedRecord> {
        let rows = self.0.lock().unwrap();
        let may_see = |(owner, _): &(Pseudonym, MemoryId)| rows.cheats || owner == subject;
        rows.records.iter().filter(|(key, _)| may_see(key)).map(|(_, record)| record.clone()).collect()
    }
}

fn id_and_content(record: SealedRecord) -> (MemoryId, Vec<u8>) {
    (record.id, record.content)
}

impl VectorStore for Database {
    type Error = Infallible;

    async fn put(&self, subject: &Pseudonym, record: SealedRecord) -> Result<(), Infallible> {
        let mut rows = self.0.lock().unwrap();
        rows.sent.extend_from_slice(subject.as_bytes());
        rows.sent.extend_from_slice(&record.content);
        rows.sent.extend(record.vector.iter().flat_map(|number| number.to_le_bytes()));
        rows.records.insert((*subject, record.id), record);
        Ok(())
    }

    async fn nearest(&self, subject: &Pseudonym, vector: &[f32], limit: usize) -> Result<Vec<(MemoryId, Vec<u8>)>, Infallible> {
        self.0.lock().unwrap().sent.extend(vector.iter().flat_map(|number| number.to_le_bytes()));
        let distance = |record: &SealedRecord| record.vector.iter().zip(vector).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
        let mut records = self.records(subject);
        records.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        Ok(records.into_iter().take(limit).map(id_and_content).collect())
    }

    async fn all(&self, subject: &Pseudonym) -> Result<Vec<(MemoryId, Vec<u8>)>, Infallible> {
        Ok(self.records(subject).into_iter().map(id_and_content).collect())
    }

    async fn delete(&self, subject: &Pseudonym, id: MemoryId) -> Result<bool, Infallible> {
        Ok(self.0.lock().unwrap().records.remove(&(*subject, id)).is_some())
    }

    async fn delete_all(&self, subject: &Pseudonym) -> Result<(), Infallible> {
        self.0.lock().unwrap().records.retain(|(owner, _), _| owner != subject);
        Ok(())
    }
}

/// Nothing here waits, so that one poll is enough.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the database of this test never waits"),
    }
}

fn to(subject: &str) -> Consent<Use> {
    Consent::require(&AllowAll, &SubjectId::new(subject)).unwrap()
}

fn texts(recalled: &[Recalled]) -> Vec<&str> {
    recalled.iter().map(|recalled| recalled.memory.text.as_str()).collect()
}

fn vault() -> Arc<Vault> {
    Arc::new(Vault::open(MasterKey::random().unwrap(), MemoryKeyStore::new()).unwrap())
}

/// A vector of 32 dimensions at this angle in the plane of the first two.
fn at(degrees: f32) -> Vec<f32> {
    let mut vector = vec![0.0; 32];
    (vector[1], vector[0]) = degrees.to_radians().sin_cos();
    vector
}

fn filled(database: &Database, vault: &Arc<Vault>) -> (SealedStore<Database, Use>, Vec<MemoryId>) {
    let memory = SealedStore::new(database.clone(), vault.clone(), "chat");
    let remember =
        |subject, text: &str, degrees| now(memory.remember(&to(subject), NewMemory::new(text).with_vector(at(degrees)))).unwrap();
    let ids = vec![remember("ada", "likes tea", 0.0), remember("ada", "lives in Turin", 120.0), remember("ada", "drinks at four", 30.0)];
    remember("bob", "likes coffee", 1.0);
    (memory, ids)
}

#[test]
fn what_is_remembered_is_found_and_ranked_by_the_plain_vectors() {
    let (memory, ids) = filled(&Database::default(), &vault());
    let found = now(memory.recall_by_vector(&to("ada"), &at(10.0), 2)).unwrap();
    assert_eq!(texts(&found), ["likes tea", "drinks at four"]);
    assert!((found[0].score - 10_f32.to_radians().cos()).abs() < 1e-6, "the exact cosine, not the blurred one");
    let listed: Vec<MemoryId> = now(memory.list(&to("ada"))).unwrap().into_iter().map(|memory| memory.id).collect();
    assert_eq!(listed.len(), 3);
    assert!(ids.iter().all(|id| listed.contains(id)));
    assert_eq!(now(memory.export_subject(&to("bob"))).unwrap().memories[0].vector, Some(at(1.0)));
    assert!(now(memory.recall_by_vector(&to("eve"), &at(0.0), 2)).unwrap().is_empty());
    assert!(now(memory.list(&to("eve"))).unwrap().is_empty());
}

#[test]
fn the_database_is_sent_nothing_plain() {
    let database = Database::default();
    let (memory, _) = filled(&database, &vault());
    now(memory.recall_by_vector(&to("ada"), &at(120.0), 1)).unwrap();
    let sent = &database.0.lock().unwrap().sent;
    let holds = |bytes: &[u8]| sent.windows(bytes.len()).any(|window| window == bytes);
    for word in ["tea", "Turin", "coffee", "ada", "bob"] {
        assert!(!holds(word.as_bytes()), "{word}");
    }
    for number in at(120.0).into_iter().filter(|number| *number != 0.0) {
        assert!(!holds(&number.to_le_bytes()), "{number}");
    }
}

#[test]
fn a_database_that_gives_what_belongs_to_somebody_else_is_found_out() {
    let (database, vault) = (Database::default(), vault());
    let (memory, _) = filled(&database, &vault);
    database.0.lock().unwrap().cheats = true;
    let is_tampered = |result: Result<usize, MemoryError>| matches!(result, Err(MemoryError::Vault(VaultError::Tampered)));
    assert!(is_tampered(now(memory.recall_by_vector(&to("ada"), &at(0.0), 9)).map(|found| found.len())));
    assert!(is_tampered(now(memory.list(&to("ada"))).map(|found| found.len())));

    database.0.lock().unwrap().cheats = false;
    let other_collection = SealedStore::<_, Use>::new(database.clone(), vault, "diary");
    assert!(is_tampered(now(other_collection.list(&to("ada"))).map(|found| found.len())));
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 3);
}

#[test]
fn one_memory_and_one_person_are_forgotten() {
    let (database, vault) = (Database::default(), vault());
    let (memory, ids) = filled(&database, &vault);
    let (ada, bob) = (SubjectId::new("ada"), SubjectId::new("bob"));
    assert!(!now(memory.forget(&bob, ids[0])).unwrap(), "it is not Bob's");
    assert!(now(memory.forget(&ada, ids[0])).unwrap());
    assert_eq!(now(memory.list(&to("ada"))).unwrap().len(), 2);

    let kept_by_somebody = database.0.lock().unwrap().records.clone();
    now(memory.forget_subject(&ada)).unwrap();
    now(memory.forget_subject(&ada)).unwrap();
    assert_eq!(database.records(&vault.pseudonym(&ada)), []);
    database.0.lock().unwrap().records = kept_by_somebody;
    assert!(matches!(now(memory.list(&to("ada"))), Err(MemoryError::Vault(VaultError::Erased))));
    assert!(matches!(
        now(memory.remember(&to("ada"), NewMemory::new("x").with_vector(at(0.0)))),
        Err(MemoryError::Vault(VaultError::Erased))
    ));
    assert_eq!(now(memory.list(&to("bob"))).unwrap().len(), 1);
}

#[test]
fn a_new_data_key_needs_resealing_and_then_the_old_one_can_go() {
    let (database, vault) = (Database::default(), vault());
    let (memory, _) = filled(&database, &vault);
    let ada = SubjectId::new("ada");
    let before = database.records(&vault.pseudonym(&ada));
    vault.rotate_data_key(&ada).unwrap();
    now(memory.reseal_subject(&ada)).unwrap();
    vault.destroy_old_keys(&ada).unwrap();
    assert_eq!(texts(&now(memory.recall_by_vector(&to("ada"), &at(10.0), 2)).unwrap()), ["likes tea", "drinks at four"]);
    let after = database.records(&vault.pseudonym(&ada));
    assert!(before.iter().zip(&after).all(|(before, after)| before.id == after.id && before.content != after.content));
    now(memory.reseal_subject(&SubjectId::new("eve"))).unwrap();
}

#[test]
fn what_has_no_direction_is_refused() {
    let (memory, _) = filled(&Database::default(), &vault());
    for new in [NewMemory::new("x"), NewMemory::new("x").with_vector([]), NewMemory::new("x").with_vector([0.0, 0.0])] {
        assert!(matches!(now(memory.remember(&to("ada"), new)), Err(MemoryError::Vector)));
    }
    assert!(matches!(now(memory.recall_by_vector(&to("ada"), &[f32::NAN], 1)), Err(MemoryError::Vector)));
    let impossible = memory.with_beta(-1.0);
    let refused = now(impossible.remember(&to("ada"), NewMemory::new("x").with_vector(at(0.0))));
    assert!(matches!(refused, Err(MemoryError::Vault(VaultError::Vector))));
}
