//! What a store is and which of its functions read, write or erase: data, one TOML file per foreign crate.

use serde::{Deserialize, Serialize};

use crate::{facts::Effect, path::Callee};

/// The entries that apply to one workspace: those of the crates in its dependency graph, in the versions it has, and the user's own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {}

/// What the catalogue says of a callee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classification<'c> {
    /// The catalogued package: `qdrant-client`.
    pub store: &'c str,
    /// What it does; `None` if it is harmless, or only opens a handle or prepares a statement.
    pub effect: Option<Effect>,
    /// The argument (counted from 0, `self` included) that carries the query or path, with its language: `sql`, `redis`, `path` ….
    pub query: Option<(usize, &'c str)>,
}

impl Catalogue {
    /// What a call of this function does; `None` for what is no store's.
    pub fn classify(&self, _callee: &Callee<'_>) -> Option<Classification<'_>> {
        None
    }
}
