//! The lowest crate: accesses that ask nobody, and leave that to whoever calls.

use sled::Tree;

/// A store of notes.
#[derive(Default)]
pub struct Notes {
    tree: Tree,
}

impl Notes {
    /// Reached with a token on every path.
    pub fn load(&self, key: &str) -> bool {
        self.tree.get(key).is_ok() //~ guarded
    }

    /// Reached on one path without.
    pub fn store(&self, key: &str, text: &str) -> bool {
        self.tree.insert(key, text).is_ok() //~ AG102
    }

    /// Reached through a trait of the crate above.
    pub fn count(&self) -> bool {
        self.tree.get("count").is_ok() //~ AG101
    }

    /// Reached by a closure that the crate above was given.
    pub fn peek(&self) -> bool {
        self.tree.get("first").is_ok() //~ guarded
    }
}
