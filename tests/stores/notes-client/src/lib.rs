//! Notes of people, kept in SQLite. What calls it does not see that.

use rusqlite::{Connection, Result};

/// The notes.
pub struct Notes(Connection);

impl Notes {
    /// Opens the notes in a file.
    pub fn open(path: &str) -> Result<Self> {
        Connection::open(path).map(Self)
    }

    /// What somebody has noted.
    pub fn recall(&self, user: &str) -> Result<String> {
        self.0.query_row("SELECT note FROM notes WHERE user = ?1", [user], |row| row.get(0))
    }
}
