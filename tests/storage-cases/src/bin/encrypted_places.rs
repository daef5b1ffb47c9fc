//! Handles of encrypted and of plain databases in one program, in collections and behind references: these are not told apart.

use std::collections::HashMap;

use helpers::{INSERT, Outcome};
use rusqlite::Connection;

fn open_keyed(path: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", std::env::var("MEMORY_KEY").unwrap_or_default())?;
    Ok(connection)
}

fn directly(note: &str) -> Outcome {
    open_keyed("one.db")?.execute(INSERT, (1, note))?; //~ clean: it was in no collection
    Ok(())
}

fn in_a_collection(note: &str) -> Outcome {
    let mut all = HashMap::new();
    all.insert("keyed", open_keyed("one.db")?);
    all["keyed"].execute(INSERT, (1, note))?; //~ AG201: in another collection there are plain ones
    Ok(())
}

fn in_an_option(note: &str) -> Outcome {
    let mut slot = Some(open_keyed("one.db")?);
    slot.replace(Connection::open("plain.db")?);
    slot.ok_or("nothing")?.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

fn in_a_loop(notes: &[String]) -> Outcome {
    let mut open = Vec::new();
    for note in notes {
        let memory = Connection::open(note)?;
        if note.len() > 3 {
            memory.pragma_update(None, "key", open_key())?;
            memory.execute(INSERT, (1, note))?; //~ AG201: one that was opened before may be without a key
        }
        open.push(memory);
    }
    Ok(())
}

fn open_key() -> String {
    std::env::var("MEMORY_KEY").unwrap_or_default()
}

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    directly(&words[1])?;
    in_a_collection(&words[1])?;
    in_an_option(&words[1])?;
    in_a_loop(&words)
}
