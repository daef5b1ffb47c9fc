//! Statements that grow piece by piece: what they begin with says whether they read or write.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rusqlite::{Connection, Row};
use support::{Agent, Outcome, Recall};

fn text(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}

fn select(notes: &Connection, tag: Option<&str>) -> rusqlite::Result<()> {
    let mut sql = String::from("SELECT text FROM notes WHERE 1");
    if let Some(tag) = tag {
        sql.push_str(" AND tag = ");
        sql += tag;
    }
    notes.query_row(&sql, (), text)?; //~ AG101
    Ok(())
}

fn insert(notes: &Connection, rows: &[String]) -> rusqlite::Result<()> {
    let mut sql = String::from("INSERT INTO notes VALUES ");
    for row in rows {
        sql.push_str(row);
    }
    notes.execute(&sql, ())?; //~ AG102
    Ok(())
}

fn delete(notes: &Connection, ids: &[String]) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes WHERE id IN (");
    sql.push_str(&ids.join(", "));
    sql.push(')');
    notes.execute(&sql, ())?; //~ erase
    Ok(())
}

fn delete_and_look(notes: &Connection, ids: &[String]) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes WHERE id IN (");
    sql.push_str(&ids.join(", "));
    sql.push_str(") RETURNING text");
    notes.query_row(&sql, (), text)?; //~ AG101
    Ok(())
}

fn begins_at_run_time(notes: &Connection, verb: &str) -> rusqlite::Result<()> {
    let sql = if verb.is_empty() { "BEGIN".to_owned() } else { format!("{verb} notes") };
    notes.execute(&sql, ())?; //~ AG101
    Ok(())
}

fn main() {
    let notes = Connection::open_in_memory().unwrap();
    let _ = (select(&notes, None), insert(&notes, &[]), delete(&notes, &[]), delete_and_look(&notes, &[]), begins_at_run_time(&notes, ""));
}
