//! Which key wraps which, and what a person's records mean: nobody, somebody, erased. Works on any key store, also on one that is inside a
//! transaction of something larger, as `SqliteMemory` has it.

use std::sync::Arc;

use super::key_store::{Added, DataKeyRecord, KeyName, KeyStore, Pseudonym, Standing, VaultHeader};
use super::{Epoch, KeyProvider, KeyProviderError, SecretKey, SubjectKeys, VaultError};
use crate::SubjectId;

/// The vault's keys but for those of people, which are in the key store.
pub(crate) struct KeyHierarchy {
    provider: Arc<dyn KeyProvider>,
    /// The provider's id when the vault was opened: the one that must be in the header when a key is stored.
    master_key: Vec<u8>,
    index_key: SecretKey,
    pseudonym_key: SecretKey,
}

impl KeyHierarchy {
    /// Opens the vault in a key store, or begins one in an empty store. A wrong master key is noticed before anything is written.
    pub(crate) fn open(provider: Arc<dyn KeyProvider>, store: &dyn KeyStore) -> Result<Self, VaultError> {
        let master_key = provider.id();
        let header = match store.header()? {
            Some(header) => header,
            None => {
                let index_key = wrap(&*provider, KeyName::Index, &SecretKey::random()?)?;
                // What is stored counts, not what was offered: another process may have been quicker, with another master key.
                store.initialize(&VaultHeader { master_key: master_key.clone(), index_key })?
            }
        };
        if header.master_key != master_key {
            return Err(VaultError::WrongMasterKey);
        }
        let index_key = unwrap(&*provider, KeyName::Index, &header.index_key)?;
        let pseudonym_key = index_key.derive(b"agent-guard/v1/index/pseudonym");
        Ok(Self { provider, master_key, index_key, pseudonym_key })
    }

    pub(crate) fn index_key(&self) -> &SecretKey {
        &self.index_key
    }

    pub(crate) fn pseudonym(&self, subject: &SubjectId) -> Pseudonym {
        Pseudonym::new(self.pseudonym_key.mac(&[subject.as_str().as_bytes()]))
    }

    /// The person's keys: an error if there are none or they were destroyed.
    pub(crate) fn existing_keys(&self, store: &dyn KeyStore, subject: &SubjectId) -> Result<SubjectKeys, VaultError> {
        let pseudonym = self.pseudonym(subject);
        let records = store.data_keys(&pseudonym)?;
        match Standing::of(&records) {
            Standing::Unknown => Err(VaultError::UnknownSubject),
            Standing::Erased(_) => Err(VaultError::Erased),
            Standing::Active(_) => self.unwrap_records(store, subject, pseudonym, &records),
        }
    }

    /// The person's keys, with a first one made now if there was none. Never for somebody who was erased.
    pub(crate) fn keys(&self, store: &dyn KeyStore, subject: &SubjectId) -> Result<SubjectKeys, VaultError> {
        match self.existing_keys(store, subject) {
            Err(VaultError::UnknownSubject) => {
                self.add_key(store, subject, Standing::Unknown)?;
                self.existing_keys(store, subject)
            }
            keys => keys,
        }
    }

    /// Begins a new epoch for a person who has a key.
    pub(crate) fn rotate_data_key(&self, store: &dyn KeyStore, subject: &SubjectId) -> Result<Epoch, VaultError> {
        let current = self.existing_keys(store, subject)?.current_epoch();
        self.add_key(store, subject, Standing::Active(current))?;
        Ok(self.existing_keys(store, subject)?.current_epoch())
    }

    /// Begins a new epoch for a person who was erased; a person who was not keeps their key.
    pub(crate) fn readmit(&self, store: &dyn KeyStore, subject: &SubjectId) -> Result<(), VaultError> {
        let standing = Standing::of(&store.data_keys(&self.pseudonym(subject))?);
        if let Standing::Erased(_) = standing {
            self.add_key(store, subject, standing)?;
        }
        Ok(())
    }

    /// Has everything wrapped by another master key, and gives the hierarchy as it is then. Where the store is inside a transaction, it takes
    /// the place of this one once that is committed.
    pub(crate) fn rotated(&self, store: &dyn KeyStore, to: Arc<dyn KeyProvider>) -> Result<Self, VaultError> {
        let master_key = to.id();
        let mut rewrap = |name: KeyName<'_>, wrapped: &[u8]| wrap(&*to, name, &unwrap(&*self.provider, name, wrapped)?);
        store.rewrap(&self.master_key, &master_key, &mut rewrap)?;
        KeyHierarchy::open(to, store)
    }

    /// Stores a new data key. If another process changed the person's standing first, nothing is stored, and what that process made of
    /// it is what the caller reads next.
    fn add_key(&self, store: &dyn KeyStore, subject: &SubjectId, after: Standing) -> Result<(), VaultError> {
        let pseudonym = self.pseudonym(subject);
        let wrapped = wrap(&*self.provider, KeyName::Data(&pseudonym, after.next_epoch()?), &SecretKey::random()?)?;
        match store.add_data_key(&pseudonym, after, &wrapped, &self.master_key)? {
            Added::Stored | Added::StandingChanged => Ok(()),
            Added::MasterKeyRotated => Err(VaultError::MasterKeyRotated),
        }
    }

    fn unwrap_records(
        &self,
        store: &dyn KeyStore,
        subject: &SubjectId,
        pseudonym: Pseudonym,
        records: &[DataKeyRecord],
    ) -> Result<SubjectKeys, VaultError> {
        let mut keys = SubjectKeys::new(subject.clone(), pseudonym);
        for record in records {
            match &record.wrapped {
                None => keys.push_destroyed(record.epoch),
                Some(wrapped) => match unwrap(&*self.provider, KeyName::Data(&pseudonym, record.epoch), wrapped) {
                    Ok(key) => keys.push(record.epoch, key),
                    Err(error) => return Err(self.explain(store, error)),
                },
            }
        }
        Ok(keys)
    }

    /// A key that does not unwrap was changed, or is wrapped by a master key that came after ours.
    fn explain(&self, store: &dyn KeyStore, error: VaultError) -> VaultError {
        match (&error, store.header()) {
            (VaultError::Tampered, Ok(Some(header))) if header.master_key != self.master_key => VaultError::MasterKeyRotated,
            _ => error,
        }
    }
}

fn wrap(provider: &dyn KeyProvider, name: KeyName<'_>, key: &SecretKey) -> Result<Vec<u8>, VaultError> {
    provider.wrap(key, &name.context()).map_err(VaultError::KeyProvider)
}

fn unwrap(provider: &dyn KeyProvider, name: KeyName<'_>, wrapped: &[u8]) -> Result<SecretKey, VaultError> {
    provider.unwrap(wrapped, &name.context()).map_err(|error: KeyProviderError| match error.is_not_authentic() {
        true => VaultError::Tampered,
        false => VaultError::KeyProvider(error),
    })
}
