//! One person's memories for an agent of rig: its vector store index, and where it inserts documents.
//!
//! rig knows neither people nor consent: an index that is given to an agent is searched later, by whatever the agent or its model asks for.
//! So what is given to it is not a store but one person's part of it, made from the consent token: it can reach nobody else, and cannot be made
//! without having asked.

mod document;

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use rig_core::driver::DynModel;
use rig_core::embeddings::{Embed, Embedding};
use rig_core::operation::Embedding as EmbeddingOperation;
use rig_core::vector_store::request::Filter;
use rig_core::vector_store::{
    InsertDocuments, VectorSearchIdResult, VectorSearchRequest, VectorSearchResult, VectorStoreError, VectorStoreIndex,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
#[cfg(feature = "sqlite-memory")]
use tokio::task::JoinError;

#[cfg(feature = "sqlite-memory")]
use super::SqliteMemory;
use super::{MemoryError, NewMemory, Recalled, SealedStore, VectorStore};
use crate::{Consent, Purpose};

/// The memories of one person as a [`VectorStoreIndex`] of rig: from [`SealedStore::rig_index`] or `SqliteMemory::rig_index`. Feature `rig`.
///
/// It holds the token that it was made from, and a token does not follow a withdrawal: make an index for each request, as you
/// ask for each request. Once the token has expired it finds nothing and says so.
///
/// What was inserted by rig comes back as it was. Anything else that is remembered is a document, too: a text, or, where a text is not what is asked
/// for, an object of the `text` and what was said about it. Filters see the document's fields, or this object's. Scores are cosines.
///
/// rig makes a tool of every index, `search_vector_store`. It is the model then that asks; it gets what is this person's.
pub struct RigIndex<R: Purpose> {
    memory: Arc<dyn Recall<R>>,
    consent: Arc<Consent<R>>,
    model: DynModel<EmbeddingOperation>,
}

/// Where rig inserts documents into the memories of one person: from [`SealedStore::rig_inserter`] or `SqliteMemory::rig_inserter`. Feature `rig`.
///
/// A document becomes one memory for each of its embeddings: its text is the text that was embedded, beside it the whole document. Like
/// [`RigIndex`], it holds its token: make one for each request.
pub struct RigInserter<W: Purpose> {
    memory: Arc<dyn Remember<W>>,
    consent: Arc<Consent<W>>,
}

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, MemoryError>> + Send>>;

/// A store that can be searched. So the index has no type parameter for the store.
trait Recall<R: Purpose>: Send + Sync {
    fn recall(self: Arc<Self>, consent: Arc<Consent<R>>, vector: Vec<f32>, limit: usize) -> Answer<Vec<Recalled>>;
}

/// A store that can be added to.
trait Remember<W: Purpose>: Send + Sync {
    fn remember_all(self: Arc<Self>, consent: Arc<Consent<W>>, memories: Vec<NewMemory>) -> Answer<()>;
}

impl<S: VectorStore + Send + 'static, R: Purpose, W: Purpose> SealedStore<S, R, W> {
    /// The memories of the token's person for an agent of rig. `model` turns the agent's questions into vectors; it is to be the one whose vectors are
    /// remembered.
    #[must_use]
    pub fn rig_index(self: &Arc<Self>, consent: Consent<R>, model: impl Into<DynModel<EmbeddingOperation>>) -> RigIndex<R> {
        RigIndex { memory: Arc::clone(self) as _, consent: Arc::new(consent), model: model.into() }
    }

    /// Has rig remember documents of the token's person. They are stored one by one: after an error, some may be.
    #[must_use]
    pub fn rig_inserter(self: &Arc<Self>, consent: Consent<W>) -> RigInserter<W> {
        RigInserter { memory: Arc::clone(self) as _, consent: Arc::new(consent) }
    }
}

impl<S: VectorStore + Send + 'static, R: Purpose, W: Purpose> Recall<R> for SealedStore<S, R, W> {
    fn recall(self: Arc<Self>, consent: Arc<Consent<R>>, vector: Vec<f32>, limit: usize) -> Answer<Vec<Recalled>> {
        Box::pin(async move { self.recall_by_vector(&consent, &vector, limit).await })
    }
}

impl<S: VectorStore + Send + 'static, R: Purpose, W: Purpose> Remember<W> for SealedStore<S, R, W> {
    fn remember_all(self: Arc<Self>, consent: Arc<Consent<W>>, memories: Vec<NewMemory>) -> Answer<()> {
        Box::pin(async move {
            for memory in memories {
                self.remember(&consent, memory).await?;
            }
            Ok(())
        })
    }
}

#[cfg(feature = "sqlite-memory")]
impl<R: Purpose, W: Purpose> SqliteMemory<R, W> {
    /// The memories of the token's person for an agent of rig. `model` turns the agent's questions into vectors; it is to be the one whose vectors are
    /// remembered. The file is read where tokio allows blocking; without tokio, on the thread of the agent.
    #[must_use]
    pub fn rig_index(self: &Arc<Self>, consent: Consent<R>, model: impl Into<DynModel<EmbeddingOperation>>) -> RigIndex<R> {
        RigIndex { memory: Arc::clone(self) as _, consent: Arc::new(consent), model: model.into() }
    }

    /// Has rig remember documents of the token's person: all that are inserted at once, or none.
    #[must_use]
    pub fn rig_inserter(self: &Arc<Self>, consent: Consent<W>) -> RigInserter<W> {
        RigInserter { memory: Arc::clone(self) as _, consent: Arc::new(consent) }
    }
}

#[cfg(feature = "sqlite-memory")]
impl<R: Purpose, W: Purpose> Recall<R> for SqliteMemory<R, W> {
    fn recall(self: Arc<Self>, consent: Arc<Consent<R>>, vector: Vec<f32>, limit: usize) -> Answer<Vec<Recalled>> {
        Box::pin(blocking(move || self.recall_by_vector(&consent, &vector, limit)))
    }
}

#[cfg(feature = "sqlite-memory")]
impl<R: Purpose, W: Purpose> Remember<W> for SqliteMemory<R, W> {
    fn remember_all(self: Arc<Self>, consent: Arc<Consent<W>>, memories: Vec<NewMemory>) -> Answer<()> {
        Box::pin(blocking(move || SqliteMemory::remember_all(&self, &consent, memories).map(drop)))
    }
}

/// Does what blocks on a thread of tokio's for that, or here if nobody runs tokio: rig does not ask for it.
#[cfg(feature = "sqlite-memory")]
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, MemoryError> + Send + 'static) -> Result<T, MemoryError> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return work() };
    match runtime.spawn_blocking(work).await.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // The runtime ended before the work began.
        Err(Err(ended)) => Err(MemoryError::Database(ended.into())),
    }
}

impl<R: Purpose> RigIndex<R> {
    async fn search(&self, request: &VectorSearchRequest) -> Result<Vec<Recalled>, VectorStoreError> {
        let vector = numbers(self.model.embed_text(request.query()).await?.vec);
        check_expiry(&self.consent)?;
        let samples = usize::try_from(request.samples()).unwrap_or(usize::MAX);
        // What a filter leaves of the nearest may be too few: all of the person's are looked through.
        let limit = if request.filter().is_some() { usize::MAX } else { samples };
        let memory = Arc::clone(&self.memory);
        let mut found = memory.recall(Arc::clone(&self.consent), vector, limit).await.map_err(VectorStoreError::datastore)?;
        if let Some(filter) = request.filter() {
            let fields = found.iter().map(|recalled| document::fields(&recalled.memory)).collect::<Result<Vec<_>, _>>()?;
            let mut fields = fields.iter();
            found.retain(|_| fields.next().is_some_and(|fields| filter.satisfies(fields)));
            found.truncate(samples);
        }
        if let Some(threshold) = request.threshold() {
            found.retain(|recalled| f64::from(recalled.score) >= threshold);
        }
        Ok(found)
    }
}

impl<R: Purpose> VectorStoreIndex for RigIndex<R> {
    type Filter = Filter<serde_json::Value>;

    async fn top_n<T: DeserializeOwned + Send>(
        &self,
        request: VectorSearchRequest,
    ) -> Result<Vec<VectorSearchResult<T>>, VectorStoreError> {
        let read = |Recalled { memory, score }: Recalled| {
            document::read(&memory).map(|document| VectorSearchResult { score: score.into(), id: memory.id.to_string(), document })
        };
        Ok(self.search(&request).await?.into_iter().map(read).collect::<Result<_, _>>()?)
    }

    async fn top_n_ids(&self, request: VectorSearchRequest) -> Result<Vec<VectorSearchIdResult>, VectorStoreError> {
        let id = |Recalled { memory, score }: Recalled| VectorSearchIdResult { score: score.into(), id: memory.id.to_string() };
        Ok(self.search(&request).await?.into_iter().map(id).collect())
    }
}

impl<W: Purpose> InsertDocuments for RigInserter<W> {
    async fn insert_documents<D: Serialize + Embed + Send>(&self, documents: Vec<(D, Vec<Embedding>)>) -> Result<(), VectorStoreError> {
        let mut memories = Vec::new();
        for (document, embeddings) in documents {
            if embeddings.is_empty() {
                return Err(RigStoreError::NoEmbedding.into());
            }
            let document = serde_json::to_value(document).map_err(|_| RigStoreError::Document)?;
            for embedding in embeddings {
                let memory = document::remembering(&document, embedding.document);
                memories.push(memory.with_vector(numbers(embedding.vec)));
            }
        }
        check_expiry(&self.consent)?;
        Arc::clone(&self.memory).remember_all(Arc::clone(&self.consent), memories).await.map_err(VectorStoreError::datastore)
    }
}

/// As a model says them, without the places that `f32` does not have.
fn numbers(vector: Vec<f64>) -> Vec<f32> {
    vector.into_iter().map(|number| number as f32).collect()
}

/// A token that is held longer than a call may have expired since.
fn check_expiry<P: Purpose>(consent: &Consent<P>) -> Result<(), RigStoreError> {
    if consent.receipt().is_expired_at(SystemTime::now()) { Err(RigStoreError::Expired) } else { Ok(()) }
}

impl<R: Purpose> fmt::Debug for RigIndex<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RigIndex").field("consent", &self.consent).field("model", &self.model).finish_non_exhaustive()
    }
}

impl<W: Purpose> fmt::Debug for RigInserter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RigInserter").field("consent", &self.consent).finish_non_exhaustive()
    }
}

/// What can go wrong between rig and a store, inside rig's [`VectorStoreError::DatastoreError`]; a [`MemoryError`] is there, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RigStoreError {
    /// The consent that the token stands for has expired since.
    Expired,
    /// A document cannot be written as JSON, or a memory is no document of the type that was asked for.
    Document,
    /// A document has no embedding, and could never be found.
    NoEmbedding,
}

impl fmt::Display for RigStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the consent has expired: ask anew, and make another index from the token",
            Self::Document => "the document cannot be written as JSON, or the memory is not of the type that was asked for",
            Self::NoEmbedding => "the document has no embedding, and could never be found",
        })
    }
}

impl Error for RigStoreError {}

impl From<RigStoreError> for VectorStoreError {
    fn from(error: RigStoreError) -> Self {
        Self::datastore(error)
    }
}
