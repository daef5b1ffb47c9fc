//! A stand-in for `qdrant-client`: its paths and signatures, no behaviour.

pub mod config;
pub mod qdrant;
mod qdrant_client;

pub use qdrant_client::{Qdrant, QdrantError};
