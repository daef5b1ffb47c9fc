//! `SealedStore` and what it lies over: one suite of what holds whatever the database, and for each database what is its own.
//!
//! `cargo test -p agent-guard --features qdrant --test memory_sealed_store`

mod memory_sealed_store {
    pub mod contract;
    mod in_memory;
    #[cfg(feature = "qdrant")]
    mod qdrant;
    #[cfg(feature = "qdrant")]
    mod stand_ins;
    pub mod support;
}
