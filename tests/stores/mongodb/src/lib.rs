//! A stand-in for `mongodb`: its paths and signatures, no behaviour.

pub mod bson;
mod db;
pub mod error;

pub use db::Database;
