//! What the cases share: purposes, an agent with a ledger and two stores, and its error.
//!
//! This is workspace code to the checker, so no access to a store stands here.

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId};
use qdrant_client::Qdrant;
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.remember")]
pub struct Remember;

/// An agent that serves one person.
pub struct Agent {
    /// Who has agreed to what.
    pub ledger: ConsentLedger,
    /// The person.
    pub user: SubjectId,
    /// A store whose functions block.
    pub notes: Tree,
    /// A store whose functions are async.
    pub vectors: Qdrant,
    /// Something that conditions can depend on and that has nothing to do with consent.
    pub is_verbose: bool,
}

impl Agent {
    /// An agent whose stores are empty.
    pub fn new() -> Self {
        Agent {
            ledger: ConsentLedger::new(),
            user: SubjectId::new("ada"),
            notes: Tree::default(),
            vectors: Qdrant::default(),
            is_verbose: std::env::args().count() > 1,
        }
    }

    /// Asks the ledger, and hands out the token.
    pub fn ask(&self) -> Outcome<Consent<Recall>> {
        Ok(Consent::<Recall>::require(&self.ledger, &self.user)?)
    }
}

impl Default for Agent {
    fn default() -> Self {
        Agent::new()
    }
}

/// What can go wrong in an agent.
#[derive(Debug)]
pub enum Failure {
    /// The person has not agreed.
    Denied(ConsentDenied),
    /// A store failed.
    Store(String),
}

/// The result of what an agent does.
pub type Outcome<T = ()> = Result<T, Failure>;

impl From<ConsentDenied> for Failure {
    fn from(denied: ConsentDenied) -> Self {
        Failure::Denied(denied)
    }
}

impl From<sled::Error> for Failure {
    fn from(error: sled::Error) -> Self {
        Failure::Store(error.to_string())
    }
}

impl From<qdrant_client::QdrantError> for Failure {
    fn from(error: qdrant_client::QdrantError) -> Self {
        Failure::Store(error.to_string())
    }
}
