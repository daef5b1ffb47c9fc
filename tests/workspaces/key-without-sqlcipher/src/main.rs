//! An agent that believes its database to be encrypted.

use rusqlite::Connection;

fn main() -> rusqlite::Result<()> {
    let memory = Connection::open("memory.db")?;
    memory.pragma_update(None, "key", std::env::var("MEMORY_KEY").unwrap_or_default())?;
    for note in std::env::args().skip(1) {
        memory.execute("INSERT INTO notes (note) VALUES (?1)", [note])?; //~ AG201
    }
    Ok(())
}
