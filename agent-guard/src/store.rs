//! Stores in which everything is sealed, and which nobody reads or fills without consent.
//!
//! `SqliteMemory` (feature `sqlite-memory`) is the default: one file, no server, and nothing in it that a thief could read. [`SealedStore`] protects what lies in a
//! vector database in the same way, as far as a database that searches by itself allows: `QdrantStore` (feature `qdrant`) and `PgVectorStore`
//! (feature `pgvector`) are such databases. `RigIndex` (feature `rig`) is one person's part of either store, for an agent of rig.

mod error;
mod memory;
#[cfg(feature = "pgvector")]
mod pgvector;
#[cfg(feature = "qdrant")]
mod qdrant;
#[cfg(feature = "rig")]
mod rig;
mod sealed_store;
#[cfg(feature = "sqlite-memory")]
mod sqlite;
#[cfg(feature = "sqlite-memory")]
mod text;

pub use error::MemoryError;
pub use memory::{Export, ExportedMemory, Memory, MemoryId, NewMemory, Recalled};
#[cfg(feature = "pgvector")]
pub use pgvector::{PgVectorStore, PgVectorStoreError};
#[cfg(feature = "qdrant")]
pub use qdrant::{QdrantStore, QdrantStoreError};
#[cfg(feature = "rig")]
pub use rig::{RigIndex, RigInserter, RigStoreError};
pub use sealed_store::{SealedRecord, SealedStore, VectorStore};
#[cfg(feature = "sqlite-memory")]
pub use sqlite::{Options, SqliteMemory};
