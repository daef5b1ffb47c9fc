//! A stand-in for `surrealdb`: its paths and signatures, no behaviour.

pub mod method;

use method::{Create, Query, Select, Update};

/// What fails.
#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it failed")
    }
}

impl std::error::Error for Error {}

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

/// A client.
pub struct Surreal;

impl Surreal {
    pub fn create(&self, _resource: &str) -> Create {
        Create
    }

    pub fn update(&self, _resource: &str) -> Update {
        Update
    }

    pub fn select(&self, _resource: &str) -> Select {
        Select
    }

    pub fn query(&self, _query: &str) -> Query {
        Query
    }
}
