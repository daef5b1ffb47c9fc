//! Stores in which everything is sealed, and which nobody reads or fills without consent.
//!
//! [`SqliteMemory`] is the default: one file, no server, and nothing in it that a thief could read.

mod error;
mod memory;
mod sqlite;
mod text;

pub use error::MemoryError;
pub use memory::{Export, Memory, MemoryId, NewMemory, Recalled};
pub use sqlite::{Options, SqliteMemory};
