//! Statements in constants and statics: arrays, arrays in tuples in arrays, structs, constants of traits.
#![allow(dead_code, unused)]

use rusqlite::Connection;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS notes (person TEXT, text TEXT)";
const DEFINITIONS: &[&str] = &[CREATE, "CREATE INDEX IF NOT EXISTS by_person ON notes(person)"];
const FIRST: i64 = 1;
const MIGRATIONS: &[(i64, &str, &[&str])] =
    &[(FIRST, "create everything", &[CREATE]), (2, "add the index", &["CREATE INDEX IF NOT EXISTS by_text ON notes(text)"])];
const BACKFILLS: &[(i64, &str, &[&str])] = &[(1, "the index", DEFINITIONS), (2, "the texts", &["UPDATE notes SET text = ''"])];

static PRAGMAS: [&str; 2] = ["PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON"];
static SEEDS: [&str; 2] = ["BEGIN", "INSERT INTO notes VALUES ('ada', 'blue')"];
static LATER: std::sync::Mutex<&str> = std::sync::Mutex::new("BEGIN");

struct Schema {
    version: u32,
    create: &'static str,
    fill: &'static str,
}

const SCHEMA: Schema = Schema { version: 1, create: CREATE, fill: "PRAGMA user_version = 1" };

trait Table {
    const CREATE: &'static str;
}

struct Notes;
struct Seeds;

impl Table for Notes {
    const CREATE: &'static str = "CREATE TABLE IF NOT EXISTS notes (person TEXT)";
}

impl Table for Seeds {
    const CREATE: &'static str = "INSERT INTO notes VALUES ('ada')";
}

fn create<T: Table>(notes: &Connection) -> rusqlite::Result<()> {
    notes.execute_batch(T::CREATE) //~ AG102: one of them inserts
}

fn create_notes(notes: &Connection) -> rusqlite::Result<()> {
    notes.execute_batch(Notes::CREATE)
}

fn run(notes: &Connection) -> rusqlite::Result<()> {
    for statement in DEFINITIONS {
        notes.execute_batch(statement)?;
    }
    for &(_version, _description, statements) in MIGRATIONS {
        for statement in statements {
            notes.execute_batch(statement)?;
        }
    }
    for (_, _, statements) in BACKFILLS {
        for statement in statements.iter() {
            notes.execute_batch(statement)?; //~ AG102
        }
    }
    for pragma in PRAGMAS {
        notes.execute_batch(pragma)?;
    }
    for seed in &SEEDS {
        notes.execute_batch(seed)?; //~ AG102
    }
    notes.execute_batch(SCHEMA.create)?;
    notes.execute_batch(*LATER.lock().unwrap())?; //~ AG101
    for statement in ["BEGIN", CREATE, "COMMIT"] {
        notes.execute_batch(statement)?;
    }
    for statement in ["BEGIN", "SELECT text FROM notes", "COMMIT"] {
        notes.execute_batch(statement)?; //~ AG101
    }
    Ok(())
}

fn main() {
    let notes = Connection::open_in_memory().unwrap();
    let _ = (run(&notes), create::<Notes>(&notes), create::<Seeds>(&notes), create_notes(&notes), SCHEMA.version, SCHEMA.fill);
}
