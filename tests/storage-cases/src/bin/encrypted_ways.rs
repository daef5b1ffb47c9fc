//! Ways that the handle of a database takes on which a plain one may come in, beside those on which none can.

use std::ops::Deref;

use helpers::{INSERT, Outcome};
use rusqlite::Connection;

fn open_keyed(path: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", std::env::var("MEMORY_KEY").unwrap_or_default())?;
    Ok(connection)
}

/// Keyed if somebody wants it.
fn open_perhaps(path: &str, key: Option<&str>) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    if let Some(key) = key {
        connection.pragma_update(None, "key", key)?;
    }
    Ok(connection)
}

fn perhaps(note: &str) -> Outcome {
    open_perhaps("one.db", Some("correct horse"))?.execute(INSERT, (1, note))?; //~ AG201: there is a way without a key
    Ok(())
}

fn by_pointer(note: &str) -> Outcome {
    let opens: [fn(&str) -> rusqlite::Result<Connection>; 2] = [open_keyed, |path| Connection::open(path)];
    opens[note.len() % 2]("one.db")?.execute(INSERT, (1, note))?; //~ AG201: who knows which
    Ok(())
}

/// A field that gets another value later.
struct Assigned {
    connection: Connection,
}

fn assigned(note: &str) -> Outcome {
    let mut agent = Assigned { connection: open_keyed("one.db")? };
    agent.connection = Connection::open("plain.db")?;
    agent.connection.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

/// A field of any type.
struct Any<T> {
    inner: T,
}

fn generic(note: &str) -> Outcome {
    let any = Any { inner: open_keyed("one.db")? };
    any.inner.execute(INSERT, (1, note))?; //~ AG201: somebody may have made one without saying of what
    Ok(())
}

trait Store {
    fn connection(&self) -> &Connection;

    fn keep(&self, note: &str) -> rusqlite::Result<usize> {
        self.connection().execute(INSERT, (1, note)) //~ AG201: one of the stores is plain
    }
}

struct Keyed(Connection);

impl Store for Keyed {
    fn connection(&self) -> &Connection {
        &self.0
    }
}

struct Plain(Connection);

impl Store for Plain {
    fn connection(&self) -> &Connection {
        &self.0
    }
}

fn by_trait(note: &str) -> Outcome {
    let stores: [Box<dyn Store>; 2] = [Box::new(Keyed(open_keyed("one.db")?)), Box::new(Plain(Connection::open("other.db")?))];
    for store in &stores {
        store.keep(note)?;
    }
    let keyed = Keyed(open_keyed("one.db")?);
    keyed.connection().execute(INSERT, (2, note))?; //~ clean
    Plain(Connection::open("other.db")?).connection().execute(INSERT, (2, note))?; //~ AG201
    Ok(())
}

/// What has a handle, and is one.
struct Wrapped(Connection);

impl Deref for Wrapped {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

fn wrapped(note: &str) -> Outcome {
    let wrapped = Wrapped(open_keyed("one.db")?);
    wrapped.execute(INSERT, (1, note))?; //~ clean
    Ok(())
}

/// One that keeps what it is given.
struct Given(Connection);

impl From<Connection> for Given {
    fn from(connection: Connection) -> Self {
        Given(connection)
    }
}

fn converted(note: &str) -> Outcome {
    let given: Given = open_keyed("one.db")?.into();
    given.0.execute(INSERT, (1, note))?; //~ AG201: whoever converts one, foreign code may
    Ok(())
}

enum Either {
    Keyed(Connection),
    Plain(Connection),
}

fn variants(note: &str) -> Outcome {
    for either in [Either::Keyed(open_keyed("one.db")?), Either::Plain(Connection::open("other.db")?)] {
        match either {
            Either::Keyed(memory) => memory.execute(INSERT, (1, note))?, //~ clean
            Either::Plain(memory) => memory.execute(INSERT, (1, note))?, //~ AG201
        };
    }
    Ok(())
}

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let note = &words[1];
    perhaps(note)?;
    by_pointer(note)?;
    assigned(note)?;
    generic(note)?;
    by_trait(note)?;
    wrapped(note)?;
    converted(note)?;
    variants(note)
}
