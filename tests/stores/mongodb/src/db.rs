//! The database.

use crate::{bson::Document, error::Result};

/// The database.
pub struct Database;

impl Database {
    /// Runs the command that the document says.
    pub async fn run_command(&self, _command: Document) -> Result<Document> {
        Ok(Document::new())
    }
}
