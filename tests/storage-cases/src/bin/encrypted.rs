//! Databases that encrypt by themselves: SQLCipher, where the key was given before the handle got anywhere.

use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use helpers::{INSERT, Outcome};
use rusqlite::{Connection, Transaction};

fn key() -> String {
    std::env::var("MEMORY_KEY").unwrap_or_default()
}

fn in_one_function(note: &str) -> Outcome {
    let memory = Connection::open("one.db")?;
    memory.pragma_update(None, "key", key())?;
    memory.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE notes (id, note)")?;
    memory.execute(INSERT, (1, note))?; //~ clean: SQLCipher encrypts it
    let mut statement = memory.prepare(INSERT)?;
    statement.execute((2, note))?; //~ clean
    let mut memory = memory.unchecked_transaction()?;
    memory.execute(INSERT, (3, note))?; //~ clean
    let inner = memory.savepoint()?;
    inner.execute(INSERT, (4, note))?; //~ clean
    Ok(())
}

fn by_statement(note: &str) -> Outcome {
    let memory = Connection::open("statement.db")?;
    memory.execute_batch(&format!("PRAGMA key = '{}'; PRAGMA foreign_keys = ON;", key())).expect("a key");
    memory.execute(INSERT, (1, note))?; //~ clean
    Ok(())
}

fn in_the_other_order(note: &str) -> Outcome {
    let memory = Connection::open("order.db")?;
    memory.execute_batch("PRAGMA foreign_keys = ON; PRAGMA key = 'later'")?; // no key at all: it is not the first statement
    memory.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

fn on_one_path_only(note: &str, given: Option<&str>) -> Outcome {
    let memory = Connection::open("path.db")?;
    if let Some(key) = given {
        memory.pragma_update(None, "key", key)?;
        memory.execute(INSERT, (1, note))?; //~ clean: on this path
    }
    memory.execute(INSERT, (2, note))?; //~ AG201
    Ok(())
}

fn on_both_paths(note: &str, given: Option<&str>) -> Outcome {
    let memory = Connection::open("paths.db")?;
    match given {
        Some(key) => memory.pragma_update(None, "key", key)?,
        None => {
            if memory.pragma_update(None, "key", key()).is_err() {
                return Ok(());
            }
        }
    }
    memory.execute(INSERT, (1, note))?; //~ clean
    Ok(())
}

fn before_the_key(note: &str) -> Outcome {
    let memory = Connection::open("before.db")?;
    memory.execute(INSERT, (1, note))?; //~ AG201
    memory.pragma_update(None, "key", key())?;
    memory.execute(INSERT, (2, note))?; //~ AG201: the file was there before the key was
    Ok(())
}

fn in_vain(note: &str) -> Outcome {
    let memory = Connection::open("vain.db")?;
    let _ = memory.pragma_update(None, "key", key());
    memory.execute(INSERT, (1, note))?; //~ AG201: nobody looked whether it worked
    Ok(())
}

fn something_else(note: &str) -> Outcome {
    let memory = Connection::open("else.db")?;
    memory.pragma_update(None, "cache_size", "-2000")?; // a constant, and no key
    memory.execute(INSERT, (1, note))?; //~ AG201
    let attached = Connection::open("attached.db")?;
    attached.pragma_update(Some("other"), "key", key())?;
    attached.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

fn another_connection(note: &str) -> Outcome {
    let (memory, cache) = (Connection::open("memory.db")?, Connection::open("cache.db")?);
    memory.pragma_update(None, "key", key())?;
    memory.execute(INSERT, (1, note))?; //~ AG201: what is in one tuple is not told apart
    cache.execute(INSERT, (1, note))?; //~ AG201
    let memory = Connection::open("memory.db")?;
    let cache = Connection::open("cache.db")?;
    memory.pragma_update(None, "key", key())?;
    memory.execute(INSERT, (1, note))?; //~ clean
    cache.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

const KEY: &str = "correct horse";

fn keys_as_bytes(note: &str) -> Outcome {
    let memory = Connection::open("bytes.db")?;
    memory.pragma_update(None, "key", format!("x'{}'", key()))?; //~ clean: it is put together at run time
    memory.execute(INSERT, (1, note))?; //~ clean
    let memory = Connection::open("bytes.db")?;
    memory.execute_batch(&format!("PRAGMA key = '{KEY}'"))?; //~ AG203
    memory.execute(INSERT, (2, note))?; //~ clean
    Ok(())
}

fn constant_keys(note: &str) -> Outcome {
    let memory = Connection::open("constant.db")?;
    memory.pragma_update(None, "key", "correct horse")?; //~ AG203
    memory.execute(INSERT, (1, note))?; //~ clean: the key is what is wrong
    let memory = Connection::open("constant.db")?;
    memory.execute_batch("PRAGMA key = 'correct horse'")?; //~ AG203
    memory.execute(INSERT, (1, note))?; //~ clean
    let memory = Connection::open("empty.db")?;
    memory.pragma_update(None, "key", "")?; //~ AG203
    memory.execute(INSERT, (1, note))?; //~ AG201: an empty key is none
    Ok(())
}

/// Keyed before it is put into the field, wherever that is.
struct Memory {
    connection: Mutex<Connection>,
}

impl Memory {
    fn open(path: &str, key: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "key", key)?;
        connection.execute_batch("CREATE TABLE IF NOT EXISTS notes (id, note)")?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn remember(&self, note: &str) -> Outcome {
        let mut connection = self.connection.lock().map_err(|_| "poisoned")?;
        connection.execute(INSERT, (1, note))?; //~ clean
        let transaction = connection.transaction()?;
        Self::write(&transaction, note)?;
        transaction.commit()?;
        Ok(())
    }

    fn write(transaction: &Transaction<'_>, note: &str) -> rusqlite::Result<usize> {
        transaction.execute(INSERT, (2, note)) //~ clean: all that call it have it from the field
    }
}

/// Put into the field first.
struct Late {
    connection: Arc<Mutex<Connection>>,
}

impl Late {
    fn open(path: &str, key: &str) -> rusqlite::Result<Self> {
        let connection = Arc::new(Mutex::new(Connection::open(path)?));
        let late = Self { connection: Arc::clone(&connection) };
        connection.lock().expect("a lock").pragma_update(None, "key", key)?;
        Ok(late)
    }

    fn remember(&self, note: &str) -> Outcome {
        self.connection.lock().map_err(|_| "poisoned")?.execute(INSERT, (1, note))?; //~ AG201: the handle had left before
        Ok(())
    }
}

/// Borrows what is in a field.
struct Notes<'m> {
    memory: &'m Connection,
}

impl Notes<'_> {
    fn remember(&self, note: &str) -> rusqlite::Result<usize> {
        self.memory.execute(INSERT, (5, note)) //~ clean
    }
}

fn borrowed(note: &str) -> Outcome {
    let memory = open_keyed("notes.db")?;
    Notes { memory: &memory }.remember(note)?;
    Ok(())
}

/// Two ways to make one, and only one of them gives a key.
struct Either(Connection);

impl Either {
    fn remember(&self, note: &str) -> rusqlite::Result<usize> {
        self.0.execute(INSERT, (1, note)) //~ AG201
    }
}

fn two_ways(note: &str) -> Outcome {
    let keyed = Connection::open("either.db")?;
    keyed.pragma_update(None, "key", key())?;
    Either(keyed).remember(note)?;
    Either(Connection::open("or.db")?).remember(note)?;
    Ok(())
}

/// Made by a function of which nobody sees what it is given.
struct Made(Connection);

fn by_constructor(note: &str) -> Outcome {
    let made = Connection::open("made.db").map(Made)?;
    made.0.execute(INSERT, (1, note))?; //~ AG201
    let keyed = Connection::open("made.db")?;
    keyed.pragma_update(None, "key", key())?;
    Made(keyed).0.execute(INSERT, (2, note))?; //~ AG201: the other one is in the same field
    Ok(())
}

fn open_keyed(path: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", key())?;
    Ok(connection)
}

fn open_plain(path: &str) -> rusqlite::Result<Connection> {
    Connection::open(path)
}

fn through_functions(note: &str, is_new: bool) -> Outcome {
    let memory = open_keyed("new.db")?;
    memory.execute(INSERT, (1, note))?; //~ clean
    let memory = if is_new { open_keyed("new.db")? } else { open_plain("old.db")? };
    memory.execute(INSERT, (1, note))?; //~ AG201
    let memory = open_keyed("new.db").or_else(|_| open_plain("old.db"))?;
    memory.execute(INSERT, (2, note))?; //~ AG201
    let keep = |note: &str| open_keyed("new.db").and_then(|memory| memory.execute(INSERT, (3, note))); //~ AG201: who calls the inner closure with what, is not followed
    keep(note)?;
    let memory = open_keyed("new.db")?;
    let keep = move |note: &str| memory.execute(INSERT, (4, note)); //~ clean: it has captured what is keyed
    keep(note)?;
    Ok(())
}

fn given(memory: &Connection, note: &str) -> rusqlite::Result<usize> {
    memory.execute(INSERT, (1, note)) //~ AG201: nobody calls it, and so anybody may
}

async fn open_later(path: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", key())?;
    Ok(connection)
}

async fn later(note: &str) -> Outcome {
    let memory = open_later("later.db").await?;
    keep_later(&memory, note).await?;
    let memory = Arc::new(Mutex::new(memory));
    let task = async { memory.lock().map(|memory| memory.execute(INSERT, (2, note))).map_err(|_| "poisoned") }; //~ AG201: a closure that foreign code calls
    task.await??;
    let task = async { memory.lock().map_err(|_| "poisoned")?.execute(INSERT, (3, note)).map_err(|_| "failed") }; //~ clean
    task.await?;
    Ok(())
}

async fn keep_later(memory: &Connection, note: &str) -> Outcome {
    memory.execute(INSERT, (1, note))?; //~ clean
    Ok(())
}

static SHARED: LazyLock<Mutex<Connection>> = LazyLock::new(|| Mutex::new(open_keyed("shared.db").expect("a database")));
static PLAIN: LazyLock<Mutex<Connection>> = LazyLock::new(|| Mutex::new(open_plain("plain.db").expect("a database")));
static SET: OnceLock<Mutex<Connection>> = OnceLock::new();
static SET_PLAIN: OnceLock<Mutex<Connection>> = OnceLock::new();

fn statics(note: &str) -> Outcome {
    SHARED.lock()?.execute(INSERT, (1, note))?; //~ clean
    PLAIN.lock()?.execute(INSERT, (1, note))?; //~ AG201
    let _ = SET.set(Mutex::new(open_keyed("set.db")?));
    let _ = SET_PLAIN.set(Mutex::new(open_plain("set.db")?));
    SET.get().ok_or("not set")?.lock()?.execute(INSERT, (1, note))?; //~ clean
    SET_PLAIN.get().ok_or("not set")?.lock()?.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let note = &words[1];
    in_one_function(note)?;
    by_statement(note)?;
    in_the_other_order(note)?;
    on_one_path_only(note, words.get(2).map(String::as_str))?;
    on_both_paths(note, words.get(2).map(String::as_str))?;
    before_the_key(note)?;
    in_vain(note)?;
    something_else(note)?;
    another_connection(note)?;
    keys_as_bytes(note)?;
    constant_keys(note)?;
    Memory::open("memory.db", &key())?.remember(note)?;
    Late::open("late.db", &key())?.remember(note)?;
    borrowed(note)?;
    two_ways(note)?;
    by_constructor(note)?;
    through_functions(note, words.len() > 3)?;
    later(note).await?;
    statics(note)
}
