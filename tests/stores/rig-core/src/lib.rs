//! A stand-in for `rig-core`: its paths and signatures, no behaviour.

pub mod agent;
pub mod tool;
pub mod vector_store;
