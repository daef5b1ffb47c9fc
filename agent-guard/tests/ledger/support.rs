//! People and purposes that the tests share.

use agent_guard::{Purpose, SubjectId};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.store")]
pub struct Store;

pub fn ada() -> SubjectId {
    SubjectId::new("ada@example.org")
}

pub fn grace() -> SubjectId {
    SubjectId::new("grace@example.org")
}
