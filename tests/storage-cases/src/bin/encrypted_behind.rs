//! A plain handle that is put behind a reference: from then on none is known to be encrypted.

use helpers::{INSERT, Outcome};
use rusqlite::Connection;

fn replace(memory: &mut Connection) -> Outcome {
    *memory = Connection::open("plain.db")?;
    Ok(())
}

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let mut memory = Connection::open("memory.db")?;
    memory.pragma_update(None, "key", &words[2])?;
    replace(&mut memory)?;
    memory.execute(INSERT, (1, &words[1]))?; //~ AG201
    Ok(())
}
