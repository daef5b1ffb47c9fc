//! Authenticated encryption with a key per person, so that destroying one key erases one person.
//!
//! ```
//! use agent_guard::seal::{MasterKey, MemoryKeyStore};
//! use agent_guard::{SubjectId, Vault, VaultError};
//!
//! let vault = Vault::open(MasterKey::random()?, MemoryKeyStore::new())?;
//! let ada = SubjectId::new("ada");
//!
//! let sealed = vault.seal(&ada, "notes", b"1", b"likes tea")?;
//! assert_eq!(*vault.open_bytes(&ada, "notes", b"1", &sealed)?, b"likes tea");
//!
//! // It opens for this person, in this store, as this record, and nowhere else.
//! assert!(matches!(vault.open_bytes(&ada, "notes", b"2", &sealed), Err(VaultError::Tampered)));
//!
//! vault.forget(&ada)?;
//! assert!(matches!(vault.open_bytes(&ada, "notes", b"1", &sealed), Err(VaultError::Erased)));
//! # Ok::<(), VaultError>(())
//! ```
//!
//! # The keys
//!
//! ```text
//! master key          a file, a variable, the keyring, a KMS     KeyProvider
//!   ├─ index key      one a vault: pseudonyms, blind indexes     wrapped, in the KeyStore
//!   └─ data key       one a person and epoch                     wrapped, in the KeyStore
//!        └─ subkeys   sealing, blind indexes, vectors            derived, never stored
//! ```
//!
//! A new master key rewraps the others and touches no content. A new data key begins an epoch: what was sealed before can still be
//! opened, what is sealed from now on is under the new key. The format is in `docs/sealed-format.md`.
//!
//! # What it does not do
//!
//! The length of a value shows, to the byte, and so do how many people and records there are. Keys are wiped when dropped, but they are in memory
//! while they are used, and the operating system may swap memory out. Who can read the master key and the key store reads everything.
//! A backup of the key store brings back the keys that were in it: erase the backups too, or rotate the master key and destroy the old one.

mod blind_index;
mod envelope;
mod error;
mod hierarchy;
mod key_store;
#[cfg(test)]
mod known_answers;
mod master;
mod provider;
mod sealed;
mod secret;
mod subject_keys;
mod vault;
mod vector;

pub use blind_index::BlindIndex;
pub use error::VaultError;
#[cfg(feature = "sqlite-keys")]
pub use key_store::SqliteKeyStore;
pub use key_store::{Added, DataKeyRecord, KeyName, KeyStore, KeyStoreError, MemoryKeyStore, Pseudonym, Rewrap, Standing, VaultHeader};
pub use master::MasterKey;
pub use provider::{KeyProvider, KeyProviderError};
pub use sealed::Sealed;
pub use secret::{KEY_LENGTH, SecretKey};
pub use subject_keys::SubjectKeys;
pub use vault::Vault;
pub use vector::{SealedVector, VectorKey};

#[cfg(feature = "sqlite-memory")]
pub(crate) use self::{hierarchy::KeyHierarchy, key_store::sqlite as sqlite_keys};
pub(crate) use secret::random_bytes;

/// Numbers a person's data keys, from 1. Zero stands for the master key, which has no epochs.
pub type Epoch = u32;
