//! What protection costs, each beside what it is compared with: `cargo bench -p agent-guard --features sqlite-memory --bench vault`.
//!
//! The number of memories that are searched is 100,000 unless `AGENT_GUARD_BENCH_MEMORIES` says otherwise.

use std::hint::black_box;
use std::sync::LazyLock;

use agent_guard::seal::{MasterKey, MemoryKeyStore, SubjectKeys};
use agent_guard::store::{NewMemory, SqliteMemory};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, Purpose, SubjectId, Vault};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use divan::Bencher;
use divan::counter::BytesCount;

/// The library's own search, over vectors that were never sealed.
#[path = "../src/store/sqlite/search.rs"]
#[allow(dead_code, unused_imports, reason = "the benchmark does not remove vectors, and a harness of its own runs no unit tests")]
mod search;

const SIZES: [usize; 3] = [256, 4 << 10, 1 << 20];
const DIMENSIONS: usize = 384;
const BATCH: usize = 1_000;

fn main() {
    divan::main();
}

fn keys() -> SubjectKeys {
    let vault = Vault::open(MasterKey::random().unwrap(), MemoryKeyStore::new()).unwrap();
    vault.keys(&SubjectId::new("ada")).unwrap()
}

fn raw_cipher() -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&[7; 32].into())
}

const ASSOCIATED: &[u8] = &[3; 40];

#[divan::bench(args = SIZES)]
fn seal(bencher: Bencher, size: usize) {
    let (keys, content) = (keys(), vec![1; size]);
    bencher.counter(BytesCount::new(size)).bench(|| keys.seal("notes", b"1", black_box(&content)).unwrap());
}

#[divan::bench(args = SIZES)]
fn seal_raw(bencher: Bencher, size: usize) {
    let (cipher, content) = (raw_cipher(), vec![1; size]);
    let nonce = XNonce::from([9; 24]);
    bencher.counter(BytesCount::new(size)).bench(|| cipher.encrypt(&nonce, Payload { msg: black_box(&content), aad: ASSOCIATED }).unwrap());
}

#[divan::bench(args = SIZES)]
fn open(bencher: Bencher, size: usize) {
    let keys = keys();
    let sealed = keys.seal("notes", b"1", &vec![1; size]).unwrap();
    bencher.counter(BytesCount::new(size)).bench(|| keys.open("notes", b"1", black_box(&sealed)).unwrap());
}

#[divan::bench(args = SIZES)]
fn open_raw(bencher: Bencher, size: usize) {
    let cipher = raw_cipher();
    let nonce = XNonce::from([9; 24]);
    let sealed = cipher.encrypt(&nonce, Payload { msg: &vec![1; size], aad: ASSOCIATED }).unwrap();
    bencher.counter(BytesCount::new(size)).bench(|| cipher.decrypt(&nonce, Payload { msg: black_box(&sealed), aad: ASSOCIATED }).unwrap());
}

#[divan::bench(args = [384, 768, 1536])]
fn seal_vector(bencher: Bencher, dimensions: usize) {
    let (key, vector) = (keys().vector_key("notes"), vec![0.5; dimensions]);
    bencher.bench(|| key.seal(black_box(&vector)).unwrap());
}

/// Remember and recall.
#[derive(Purpose)]
#[purpose(id = "memory.use")]
struct Use;

fn consent() -> Consent<Use> {
    Consent::require(&AllowAll, &SubjectId::new("ada")).unwrap()
}

fn memories() -> usize {
    std::env::var("AGENT_GUARD_BENCH_MEMORIES").ok().map_or(100_000, |number| number.parse().expect("a number of memories"))
}

/// The vector of the memory with this number: no two alike.
fn vector(number: usize) -> Vec<f32> {
    let mut state = number as u64;
    let mut next = || {
        // Knuth's MMIX generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    (0..DIMENSIONS).map(|_| next()).collect()
}

/// A file with one person's memories. Filled once: that takes longer than searching it.
static FILE: LazyLock<(tempfile::TempDir, String)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap().to_text().to_string();
    let memory = open_file(&folder, &key);
    let numbers: Vec<usize> = (0..memories()).collect();
    for batch in numbers.chunks(BATCH) {
        let new = batch.iter().map(|&number| NewMemory::new(format!("memory {number}")).with_vector(vector(number)));
        memory.remember_all(&consent(), new).unwrap();
    }
    (folder, key)
});

fn open_file(folder: &tempfile::TempDir, key: &str) -> SqliteMemory<Use> {
    SqliteMemory::open(folder.path().join("memory.db"), MasterKey::from_text(key).unwrap()).unwrap()
}

#[divan::bench(sample_count = 20)]
fn recall_warm(bencher: Bencher) {
    let memory = open_file(&FILE.0, &FILE.1);
    let query = vector(1);
    memory.recall_by_vector(&consent(), &query, 10).unwrap();
    bencher.bench_local(|| memory.recall_by_vector(&consent(), black_box(&query), 10).unwrap());
}

#[divan::bench(sample_count = 3)]
fn recall_cold(bencher: Bencher) {
    let query = vector(1);
    let open = || open_file(&FILE.0, &FILE.1);
    bencher.with_inputs(open).bench_local_values(|memory| memory.recall_by_vector(&consent(), &query, 10).unwrap());
}

/// The same search over vectors and texts that nobody sealed.
#[divan::bench(sample_count = 20)]
fn recall_plain(bencher: Bencher) {
    let mut matrix = search::Matrix::default();
    matrix.reserve(memories(), DIMENSIONS);
    (0..memories()).for_each(|number| matrix.push(number, &search::unit(&vector(number)).unwrap()));
    let texts: Vec<String> = (0..memories()).map(|number| format!("memory {number}")).collect();
    let query = vector(1);
    bencher.bench_local(|| {
        let mut best = search::Best::new(10);
        matrix.search(&search::unit(black_box(&query)).unwrap(), &mut best);
        best.into_sorted().into_iter().map(|(at, _)| texts[at].clone()).collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = 3)]
fn recall_by_text(bencher: Bencher) {
    let memory = open_file(&FILE.0, &FILE.1);
    bencher.bench_local(|| memory.recall_by_text(&consent(), black_box("memory 17"), 10).unwrap());
}
