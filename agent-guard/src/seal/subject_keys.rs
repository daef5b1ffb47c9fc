//! One person's keys, unwrapped: what seals and opens.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::envelope::{self, Kind};
use super::secret::WipedBuffer;
use super::{BlindIndex, Epoch, Pseudonym, Sealed, SecretKey, VaultError, VectorKey};
use crate::SubjectId;

/// A person's unwrapped data keys, from [`Vault::keys`](super::Vault::keys): for sealing and opening many values without asking the key
/// store each time.
///
/// It is what the key store said at one moment. A key that is destroyed afterwards stays usable here until this is dropped: make
/// one for each request rather than keep it.
pub struct SubjectKeys {
    subject: SubjectId,
    pseudonym: Pseudonym,
    /// By epoch; the last one is the current.
    epochs: Vec<EpochKey>,
}

struct EpochKey {
    epoch: Epoch,
    /// `None` once it is destroyed.
    keys: Option<Keys>,
}

struct Keys {
    data_key: SecretKey,
    /// Derived once: every value needs it.
    sealing: SecretKey,
}

impl SubjectKeys {
    pub(crate) fn new(subject: SubjectId, pseudonym: Pseudonym) -> Self {
        Self { subject, pseudonym, epochs: Vec::new() }
    }

    pub(crate) fn push(&mut self, epoch: Epoch, data_key: SecretKey) {
        let sealing = data_key.derive(b"agent-guard/v1/data/seal");
        self.epochs.push(EpochKey { epoch, keys: Some(Keys { data_key, sealing }) });
    }

    pub(crate) fn push_destroyed(&mut self, epoch: Epoch) {
        self.epochs.push(EpochKey { epoch, keys: None });
    }

    /// Whose keys they are.
    #[must_use]
    pub fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// Stands for the person in a database. It stays the same when keys are rotated.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        self.pseudonym
    }

    /// The epoch that new values are sealed under.
    #[must_use]
    pub fn current_epoch(&self) -> Epoch {
        self.current().0
    }

    /// Seals bytes as one record of one store. Both names are needed again to open.
    ///
    /// # Errors
    /// [`VaultError::Random`] if the system has no random bytes to give.
    pub fn seal(&self, store: &str, record: &[u8], bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (epoch, keys) = self.current();
        envelope::seal(&keys.sealing, Kind::Bytes, epoch, &self.place(store, record), bytes)
    }

    /// Opens what [`seal`](Self::seal) made for this person, store and record. The bytes are wiped when dropped.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] if the bytes were changed or belong elsewhere; [`VaultError::Erased`] if the key that sealed them was
    /// destroyed; [`VaultError::UnknownFormat`] if they are no sealed bytes.
    pub fn open(&self, store: &str, record: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.open_kind(Kind::Bytes, store, record, sealed)
    }

    /// Seals a value as one record of one store.
    ///
    /// # Errors
    /// [`VaultError::Encode`] if serde cannot write the value; [`VaultError::Random`].
    pub fn seal_value<T: Serialize + ?Sized>(&self, store: &str, record: &[u8], value: &T) -> Result<Sealed<T>, VaultError> {
        let (epoch, keys) = self.current();
        let mut encoded = WipedBuffer::default();
        // The error is dropped: serde's may quote the value.
        ciborium::into_writer(value, &mut encoded).map_err(|_| VaultError::Encode)?;
        envelope::seal(&keys.sealing, Kind::Value, epoch, &self.place(store, record), encoded.as_slice()).map(Sealed::from_bytes)
    }

    /// Opens a value that was sealed for this person, store and record.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`VaultError::Decode`] if the value is of another type.
    pub fn open_value<T: DeserializeOwned>(&self, store: &str, record: &[u8], sealed: &Sealed<T>) -> Result<T, VaultError> {
        let encoded = self.open_kind(Kind::Value, store, record, sealed.as_bytes())?;
        ciborium::from_reader(encoded.as_slice()).map_err(|_| VaultError::Decode)
    }

    /// Seals anew under the current key what was sealed under an earlier one; `None` if it is under the current key already.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn reseal(&self, store: &str, record: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let (current, keys) = self.current();
        if envelope::epoch_of(sealed)? == current {
            return Ok(None);
        }
        let kind = envelope::kind_of(sealed)?;
        let content = self.open_kind(kind, store, record, sealed)?;
        envelope::seal(&keys.sealing, kind, current, &self.place(store, record), &content).map(Some)
    }

    /// A keyed hash by which a sealed field of this person's records can be matched for equality. It changes with the data key, and is worth
    /// nothing once that is destroyed. See [`BlindIndex`].
    #[must_use]
    pub fn blind_index(&self, store: &str, field: &str, value: &[u8]) -> BlindIndex {
        BlindIndex::new(&self.current().1.data_key.derive(b"agent-guard/v1/data/index"), store, field, value)
    }

    /// The key under which this person's embeddings are sealed for a vector database that searches by itself. See
    /// [`SealedVector`](super::SealedVector).
    #[must_use]
    pub fn vector_key(&self, store: &str) -> VectorKey {
        VectorKey::new(&self.current().1.data_key.derive(b"agent-guard/v1/data/vector"), store)
    }

    fn open_kind(&self, kind: Kind, store: &str, record: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let epoch = envelope::epoch_of(sealed)?;
        match self.epochs.iter().find(|key| key.epoch == epoch) {
            // An epoch that never was: the bytes say something that is not so.
            None => Err(VaultError::Tampered),
            Some(EpochKey { keys: None, .. }) => Err(VaultError::Erased),
            Some(EpochKey { keys: Some(keys), .. }) => envelope::open(&keys.sealing, kind, &self.place(store, record), sealed),
        }
    }

    fn place<'a>(&'a self, store: &'a str, record: &'a [u8]) -> [&'a [u8]; 3] {
        [self.subject.as_str().as_bytes(), store.as_bytes(), record]
    }

    fn current(&self) -> (Epoch, &Keys) {
        let last = self.epochs.last().and_then(|key| Some((key.epoch, key.keys.as_ref()?)));
        last.expect("the hierarchy gives out keys of active people only")
    }
}

impl fmt::Debug for SubjectKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubjectKeys").field("subject", &self.subject).field("epochs", &self.epochs.len()).finish_non_exhaustive()
    }
}
