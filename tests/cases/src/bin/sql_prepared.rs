//! Preparing a statement reads nothing; executing it does.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rusqlite::Connection;
use support::{Agent, Outcome, Recall};

fn unguarded(agent: &Agent, notes: &Connection) -> rusqlite::Result<()> {
    let mut statement = notes.prepare("SELECT text FROM notes")?; //~ free
    let rows = statement.query_map((), |row| row.get::<String>(0))?; //~ AG101
    for row in rows {
        println!("{}", row?);
    }
    Ok(())
}

fn guarded(agent: &Agent, notes: &Connection) -> rusqlite::Result<()> {
    let mut statement = notes.prepare("SELECT text FROM notes")?; //~ free
    let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { return Ok(()) };
    let _rows = statement.query_map((), |row| row.get::<String>(0))?; //~ guarded
    Ok(())
}

fn main() {
    let (agent, notes) = (Agent::new(), Connection::open_in_memory().unwrap());
    let _ = (unguarded(&agent, &notes), guarded(&agent, &notes));
}
