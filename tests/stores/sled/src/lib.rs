//! A stand-in for `sled`: its paths and signatures, no behaviour.

mod db;
mod tree;

pub use db::{open, Db};
pub use tree::{IVec, Tree};

/// What fails.
#[derive(Debug)]
pub struct Error;

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the tree is closed")
    }
}

impl std::error::Error for Error {}
