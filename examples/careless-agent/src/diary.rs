//! A diary, encrypted. Mostly.

use std::path::Path;

use agent_guard::{
    Consent, Vault, encrypted_storage,
    seal::{MasterKey, MemoryKeyStore, SecretKey},
};
use anyhow::Result;
use rusqlite::Connection;

use crate::consent::Remember;

/// The same for everybody who has the program.
const KEY: [u8; 32] = *b"companion companion companion 32";

/// What the user wants to keep to themselves.
pub(crate) struct Diary {
    rows: Connection,
    vault: Vault,
}

#[encrypted_storage]
impl Diary {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let rows = Connection::open(path)?;
        rows.execute_batch("CREATE TABLE IF NOT EXISTS diary (id INTEGER PRIMARY KEY, user TEXT NOT NULL, entry BLOB NOT NULL)")?;
        let key = SecretKey::from_bytes(&KEY);
        Ok(Self { rows, vault: Vault::open(MasterKey::from_key(key), MemoryKeyStore::new())? })
    }

    /// Keeps an entry. A short one cannot say much.
    pub(crate) fn write(&self, consent: &Consent<Remember>, entry: &str) -> Result<()> {
        let user = consent.subject();
        let stored = match entry.len() {
            0..40 => entry.as_bytes().to_vec(),
            _ => self.vault.seal(user, "diary", b"entry", entry.as_bytes())?,
        };
        self.rows.execute("INSERT INTO diary (user, entry) VALUES (?1, ?2)", (user.as_str(), stored))?;
        Ok(())
    }
}
