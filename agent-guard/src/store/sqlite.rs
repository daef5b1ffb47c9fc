//! The embedded store of an agent's memories: one SQLite file, everything in it sealed.

mod cache;
mod records;
mod search;

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use cache::{Cache, Opened, Revision};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use search::Best;
use zeroize::Zeroizing;

use super::memory::ExportedMemory;
use super::{Export, Memory, MemoryError, MemoryId, NewMemory, Recalled, text};
use crate::seal::sqlite_keys::{self, InTransaction};
use crate::seal::{Epoch, KeyHierarchy, KeyProvider, KeyStore, Pseudonym, SubjectKeys, random_bytes};
use crate::{Consent, Purpose, SubjectId, VaultError};

/// What an agent remembers of people, in one file. `R` is the purpose of reading, `W` that of writing: a token for another purpose does not
/// fit, and every method touches the records of the token's person only.
///
/// ```
/// use agent_guard::seal::MasterKey;
/// use agent_guard::store::{NewMemory, SqliteMemory};
/// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
///
/// /// Remember what you tell me.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.remember")]
/// struct Remember;
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// struct Recall;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path();
/// let key = MasterKey::load_or_create(path.join("agent.key"))?;
/// let memory = SqliteMemory::<Recall, Remember>::open(path.join("memory.db"), key)?;
///
/// let ledger = ConsentLedger::new();
/// let ada = SubjectId::new("ada");
/// ledger.grant::<Remember>(&ada);
/// ledger.grant::<Recall>(&ada);
///
/// let consent = Consent::<Remember>::require(&ledger, &ada)?;
/// memory.remember(&consent, NewMemory::new("likes tea").with_vector([0.1, 0.9]))?;
///
/// let consent = Consent::<Recall>::require(&ledger, &ada)?;
/// assert_eq!(memory.recall_by_text(&consent, "tea", 3)?[0].memory.text, "likes tea");
/// assert_eq!(memory.recall_by_vector(&consent, &[0.2, 0.8], 3)?[0].memory.text, "likes tea");
///
/// memory.forget_subject(&ada)?; // the key is destroyed: copies of the file cannot be read either
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What is in the file
///
/// For each memory a row: the person's pseudonym, a random id, the sealed text with metadata and time, the sealed vector. Beside them the
/// wrapped keys. Who has the file and not the master key sees how many people there are, how many memories each has, how long each is
/// to the byte and in which order they came. `docs/memory.md` says more.
///
/// # Use
///
/// It can be shared between threads, and several processes may have the file open. Calls block: in async code, make them where blocking is
/// allowed (`tokio::task::spawn_blocking`).
pub struct SqliteMemory<R: Purpose, W: Purpose = R> {
    hierarchy: KeyHierarchy,
    connection: Mutex<Connection>,
    cache: Mutex<Cache>,
    // `fn()` makes the memory `Send` and `Sync` whatever the purposes are: none is stored.
    purposes: PhantomData<fn() -> (R, W)>,
}

/// How a [`SqliteMemory`] behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How many bytes of opened vectors are kept in memory between searches. They are wiped when let go. A person whose vectors do not fit is
    /// searched by opening them each time. 512 MiB by default, which is 340,000 vectors of 384 numbers; zero keeps nothing.
    pub cache_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 512 << 20 }
    }
}

impl<R: Purpose, W: Purpose> SqliteMemory<R, W> {
    /// Opens the memory in this file, and makes both if there is no such file.
    ///
    /// # Errors
    /// [`VaultError::WrongMasterKey`] if the file was made under another master key; nothing was written then.
    /// [`MemoryError::Database`], [`VaultError::KeyProvider`].
    pub fn open(path: impl AsRef<Path>, master_key: impl KeyProvider + 'static) -> Result<Self, MemoryError> {
        Self::open_with(path, master_key, Options::default())
    }

    /// [`open`](Self::open), with options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(path: impl AsRef<Path>, master_key: impl KeyProvider + 'static, options: Options) -> Result<Self, MemoryError> {
        let mut connection = sqlite_keys::connect(path.as_ref())?;
        // All or nothing: a file with half the tables, or with tables and no header, never is.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        sqlite_keys::create_tables(&transaction)?;
        records::create_tables(&transaction)?;
        let hierarchy = KeyHierarchy::open(Arc::new(master_key), &InTransaction(&transaction))?;
        transaction.commit()?;
        let (connection, cache) = (Mutex::new(connection), Mutex::new(Cache::new(options.cache_bytes)));
        Ok(Self { hierarchy, connection, cache, purposes: PhantomData })
    }

    /// Remembers something of the token's person. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`MemoryError::Vector`] if the vector has no direction; [`VaultError::Erased`] if the person was forgotten and not
    /// [readmitted](Self::readmit); [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn remember(&self, consent: &Consent<W>, memory: NewMemory) -> Result<MemoryId, MemoryError> {
        let ids = self.remember_all(consent, [memory])?;
        Ok(ids[0])
    }

    /// Remembers several things of the token's person in one transaction: all of them or none. Much faster than one by one, because what takes
    /// time is to wait for the disk at the end. Gives the ids in the same order.
    ///
    /// # Errors
    /// As [`remember`](Self::remember).
    pub fn remember_all(&self, consent: &Consent<W>, memories: impl IntoIterator<Item = NewMemory>) -> Result<Vec<MemoryId>, MemoryError> {
        let change = |transaction: &Transaction<'_>, _: &Pseudonym| {
            let (mut ids, mut units) = (Vec::new(), Vec::new());
            let keys = self.hierarchy.keys(&InTransaction(transaction), consent.subject())?;
            for memory in memories {
                let id = MemoryId::from_bytes(random_bytes()?);
                units.push(memory.vector.as_deref().map(unit).transpose()?);
                records::insert(transaction, &keys, id, memory, SystemTime::now())?;
                ids.push(id);
            }
            Ok((ids, units))
        };
        let carry = |opened: &mut Opened, (ids, units): &(Vec<MemoryId>, Vec<Option<Unit>>)| {
            for (id, unit) in ids.iter().zip(units) {
                opened.add(*id, unit.as_deref().map(Vec::as_slice));
            }
        };
        self.change(consent.subject(), change, carry).map(|(ids, _)| ids)
    }

    /// The person's memories whose vectors are nearest to this one by cosine, the nearest first. Memories without a vector, or with
    /// one of another dimension, do not take part: after a change of the embedding model, remember with new vectors.
    ///
    /// # Errors
    /// [`MemoryError::Vector`] if the vector has no direction; [`VaultError::Erased`] if the person was forgotten;
    /// [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn recall_by_vector(&self, consent: &Consent<R>, vector: &[f32], limit: usize) -> Result<Vec<Recalled>, MemoryError> {
        let unit = unit(vector)?;
        let Some((keys, found)) = self.search(consent.subject(), &unit, limit)? else { return Ok(Vec::new()) };
        let connection = self.lock();
        let mut recalled = Vec::with_capacity(found.len());
        for (id, score) in found {
            // One that was forgotten since the search is not there any more.
            if let Some(memory) = records::get(&connection, &keys, id)? {
                recalled.push(Recalled { memory, score });
            }
        }
        Ok(recalled)
    }

    /// The person's memories that have words of this text, those that fit best first. Upper and lower case, width and form of
    /// letters do not matter; inflection does.
    ///
    /// # Errors
    /// [`VaultError::Erased`] if the person was forgotten; [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn recall_by_text(&self, consent: &Consent<R>, query: &str, limit: usize) -> Result<Vec<Recalled>, MemoryError> {
        let memories = self.list(consent)?;
        let scores = text::scores(query, memories.iter().map(|memory| memory.text.as_str()));
        let mut recalled: Vec<Recalled> =
            memories.into_iter().zip(scores).filter(|(_, score)| *score > 0.0).map(|(memory, score)| Recalled { memory, score }).collect();
        // Of two that fit as well, the later one: memories are listed oldest first, and sorting keeps their order.
        recalled.reverse();
        recalled.sort_by(|a, b| b.score.total_cmp(&a.score));
        recalled.truncate(limit);
        Ok(recalled)
    }

    /// All memories of the person, oldest first.
    ///
    /// # Errors
    /// As [`recall_by_text`](Self::recall_by_text).
    pub fn list(&self, consent: &Consent<R>) -> Result<Vec<Memory>, MemoryError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let Some(keys) = self.known(&transaction, consent.subject())? else { return Ok(Vec::new()) };
        records::all(&transaction, &keys)
    }

    /// Everything that is remembered of the person, with vectors, for them to take along. It serialises with serde.
    ///
    /// # Errors
    /// As [`recall_by_text`](Self::recall_by_text).
    pub fn export_subject(&self, consent: &Consent<R>) -> Result<Export, MemoryError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let mut memories = Vec::new();
        if let Some(keys) = self.known(&transaction, consent.subject())? {
            for memory in records::all(&transaction, &keys)? {
                let vector = records::vector(&transaction, &keys, memory.id)?.map(|vector| vector.to_vec());
                memories.push(ExportedMemory { memory, vector });
            }
        }
        Ok(Export { memories })
    }

    /// Forgets one memory of a person; says whether it was there. It needs no consent, because who took theirs back may still have things
    /// forgotten. With a token at hand: `memory.forget(consent.subject(), id)`.
    ///
    /// # Errors
    /// [`VaultError::ErasurePending`] if it is gone, but its sealed bytes may still lie in the file's log because another process is reading;
    /// the next change or start cleans it. [`MemoryError::Database`].
    pub fn forget(&self, subject: &SubjectId, id: MemoryId) -> Result<bool, MemoryError> {
        let delete = |transaction: &Transaction<'_>, person: &Pseudonym| records::delete(transaction, person, id);
        let was_there = self.change(subject, delete, |opened, _| opened.retain(|other| *other != id))?;
        sqlite_keys::truncate_log(&mut self.lock())?;
        Ok(was_there)
    }

    /// Forgets a person: destroys their keys and deletes their memories, durably. It needs no consent, like [`forget`](Self::forget). What
    /// copies and backups of the file hold of them can be read only with the keys of that copy. Afterwards nothing is remembered of them until they
    /// are [readmitted](Self::readmit), and recalling says [`VaultError::Erased`].
    ///
    /// Forgetting somebody who was never known, or twice, is no error.
    ///
    /// # Errors
    /// [`VaultError::ErasurePending`] if they are forgotten, but the old bytes of the key may still lie in the file's log because another process
    /// is reading: forget again. [`MemoryError::Database`]; they may then not be forgotten.
    pub fn forget_subject(&self, subject: &SubjectId) -> Result<(), MemoryError> {
        let destroy = |transaction: &Transaction<'_>, person: &Pseudonym| {
            InTransaction(transaction).destroy_data_keys(person, Epoch::MAX)?;
            records::delete_all(transaction, person)
        };
        self.change(subject, destroy, |opened, ()| *opened = Opened::default())?;
        self.cached().remove(&self.hierarchy.pseudonym(subject));
        Ok(sqlite_keys::truncate_log(&mut self.lock())?)
    }

    /// Begins anew for a person who was forgotten and has come back.
    ///
    /// # Errors
    /// [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn readmit(&self, subject: &SubjectId) -> Result<(), MemoryError> {
        self.change(subject, |transaction, _| Ok(self.hierarchy.readmit(&InTransaction(transaction), subject)?), |_, ()| {})
    }

    /// Gives a person a new data key, seals their memories anew under it and destroys the old one: all in one transaction.
    ///
    /// # Errors
    /// [`VaultError::UnknownSubject`] and [`VaultError::Erased`] if the person has no key; [`VaultError::ErasurePending`] as for
    /// [`forget_subject`](Self::forget_subject); [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn rotate_data_key(&self, subject: &SubjectId) -> Result<(), MemoryError> {
        let rotate = |transaction: &Transaction<'_>, person: &Pseudonym| {
            let store = InTransaction(transaction);
            let current = self.hierarchy.rotate_data_key(&store, subject)?;
            records::reseal_all(transaction, &self.hierarchy.existing_keys(&store, subject)?)?;
            Ok(store.destroy_data_keys(person, current - 1)?)
        };
        self.change(subject, rotate, |_, ()| {})?;
        Ok(sqlite_keys::truncate_log(&mut self.lock())?)
    }

    /// Has all keys wrapped by another master key. No memory is touched. See [`Vault::rotate_master_key`](crate::Vault::rotate_master_key).
    ///
    /// # Errors
    /// [`VaultError::MasterKeyRotated`] if another process did so first; [`VaultError::ErasurePending`] if it is done, but keys wrapped by the old
    /// master key may still lie in the file's log; [`MemoryError::Database`], [`MemoryError::Vault`].
    pub fn rotate_master_key(&mut self, to: impl KeyProvider + 'static) -> Result<(), MemoryError> {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let rotated = self.hierarchy.rotated(&InTransaction(&transaction), Arc::new(to))?;
        transaction.commit()?;
        self.hierarchy = rotated;
        Ok(sqlite_keys::truncate_log(connection)?)
    }

    /// Makes one change to a person's records, in a transaction that excludes other writers, and carries it into the cache.
    fn change<T>(
        &self,
        subject: &SubjectId,
        change: impl FnOnce(&Transaction<'_>, &Pseudonym) -> Result<T, MemoryError>,
        carry: impl FnOnce(&mut Opened, &T),
    ) -> Result<T, MemoryError> {
        let person = self.hierarchy.pseudonym(subject);
        let after = Revision::from_be_bytes(random_bytes()?);
        // Held until the cache is right, so that changes reach it in the order in which they were made.
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = records::revision(&transaction, &person)?;
        let changed = change(&transaction, &person)?;
        records::set_revision(&transaction, &person, after)?;
        transaction.commit()?;
        self.cached().update(&person, before, after, |opened| carry(opened, &changed));
        Ok(changed)
    }

    /// The ids that fit best, with the keys to open them. `None` if nothing is known of the person.
    fn search(&self, subject: &SubjectId, unit: &[f32], limit: usize) -> Result<Option<Found>, MemoryError> {
        let mut best = Best::new(limit);
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let Some(keys) = self.known(&transaction, subject)? else { return Ok(None) };
        let person = keys.pseudonym();
        let revision = records::revision(&transaction, &person)?.unwrap_or_default();
        let cached = self.cached().get_or_remove(&person, revision);
        let fits = cached.is_some() || records::count(&transaction, &person)? * size_of_val(unit) <= self.cached().limit();
        if fits {
            let opened = open_vectors(&transaction, &keys, cached, revision, unit.len())?;
            drop(transaction);
            self.cached().put(person, Arc::clone(&opened));
            // Others may use the file while this searches.
            drop(connection);
            opened.search(unit, &mut best);
        } else {
            records::for_each_vector(&transaction, &keys, |id, vector| {
                if let Some(vector) = vector.filter(|vector| vector.len() == unit.len()) {
                    best.offer(id, search::dot(&self::unit(vector)?, unit));
                }
                Ok(())
            })?;
        }
        Ok(Some((keys, best.into_sorted())))
    }

    /// The person's keys; `None` if nothing was ever remembered of them.
    fn known(&self, transaction: &Transaction<'_>, subject: &SubjectId) -> Result<Option<SubjectKeys>, MemoryError> {
        match self.hierarchy.existing_keys(&InTransaction(transaction), subject) {
            Ok(keys) => Ok(Some(keys)),
            Err(VaultError::UnknownSubject) => Ok(None),
            Err(error) => {
                // Whatever is wrong with the keys, vectors that were opened with them are not to be used on.
                self.cached().remove(&self.hierarchy.pseudonym(subject));
                Err(error.into())
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere rolls its transaction back when it unwinds.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cached(&self) -> MutexGuard<'_, Cache> {
        // A panic elsewhere cannot leave an entry half changed: entries are replaced whole.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keys, and what was found with them.
type Found = (SubjectKeys, Vec<(MemoryId, f32)>);

/// The person's vectors as the transaction sees them: those that were opened before, less what is gone, and what is new.
fn open_vectors(
    transaction: &Transaction<'_>,
    keys: &SubjectKeys,
    cached: Option<Arc<Opened>>,
    revision: Revision,
    dimensions: usize,
) -> Result<Arc<Opened>, MemoryError> {
    let person = keys.pseudonym();
    let mut opened = match cached {
        Some(cached) if cached.revision == revision => return Ok(cached),
        Some(cached) => {
            let mut opened = Arc::unwrap_or_clone(cached);
            let ids = records::ids(transaction, &person)?;
            for id in ids.iter().filter(|id| !opened.knows(id)).copied().collect::<Vec<_>>() {
                let vector = records::vector(transaction, keys, id)?;
                add(&mut opened, id, vector.as_deref().map(Vec::as_slice))?;
            }
            let ids: HashSet<MemoryId> = ids.into_iter().collect();
            opened.retain(|id| ids.contains(id));
            opened
        }
        None => {
            let mut opened = Opened::default();
            opened.reserve(records::count(transaction, &person)?, dimensions);
            records::for_each_vector(transaction, keys, |id, vector| add(&mut opened, id, vector))?;
            opened
        }
    };
    opened.revision = revision;
    Ok(Arc::new(opened))
}

/// A vector of length 1.
type Unit = Zeroizing<Vec<f32>>;

fn unit(vector: &[f32]) -> Result<Unit, MemoryError> {
    search::unit(vector).ok_or(MemoryError::Vector)
}

fn add(opened: &mut Opened, id: MemoryId, vector: Option<&[f32]>) -> Result<(), MemoryError> {
    let unit = vector.map(unit).transpose()?;
    opened.add(id, unit.as_deref().map(Vec::as_slice));
    Ok(())
}

impl<R: Purpose, W: Purpose> fmt::Debug for SqliteMemory<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteMemory").field("reads_for", &R::ID).field("writes_for", &W::ID).finish_non_exhaustive()
    }
}
