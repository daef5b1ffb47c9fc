//! Protection for memories that lie in a vector database.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::memory::{Content, ExportedMemory};
use super::{Export, Memory, MemoryError, MemoryId, NewMemory, Recalled};
use crate::seal::{Pseudonym, Sealed, SubjectKeys, VectorKey, random_bytes};
use crate::{Consent, Purpose, SubjectId, Vault, VaultError};

/// What a vector database has to be able to do. `QdrantStore` and `PgVectorStore` (features `qdrant`, `pgvector`) do; implement it over the client of
/// yours, and [`SealedStore`] does the rest.
///
/// Nothing that it is given is plain: people are pseudonyms, contents and vectors are sealed. Every method is about one person, and must not
/// touch the records of another; that it does not leak them is not left to it, as what belongs to somebody else does not open.
pub trait VectorStore: Sync {
    /// The client's error. It ends up in messages: no content in it.
    type Error: Error + Send + Sync + 'static;

    /// Stores a record, in place of one with the same id of the same person.
    fn put(&self, subject: &Pseudonym, record: SealedRecord) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The records of the person whose vectors are nearest to this one by Euclidean distance. Their vectors need not be given back.
    fn nearest(
        &self,
        subject: &Pseudonym,
        vector: &[f32],
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(MemoryId, Vec<u8>)>, Self::Error>> + Send;

    /// The id and content of all records of the person, in any order.
    fn all(&self, subject: &Pseudonym) -> impl Future<Output = Result<Vec<(MemoryId, Vec<u8>)>, Self::Error>> + Send;

    /// Deletes a record of the person; says whether it was there.
    fn delete(&self, subject: &Pseudonym, id: MemoryId) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Deletes all records of the person.
    fn delete_all(&self, subject: &Pseudonym) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// A sealed memory, as a [`VectorStore`] keeps it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SealedRecord {
    /// Names it among the person's records.
    pub id: MemoryId,
    /// The sealed text, metadata, time and vector.
    pub content: Vec<u8>,
    /// The vector to search by: see [`SealedVector`](crate::SealedVector) for what it tells.
    pub vector: Vec<f32>,
}

impl SealedRecord {
    /// A record, for the tests of a [`VectorStore`] of yours: [`SealedStore`] makes those that count.
    #[must_use]
    pub fn new(id: MemoryId, content: Vec<u8>, vector: Vec<f32>) -> Self {
        Self { id, content, vector }
    }
}

/// Memories in a vector database that sees no text, no person and no plain vector. `R` is the purpose of reading, `W` that of writing.
///
/// The database searches by sealed vectors, which are blurred. So it is asked for more than are wanted, and what it finds is opened and ranked by the
/// vectors inside, which are exact.
///
/// What it tells the database is more than `SqliteMemory` tells a thief: see [`VectorKey`]. Use it where one machine is too small.
///
/// ```no_run
/// # use agent_guard::store::{NewMemory, SealedStore, VectorStore};
/// # use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId, Vault};
/// # #[derive(Purpose)]
/// # /// Remember and recall.
/// # #[purpose(id = "memory.use")]
/// # struct Use;
/// # async fn example(vault: Vault, database: impl VectorStore, ledger: ConsentLedger) -> Result<(), Box<dyn std::error::Error>> {
/// let memory = SealedStore::<_, Use>::new(database, vault.into(), "chat");
/// let consent = Consent::<Use>::require(&ledger, &SubjectId::new("ada"))?;
/// memory.remember(&consent, NewMemory::new("likes tea").with_vector([0.1, 0.9])).await?;
/// let found = memory.recall_by_vector(&consent, &[0.2, 0.8], 3).await?;
/// # Ok(())
/// # }
/// ```
pub struct SealedStore<S, R: Purpose, W: Purpose = R> {
    store: S,
    vault: Arc<Vault>,
    name: String,
    beta: f32,
    // `fn()`: no purpose is stored.
    purposes: PhantomData<fn() -> (R, W)>,
}

/// How many times as many as wanted the database is asked for.
const OVERSAMPLING: usize = 4;

/// What is inside a record's content. The plain vector is there to rank, to export, and to seal anew.
#[derive(Serialize, Deserialize)]
struct ContentWithVector {
    content: Content,
    vector: Vec<f32>,
}

impl<S: VectorStore, R: Purpose, W: Purpose> SealedStore<S, R, W> {
    /// Protects a database. The name binds what is sealed to it: give each database or collection its own, and never another later.
    #[must_use]
    pub fn new(store: S, vault: Arc<Vault>, name: impl Into<String>) -> Self {
        Self { store, vault, name: name.into(), beta: VectorKey::DEFAULT_BETA, purposes: PhantomData }
    }

    /// The same with another `β` for the vectors that are sealed from now on: see [`VectorKey`].
    #[must_use]
    pub fn with_beta(self, beta: f32) -> Self {
        Self { beta, ..self }
    }

    /// Remembers something of the token's person. It must have a vector.
    ///
    /// # Errors
    /// [`MemoryError::Vector`] if there is no vector or it has no direction; [`VaultError::Erased`] if the person was forgotten;
    /// [`MemoryError::Database`], [`MemoryError::Vault`].
    pub async fn remember(&self, consent: &Consent<W>, memory: NewMemory) -> Result<MemoryId, MemoryError> {
        let keys = self.vault.keys(consent.subject())?;
        let NewMemory { text, metadata, vector } = memory;
        let vector = vector.ok_or(MemoryError::Vector)?;
        cosine(&vector, &vector).ok_or(MemoryError::Vector)?;
        let id = MemoryId::from_bytes(random_bytes()?);
        let content = ContentWithVector { content: Content::new(text, metadata, SystemTime::now()), vector };
        self.put(&keys, id, &content).await?;
        Ok(id)
    }

    /// The person's memories whose vectors are nearest to this one by cosine, the nearest first.
    ///
    /// # Errors
    /// [`MemoryError::Vector`] if the vector has no direction; [`VaultError::Erased`] if the person was forgotten; [`VaultError::Tampered`] if the
    /// database gave what is not the person's or was changed; [`MemoryError::Database`], [`MemoryError::Vault`].
    pub async fn recall_by_vector(&self, consent: &Consent<R>, vector: &[f32], limit: usize) -> Result<Vec<Recalled>, MemoryError> {
        cosine(vector, vector).ok_or(MemoryError::Vector)?;
        let Some(keys) = self.known(consent.subject())? else { return Ok(Vec::new()) };
        let query = self.vector_key(&keys)?.seal(vector)?;
        let wanted = limit.saturating_mul(OVERSAMPLING);
        let found = self.store.nearest(&keys.pseudonym(), query.values(), wanted).await.map_err(database)?;
        let mut recalled = Vec::with_capacity(found.len());
        for (id, content) in found {
            let ContentWithVector { content, vector: own } = self.open(&keys, id, content)?;
            // One of another dimension is of another model, and does not take part.
            if let Some(score) = cosine(&own, vector) {
                recalled.push(Recalled { memory: content.into_memory(id), score });
            }
        }
        recalled.sort_by(|a, b| b.score.total_cmp(&a.score));
        recalled.truncate(limit);
        Ok(recalled)
    }

    /// All memories of the person, oldest first.
    ///
    /// # Errors
    /// As [`recall_by_vector`](Self::recall_by_vector), but for the vector.
    pub async fn list(&self, consent: &Consent<R>) -> Result<Vec<Memory>, MemoryError> {
        Ok(self.export_subject(consent).await?.memories.into_iter().map(|exported| exported.memory).collect())
    }

    /// Everything that is remembered of the person, with vectors, for them to take along.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn export_subject(&self, consent: &Consent<R>) -> Result<Export, MemoryError> {
        let mut memories = Vec::new();
        if let Some(keys) = self.known(consent.subject())? {
            for (id, content) in self.store.all(&keys.pseudonym()).await.map_err(database)? {
                let ContentWithVector { content, vector } = self.open(&keys, id, content)?;
                memories.push(ExportedMemory { memory: content.into_memory(id), vector: Some(vector) });
            }
        }
        memories.sort_by_key(|exported| (exported.memory.remembered_at, exported.memory.id));
        Ok(Export { memories })
    }

    /// Seals the person's memories anew under their current key. To be called after [`Vault::rotate_data_key`], and before
    /// [`Vault::destroy_old_keys`]: until then, vectors that were sealed under the old key are not found by those sealed under the new one.
    /// If it fails half way, call it again.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn reseal_subject(&self, subject: &SubjectId) -> Result<(), MemoryError> {
        let Some(keys) = self.known(subject)? else { return Ok(()) };
        for (id, content) in self.store.all(&keys.pseudonym()).await.map_err(database)? {
            let content = self.open(&keys, id, content)?;
            self.put(&keys, id, &content).await?;
        }
        Ok(())
    }

    /// Forgets one memory of a person; says whether it was there. It needs no consent, because who took theirs back may still have things
    /// forgotten. Whether the database really lets go of what it deletes is the database's word.
    ///
    /// # Errors
    /// [`MemoryError::Database`].
    pub async fn forget(&self, subject: &SubjectId, id: MemoryId) -> Result<bool, MemoryError> {
        self.store.delete(&self.vault.pseudonym(subject), id).await.map_err(database)
    }

    /// Forgets a person: destroys their keys, then deletes their records. Once the keys are destroyed nothing of them can be read, whatever the
    /// database does. The keys are those of the vault, so everything that is sealed with it for this person is erased.
    ///
    /// # Errors
    /// [`MemoryError::Vault`] if the keys could not be destroyed: nothing was deleted then, unless it is [`VaultError::ErasurePending`].
    /// [`MemoryError::Database`] if the keys are destroyed and the records could not be deleted: forget again.
    pub async fn forget_subject(&self, subject: &SubjectId) -> Result<(), MemoryError> {
        let destroyed = self.vault.forget(subject);
        if !matches!(destroyed, Ok(()) | Err(VaultError::ErasurePending)) {
            return Ok(destroyed?);
        }
        self.store.delete_all(&self.vault.pseudonym(subject)).await.map_err(database)?;
        Ok(destroyed?)
    }

    async fn put(&self, keys: &SubjectKeys, id: MemoryId, content: &ContentWithVector) -> Result<(), MemoryError> {
        let vector = self.vector_key(keys)?.seal(&content.vector)?.values().to_vec();
        let content = keys.seal_value(&self.name, id.as_bytes(), content)?.into_bytes();
        self.store.put(&keys.pseudonym(), SealedRecord { id, content, vector }).await.map_err(database)
    }

    /// The person's keys; `None` if nothing was ever sealed for them.
    fn known(&self, subject: &SubjectId) -> Result<Option<SubjectKeys>, MemoryError> {
        match self.vault.existing_keys(subject) {
            Ok(keys) => Ok(Some(keys)),
            Err(VaultError::UnknownSubject) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn vector_key(&self, keys: &SubjectKeys) -> Result<VectorKey, VaultError> {
        keys.vector_key(&self.name).with_beta(self.beta)
    }

    fn open(&self, keys: &SubjectKeys, id: MemoryId, content: Vec<u8>) -> Result<ContentWithVector, VaultError> {
        keys.open_value(&self.name, id.as_bytes(), &Sealed::from_bytes(content))
    }
}

/// The cosine of two vectors; `None` if they are of different dimensions or one has no direction.
fn cosine(a: &[f32], b: &[f32]) -> Option<f32> {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    (a.len() == b.len() && lengths.is_normal()).then(|| (dot(a, b) / lengths) as f32)
}

fn database(error: impl Error + Send + Sync + 'static) -> MemoryError {
    MemoryError::Database(Box::new(error))
}

impl<S, R: Purpose, W: Purpose> fmt::Debug for SealedStore<S, R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedStore").field("name", &self.name).finish_non_exhaustive()
    }
}
