//! What the workspace stores with, under one roof.

pub use agent_guard::{ConsentLedger, SubjectId};
pub use notes::load;
pub use sled;
pub use sled::Tree as Notebook;

/// For glob imports.
pub mod prelude {
    pub use agent_guard::{Consent, ConsentDenied, Purpose};
    pub use qdrant_client::Qdrant as Vectors;
}

/// The same under names that no one else knows.
pub mod renamed {
    pub use super::Notebook as Pad;
    pub use agent_guard::Consent as Permission;
}

/// A type of this crate that is called as a re-export elsewhere is.
pub mod own {
    #[derive(Default)]
    pub struct Pad;

    impl Pad {
        pub fn get(&self, _: &str) {}
    }
}

use prelude::Purpose;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

mod notes {
    /// Reached through the re-export at the root only; one of its callers does not ask.
    pub fn load(notes: &sled::Tree) -> bool {
        notes.get("colour").is_ok() //~ AG101
    }

    pub(crate) fn store(notes: &sled::Tree) -> bool {
        notes.insert("colour", "blue").is_ok() //~ guarded
    }
}

/// Called by the agent, with a token.
pub fn store(notes: &Notebook) -> bool {
    notes::store(notes)
}
