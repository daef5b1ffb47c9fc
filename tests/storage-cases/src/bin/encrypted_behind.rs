//! A plain handle that is put behind a reference: from then on none is known to be encrypted.

use helpers::{INSERT, Outcome};
use rusqlite::Connection;

fn replace(memory: &mut Connection) -> Outcome {
    *memory = Connection::open("plain.db")?;
    Ok(())
}

fn swapped(note: &str) -> Outcome {
    let mut memory = Connection::open("memory.db")?;
    memory.pragma_update(None, "key", std::env::var("MEMORY_KEY")?)?;
    let mut cache = Connection::open("cache.db")?;
    std::mem::swap(&mut memory, &mut cache);
    memory.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let mut memory = Connection::open("memory.db")?;
    memory.pragma_update(None, "key", &words[2])?;
    swapped(&words[1])?;
    replace(&mut memory)?;
    memory.execute(INSERT, (1, &words[1]))?; //~ AG201
    Ok(())
}
