//! What the cases share, in a crate of its own, so that data pass from crate to crate.

use agent_guard::seal::{MasterKey, MemoryKeyStore};
use agent_guard::{Purpose, SubjectId, Vault, VaultError};
use rusqlite::Connection;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.store")]
pub struct Remember;

/// Recall what you told me.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

pub type Outcome = Result<(), Box<dyn std::error::Error>>;

pub const INSERT: &str = "INSERT INTO notes (id, note) VALUES (?1, ?2)";

/// A vault that is gone when the program ends.
pub fn vault() -> Result<Vault, VaultError> {
    Vault::open(MasterKey::random()?, MemoryKeyStore::new())
}

pub fn ada() -> SubjectId {
    SubjectId::new("ada")
}

/// Stores whatever it is given: whether that is plain, its callers decide.
pub fn store_one(memory: &Connection, id: i64, bytes: &[u8]) -> rusqlite::Result<usize> {
    memory.execute(INSERT, (id, bytes)) //~ AG201: `handing_on` gives it a note as it is
}

/// Stores what it is given, and is only given what is sealed.
pub fn store_sealed(memory: &Connection, id: i64, bytes: &[u8]) -> rusqlite::Result<usize> {
    memory.execute(INSERT, (id, bytes)) //~ clean
}

/// Seals what it is given.
pub fn seal(vault: &Vault, note: &str) -> Result<Vec<u8>, VaultError> {
    vault.seal(&ada(), "notes", b"note", note.as_bytes())
}

/// Gives back what it is given, in another form.
pub fn as_json(note: &str) -> String {
    serde_json::json!({ "note": note }).to_string()
}

pub fn trimmed(bytes: Vec<u8>) -> Vec<u8> {
    bytes.into_iter().take(4096).collect()
}
