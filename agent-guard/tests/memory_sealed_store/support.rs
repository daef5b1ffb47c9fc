//! People, memories and databases as the tests see them.

use std::cell::LazyCell;
use std::future::Future;
use std::sync::Arc;

use agent_guard::seal::{MasterKey, MemoryKeyStore, Pseudonym};
use agent_guard::store::{MemoryError, MemoryId, NewMemory, Recalled, SealedRecord, SealedStore, VectorStore};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, Vault};
use tokio::runtime::{Builder, Runtime};

/// Remember and recall.
#[derive(Purpose)]
#[purpose(id = "memory.use")]
pub struct Use;

/// How many numbers the tests' vectors have.
pub const DIMENSION: usize = 32;

/// A database, as its adapter sees it and as somebody sees it who has got hold of it.
pub trait Database {
    /// What is tested.
    type Store: VectorStore + Clone + Send + Sync + 'static;

    fn store(&self) -> Self::Store;

    /// All that is in it now.
    fn rows(&self) -> Vec<Row>;

    /// Has it hold this and nothing else.
    fn put_back(&self, rows: &[Row]);

    /// All bytes that ever reached it, or all that can be found in it.
    fn seen(&self) -> Vec<u8>;
}

/// A record, as it lies in a database.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// By what the database knows it, where that is not subject and id.
    pub key: String,
    pub subject: Vec<u8>,
    pub id: MemoryId,
    pub content: Vec<u8>,
    pub vector: Vec<f32>,
}

/// Waits for something, as an agent's runtime would.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: LazyCell<Runtime> = LazyCell::new(|| Builder::new_current_thread().enable_all().build().unwrap());
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

pub fn person(name: &str) -> SubjectId {
    SubjectId::new(format!("{name}@example.org"))
}

pub fn to(name: &str) -> Consent<Use> {
    Consent::require(&AllowAll, &person(name)).unwrap()
}

pub fn texts(recalled: &[Recalled]) -> Vec<&str> {
    recalled.iter().map(|recalled| recalled.memory.text.as_str()).collect()
}

pub fn vault() -> Arc<Vault> {
    Arc::new(Vault::open(MasterKey::random().unwrap(), MemoryKeyStore::new()).unwrap())
}

/// Two people, as a store sees them.
pub fn pseudonyms() -> (Pseudonym, Pseudonym) {
    let vault = vault();
    (vault.pseudonym(&person("ada")), vault.pseudonym(&person("bob")))
}

/// A vector at this angle in the plane of the first two dimensions.
pub fn at(degrees: f32) -> Vec<f32> {
    let mut vector = vec![0.0; DIMENSION];
    (vector[1], vector[0]) = degrees.to_radians().sin_cos();
    vector
}

pub fn record(id: u128, content: &[u8], degrees: f32) -> SealedRecord {
    SealedRecord::new(MemoryId::from_bytes(id.to_be_bytes()), content.to_vec(), at(degrees))
}

pub type Protected<D> = SealedStore<<D as Database>::Store, Use>;

/// Three memories of Ada's and one of Bob's, and the ids of Ada's.
pub fn filled<D: Database>(database: &D, vault: &Arc<Vault>) -> (Protected<D>, Vec<MemoryId>) {
    let memory = SealedStore::new(database.store(), vault.clone(), "chat");
    let remember = |name, text: &str, degrees| {
        let new = NewMemory::new(text).with_vector(at(degrees)).with_metadata("overheard", "in the kitchen");
        now(memory.remember(&to(name), new)).unwrap()
    };
    let ids = vec![remember("ada", "likes tea", 0.0), remember("ada", "lives in Turin", 120.0), remember("ada", "drinks at four", 30.0)];
    remember("bob", "likes coffee", 1.0);
    (memory, ids)
}

/// Whatever is plain in [`filled`], in pieces so long that they do not come about by chance.
pub const PLAIN: [&str; 8] =
    ["likes tea", "lives in Turin", "drinks at four", "likes coffee", "overheard", "in the kitchen", "ada@example", "bob@example"];

/// That none of it stands in an error.
#[track_caller]
pub fn tells_nothing(error: &MemoryError) {
    let told = format!("{error} {error:?}");
    assert!(PLAIN.iter().all(|word| !told.contains(word)), "{told}");
}
