//! The vault: keys in a store, values sealed under them.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::hierarchy::KeyHierarchy;
use super::{BlindIndex, Epoch, KeyProvider, KeyStore, Pseudonym, Sealed, SubjectKeys, VaultError, VectorKey};
use crate::SubjectId;

/// Seals values under a key per person, and erases a person by destroying their key. See the [module](super) for the picture.
///
/// Every method asks the key store, so that a key that was destroyed, by any process, is not used again. To seal or open many values of one
/// person, take their [`keys`](Self::keys) once.
pub struct Vault {
    hierarchy: KeyHierarchy,
    store: Box<dyn KeyStore + Send + Sync>,
}

impl Vault {
    /// Opens the vault whose keys are in `store`, or begins one if the store is empty.
    ///
    /// # Errors
    /// [`VaultError::WrongMasterKey`] if the store was made under another master key; nothing was written then.
    /// [`VaultError::KeyProvider`] and [`VaultError::KeyStore`] if either fails.
    pub fn open(master_key: impl KeyProvider + 'static, store: impl KeyStore + Send + Sync + 'static) -> Result<Self, VaultError> {
        let hierarchy = KeyHierarchy::open(Arc::new(master_key), &store)?;
        Ok(Self { hierarchy, store: Box::new(store) })
    }

    /// The person's keys, for sealing and opening. Makes the first one if the person has none.
    ///
    /// # Errors
    /// [`VaultError::Erased`] if the person was [forgotten](Self::forget) and not [readmitted](Self::readmit); [`VaultError::Tampered`] if
    /// their stored key was changed; [`VaultError::MasterKeyRotated`], [`VaultError::KeyProvider`], [`VaultError::KeyStore`].
    pub fn keys(&self, subject: &SubjectId) -> Result<SubjectKeys, VaultError> {
        self.hierarchy.keys(&*self.store, subject)
    }

    /// The person's keys, for opening only: makes none.
    ///
    /// # Errors
    /// [`VaultError::UnknownSubject`] if the person has no key; otherwise as [`keys`](Self::keys).
    pub fn existing_keys(&self, subject: &SubjectId) -> Result<SubjectKeys, VaultError> {
        self.hierarchy.existing_keys(&*self.store, subject)
    }

    /// [`SubjectKeys::seal`], with the person's keys as they are now.
    ///
    /// # Errors
    /// As [`keys`](Self::keys) and [`SubjectKeys::seal`].
    pub fn seal(&self, subject: &SubjectId, store: &str, record: &[u8], bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.keys(subject)?.seal(store, record, bytes)
    }

    /// [`SubjectKeys::open`], with the person's keys as they are now.
    ///
    /// # Errors
    /// As [`existing_keys`](Self::existing_keys) and [`SubjectKeys::open`].
    pub fn open_bytes(&self, subject: &SubjectId, store: &str, record: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.existing_keys(subject)?.open(store, record, sealed)
    }

    /// [`SubjectKeys::seal_value`], with the person's keys as they are now.
    ///
    /// # Errors
    /// As [`keys`](Self::keys) and [`SubjectKeys::seal_value`].
    pub fn seal_value<T: Serialize + ?Sized>(
        &self,
        subject: &SubjectId,
        store: &str,
        record: &[u8],
        value: &T,
    ) -> Result<Sealed<T>, VaultError> {
        self.keys(subject)?.seal_value(store, record, value)
    }

    /// [`SubjectKeys::open_value`], with the person's keys as they are now.
    ///
    /// # Errors
    /// As [`existing_keys`](Self::existing_keys) and [`SubjectKeys::open_value`].
    pub fn open_value<T: DeserializeOwned>(
        &self,
        subject: &SubjectId,
        store: &str,
        record: &[u8],
        sealed: &Sealed<T>,
    ) -> Result<T, VaultError> {
        self.existing_keys(subject)?.open_value(store, record, sealed)
    }

    /// A keyed hash by which a sealed field can be matched for equality across people. See [`BlindIndex`] for what that tells.
    #[must_use]
    pub fn blind_index(&self, store: &str, field: &str, value: &[u8]) -> BlindIndex {
        BlindIndex::new(&self.hierarchy.index_key().derive(b"agent-guard/v1/index/blind"), store, field, value)
    }

    /// The key for the embeddings of a corpus that many people search. For what belongs to one person take
    /// [`SubjectKeys::vector_key`]: forgetting them then takes the embeddings too.
    #[must_use]
    pub fn shared_vector_key(&self, store: &str) -> VectorKey {
        VectorKey::new(&self.hierarchy.index_key().derive(b"agent-guard/v1/index/vector"), store)
    }

    /// Stands for a person in a database: a keyed hash that stays the same for the life of the vault.
    #[must_use]
    pub fn pseudonym(&self, subject: &SubjectId) -> Pseudonym {
        self.hierarchy.pseudonym(subject)
    }

    /// Gives the person a new data key. What was sealed before can still be opened; what is sealed from now on is under the new one.
    /// [Reseal](SubjectKeys::reseal) the rest when you can, then [destroy](Self::destroy_old_keys) the old keys. Returns the new epoch.
    ///
    /// # Errors
    /// As [`existing_keys`](Self::existing_keys).
    pub fn rotate_data_key(&self, subject: &SubjectId) -> Result<Epoch, VaultError> {
        self.hierarchy.rotate_data_key(&*self.store, subject)
    }

    /// Destroys all but the person's current key. What is still sealed under an older one is [erased](VaultError::Erased).
    ///
    /// # Errors
    /// As [`existing_keys`](Self::existing_keys); [`VaultError::ErasurePending`].
    pub fn destroy_old_keys(&self, subject: &SubjectId) -> Result<(), VaultError> {
        let current = self.existing_keys(subject)?.current_epoch();
        Ok(self.store.destroy_data_keys(&self.pseudonym(subject), current.saturating_sub(1))?)
    }

    /// Erases a person: destroys all their keys, durably. Everything sealed for them, wherever it is, can no longer be read. Nothing is
    /// sealed for them either until they are [readmitted](Self::readmit), so that a process that knows nothing of it does not begin anew.
    ///
    /// Forgetting somebody who was never known, or twice, is no error. What remains is a tombstone under their pseudonym.
    ///
    /// # Errors
    /// [`VaultError::ErasurePending`] if the key is destroyed but another process kept its old bytes from being overwritten: forget again.
    /// [`VaultError::KeyStore`] if the store fails; the key may then still be there.
    pub fn forget(&self, subject: &SubjectId) -> Result<(), VaultError> {
        Ok(self.store.destroy_data_keys(&self.pseudonym(subject), Epoch::MAX)?)
    }

    /// Begins anew for a person who was forgotten and has come back: they get a new key. What was erased stays erased.
    ///
    /// # Errors
    /// As [`keys`](Self::keys), but for [`VaultError::Erased`].
    pub fn readmit(&self, subject: &SubjectId) -> Result<(), VaultError> {
        self.hierarchy.readmit(&*self.store, subject)
    }

    /// Has all keys wrapped by another master key, in one transaction, and uses that from now on. No content is touched. The old master
    /// key is of no more use for this store: destroy it, unless it opens a backup that you keep.
    ///
    /// # Errors
    /// [`VaultError::MasterKeyRotated`] if another process did so first; [`VaultError::KeyProvider`], [`VaultError::KeyStore`],
    /// [`VaultError::Tampered`]. Everything is as before then.
    pub fn rotate_master_key(&mut self, to: impl KeyProvider + 'static) -> Result<(), VaultError> {
        self.hierarchy = self.hierarchy.rotated(&*self.store, Arc::new(to))?;
        Ok(())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}
