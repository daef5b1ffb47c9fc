//! Uses another store.

fn main() -> rusqlite::Result<()> {
    rusqlite::Connection::open_in_memory()?.execute("INSERT INTO profiles VALUES (?1)", ["ada"])?; //~ AG102
    Ok(())
}
