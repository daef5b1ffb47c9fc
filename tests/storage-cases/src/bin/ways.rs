//! The way to the store: through functions of this crate and another, structs, closures, traits, collections, async code.

use std::sync::Arc;

use agent_guard::Vault;
use async_trait::async_trait;
use helpers::{INSERT, Outcome, ada, as_json, seal, store_one, store_sealed, trimmed, vault};
use rusqlite::Connection;

fn handing_on(memory: &Connection, vault: &Vault, note: &str) -> Outcome {
    store_one(memory, 1, note.as_bytes())?;
    store_one(memory, 2, &seal(vault, note)?)?;
    store_sealed(memory, 3, &seal(vault, note)?)?;
    store_sealed(memory, 4, &trimmed(seal(vault, &as_json(note))?))?;
    memory.execute(INSERT, (5, trimmed(seal(vault, note)?)))?; //~ clean
    memory.execute(INSERT, (6, trimmed(note.as_bytes().to_vec())))?; //~ AG201: the same function, for something else
    memory.execute(INSERT, (7, as_json(note)))?; //~ AG201
    Ok(())
}

struct Row {
    id: i64,
    note: String,
    sealed: Vec<u8>,
}

fn a_struct(memory: &Connection, vault: &Vault, note: String) -> Outcome {
    let row = Row { id: 1, sealed: seal(vault, &note)?, note };
    memory.execute(INSERT, (row.id, &row.sealed))?; //~ clean
    memory.execute(INSERT, (row.id, &row.note))?; //~ AG201
    memory.execute("UPDATE notes SET seen = 1 WHERE id = ?1", [row.id])?; //~ clean
    Ok(())
}

impl Row {
    fn keep(&self, memory: &Connection) -> rusqlite::Result<usize> {
        memory.execute(INSERT, (self.id, &self.sealed)) //~ clean
    }

    fn keep_open(&self, memory: &Connection) -> rusqlite::Result<usize> {
        memory.execute(INSERT, (self.id, &self.note)) //~ AG201
    }
}

fn methods(memory: &Connection, vault: &Vault, note: String) -> Outcome {
    let row = Row { id: 1, sealed: seal(vault, &note)?, note };
    row.keep(memory)?;
    row.keep_open(memory)?;
    Ok(())
}

fn closures(memory: &Connection, vault: &Vault, notes: &[String]) -> Outcome {
    let keep = |note: &str| memory.execute(INSERT, (1, note)); //~ AG201
    keep(&notes[0])?;
    let keep = |note: &str| -> Outcome {
        memory.execute(INSERT, (1, seal(vault, note)?))?; //~ clean
        Ok(())
    };
    keep(&notes[0])?;
    notes.iter().try_for_each(|note| memory.execute(INSERT, (1, note)).map(drop))?; //~ AG201
    let sealed: Vec<Vec<u8>> = notes.iter().map(|note| seal(vault, note)).collect::<Result<_, _>>()?;
    for one in &sealed {
        memory.execute(INSERT, (1, one))?; //~ clean
    }
    sealed.iter().try_for_each(|one| memory.execute(INSERT, (1, one)).map(drop))?; //~ clean
    Ok(())
}

trait Notes {
    fn put(&self, bytes: Vec<u8>) -> rusqlite::Result<usize>;
}

struct Plain(Connection);
struct Sealing(Connection, Arc<Vault>);

impl Notes for Plain {
    fn put(&self, bytes: Vec<u8>) -> rusqlite::Result<usize> {
        self.0.execute(INSERT, (1, bytes)) //~ AG201
    }
}

impl Notes for Sealing {
    fn put(&self, bytes: Vec<u8>) -> rusqlite::Result<usize> {
        let sealed = self.1.seal(&ada(), "notes", b"1", &bytes).map_err(|_| rusqlite::Error::InvalidQuery)?;
        self.0.execute(INSERT, (1, sealed)) //~ clean
    }
}

fn behind_a_trait(notes: &[Box<dyn Notes>], note: &str) -> Outcome {
    for store in notes {
        store.put(note.as_bytes().to_vec())?;
    }
    Ok(())
}

#[async_trait]
trait Later {
    async fn put(&self, note: &str) -> Outcome;
}

struct Queue {
    memory: tokio::sync::Mutex<Connection>,
    vault: Vault,
}

#[async_trait]
impl Later for Queue {
    async fn put(&self, note: &str) -> Outcome {
        let sealed = seal(&self.vault, note)?;
        let memory = self.memory.lock().await;
        memory.execute(INSERT, (1, sealed))?; //~ clean
        memory.execute(INSERT, (1, note))?; //~ AG201
        Ok(())
    }
}

async fn later(queue: &Queue, note: &str) -> Outcome {
    queue.put(note).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (memory, vault) = (Connection::open("notes.db")?, vault()?);
    let notes: Vec<String> = std::env::args().collect();
    handing_on(&memory, &vault, &notes[0])?;
    a_struct(&memory, &vault, notes[0].clone())?;
    methods(&memory, &vault, notes[0].clone())?;
    closures(&memory, &vault, &notes)?;
    let stores: [Box<dyn Notes>; 2] =
        [Box::new(Plain(Connection::open("a.db")?)), Box::new(Sealing(Connection::open("b.db")?, Arc::new(helpers::vault()?)))];
    behind_a_trait(&stores, &notes[0])?;
    let queue = Queue { memory: tokio::sync::Mutex::new(memory), vault };
    later(&queue, &notes[0]).await
}
