//! What an SQL statement does is in its text.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rusqlite::{Connection, Row};
use support::{Agent, Outcome, Recall};

const FORGET: &str = "DELETE FROM notes WHERE person = ?1";

fn text(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}

fn run(agent: &Agent, notes: &Connection) -> rusqlite::Result<()> {
    notes.execute_batch("CREATE TABLE IF NOT EXISTS notes (person TEXT, text TEXT)")?; //~ free
    notes.query_row("SELECT text FROM notes WHERE person = ?1", ["ada"], text)?; //~ AG101
    notes.execute("INSERT INTO notes VALUES (?1, ?2)", ("ada", "blue"))?; //~ AG102
    notes.execute("update notes set text = ?1", ["red"])?; //~ AG102
    notes.execute(FORGET, ["ada"])?; //~ erase
    notes.execute("INSERT INTO notes_fts(notes_fts, rowid, text) VALUES ('delete', ?1, ?2)", ("1", "blue"))?; //~ erase
    notes.execute_batch("INSERT INTO notes_fts(notes_fts) VALUES ('optimize'); PRAGMA optimize;")?; //~ free
    notes.execute("INSERT INTO notes_fts(rowid, text) VALUES (?1, ?2)", ("1", "blue"))?; //~ AG102
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return Ok(()) };
    notes.query_row("SELECT text FROM notes WHERE person = ?1", ["ada"], text)?; //~ guarded
    notes.execute("INSERT INTO notes VALUES (?1, ?2)", ("ada", "blue"))?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new(), &Connection::open_in_memory().unwrap());
}
