//! A key store that ends with the process: for tests, and for what must not outlive a run.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Added, DataKeyRecord, KeyName, KeyStore, KeyStoreError, Pseudonym, Rewrap, Standing, VaultHeader};
use crate::seal::{Epoch, VaultError};

/// Keeps wrapped keys in memory.
#[derive(Default)]
pub struct MemoryKeyStore {
    state: Mutex<State>,
}

#[derive(Default, Clone)]
struct State {
    header: Option<VaultHeader>,
    data_keys: BTreeMap<(Pseudonym, Epoch), Option<Vec<u8>>>,
}

impl MemoryKeyStore {
    /// A store without keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave the state half written: each change is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn records(&self, subject: &Pseudonym) -> Vec<DataKeyRecord> {
        let of_subject = self.data_keys.range((*subject, 0)..=(*subject, Epoch::MAX));
        of_subject.map(|(&(_, epoch), wrapped)| DataKeyRecord { epoch, wrapped: wrapped.clone() }).collect()
    }
}

impl KeyStore for MemoryKeyStore {
    fn header(&self) -> Result<Option<VaultHeader>, KeyStoreError> {
        Ok(self.lock().header.clone())
    }

    fn initialize(&self, header: &VaultHeader) -> Result<VaultHeader, KeyStoreError> {
        Ok(self.lock().header.get_or_insert_with(|| header.clone()).clone())
    }

    fn data_keys(&self, subject: &Pseudonym) -> Result<Vec<DataKeyRecord>, KeyStoreError> {
        Ok(self.lock().records(subject))
    }

    fn add_data_key(&self, subject: &Pseudonym, after: Standing, wrapped: &[u8], master_key: &[u8]) -> Result<Added, KeyStoreError> {
        let mut state = self.lock();
        if state.header.as_ref().is_none_or(|header| header.master_key != master_key) {
            return Ok(Added::MasterKeyRotated);
        }
        if Standing::of(&state.records(subject)) != after {
            return Ok(Added::StandingChanged);
        }
        state.data_keys.insert((*subject, after.next_epoch()?), Some(wrapped.to_vec()));
        Ok(Added::Stored)
    }

    fn destroy_data_keys(&self, subject: &Pseudonym, last: Epoch) -> Result<(), KeyStoreError> {
        let mut state = self.lock();
        if state.records(subject).is_empty() {
            state.data_keys.insert((*subject, 1), None);
        }
        state.data_keys.range_mut((*subject, 0)..=(*subject, last)).for_each(|(_, wrapped)| *wrapped = None);
        Ok(())
    }

    fn rewrap(&self, from: &[u8], to: &[u8], rewrap: Rewrap<'_>) -> Result<(), VaultError> {
        let mut state = self.lock();
        let mut next = state.clone();
        let header = next.header.as_mut().filter(|header| header.master_key == from).ok_or(VaultError::MasterKeyRotated)?;
        *header = VaultHeader { master_key: to.to_vec(), index_key: rewrap(KeyName::Index, &header.index_key)? };
        for ((subject, epoch), wrapped) in &mut next.data_keys {
            if let Some(wrapped) = wrapped {
                *wrapped = rewrap(KeyName::Data(subject, *epoch), wrapped)?;
            }
        }
        *state = next;
        Ok(())
    }
}

impl fmt::Debug for MemoryKeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeyStore").field("data_keys", &self.lock().data_keys.len()).finish_non_exhaustive()
    }
}
