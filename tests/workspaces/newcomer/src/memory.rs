//! A memory with a table and an index.

use qdrant_client::Qdrant;
use rusqlite::{Connection, Row};

type Error = Box<dyn std::error::Error>;

pub struct Memory {
    notes: Connection,
    index: Qdrant,
}

impl Memory {
    pub fn open() -> Result<Self, rusqlite::Error> {
        let notes = Connection::open_in_memory()?;
        notes.execute_batch("CREATE TABLE IF NOT EXISTS notes (person TEXT, text TEXT)")?; //~ free
        Ok(Memory { notes, index: Qdrant::default() })
    }

    pub async fn remember(&self, person: &str, text: &str) -> Result<(), Error> {
        let _ = self.notes.execute("INSERT INTO notes VALUES (?1, ?2)", (person, text)); //~ AG102
        self.index.upsert_points(text).await?; //~ AG102
        Ok(())
    }

    pub async fn recall(&self, person: &str) -> Result<String, Error> {
        self.index.query(person).await?; //~ AG101
        let text = self.notes.query_row("SELECT text FROM notes WHERE person = ?1", [person], text_of); //~ AG101
        Ok(text.unwrap_or_default())
    }

    pub async fn forget(&self, person: &str) -> Result<(), Error> {
        let _ = self.notes.execute("DELETE FROM notes WHERE person = ?1", [person]); //~ erase
        self.index.delete_points(person).await?; //~ erase
        Ok(())
    }
}

fn text_of(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}
