//! `SealedStore` and what it lies over: one suite of what holds whatever the database, and for each database what is its own.
//!
//! `cargo test -p agent-guard --features qdrant,pgvector,rig --test memory_sealed_store`; `docs/store-adapters.md` says how the server for PostgreSQL
//! is started. Without one, its tests print that they were skipped.

#[cfg(feature = "pgvector")]
#[path = "support/postgres_server.rs"]
mod postgres_server;
#[cfg(feature = "pgvector")]
#[path = "support/skipped.rs"]
mod skipped;

mod memory_sealed_store {
    pub mod contract;
    mod in_memory;
    #[cfg(feature = "pgvector")]
    mod postgres;
    #[cfg(feature = "qdrant")]
    mod qdrant;
    #[cfg(feature = "rig")]
    mod rig;
    #[cfg(feature = "qdrant")]
    mod stand_ins;
    pub mod support;
}
