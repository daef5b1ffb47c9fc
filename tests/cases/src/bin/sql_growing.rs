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

/// The values are a query, which reads no table.
fn delete_by_pairs(notes: &Connection, pairs: &[(i64, i64)]) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes WHERE (person, row) IN (");
    for (at, _) in pairs.iter().enumerate() {
        if at > 0 {
            sql.push_str(" UNION ALL ");
        }
        sql.push_str(&format!("SELECT ?{}, ?{}", 2 * at + 1, 2 * at + 2));
    }
    sql.push(')');
    notes.execute(&sql, ())?; //~ erase
    Ok(())
}

/// What is selected may be anything.
fn delete_by_whatever(notes: &Connection, of: &[String]) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes WHERE row IN (");
    for of in of {
        sql.push_str(&format!("SELECT {of}"));
    }
    sql.push(')');
    notes.execute(&sql, ())?; //~ AG101
    Ok(())
}

/// A table is read, in place of what was there before.
fn select_instead(notes: &Connection, pairs: bool) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes WHERE row IN (");
    if pairs {
        sql.clear();
        sql.push_str(&format!("SELECT ?{}", 1));
        sql.push_str(", text FROM notes");
    }
    notes.query_row(&sql, (), text)?; //~ AG101
    Ok(())
}

fn begins_at_run_time(notes: &Connection, verb: &str) -> rusqlite::Result<()> {
    let sql = if verb.is_empty() { "BEGIN".to_owned() } else { format!("{verb} notes") };
    notes.execute(&sql, ())?; //~ AG101
    Ok(())
}

fn used_again(notes: &Connection) -> rusqlite::Result<()> {
    let mut sql = String::from("CREATE TABLE IF NOT EXISTS notes (person TEXT");
    sql.push(')');
    notes.execute_batch(&sql)?; //~ AG101: the text is followed whatever the order
    sql.clear();
    sql.push_str("INSERT INTO notes VALUES ('ada')");
    notes.execute_batch(&sql)?; //~ AG101
    Ok(())
}

fn without_the_last_comma(notes: &Connection, columns: &[String]) -> rusqlite::Result<()> {
    let mut sql = String::from("CREATE TABLE IF NOT EXISTS notes (");
    for column in columns {
        sql.push_str(column);
        sql.push(',');
    }
    sql.pop();
    sql.push(')');
    notes.execute_batch(&sql)
}

fn in_another_branch(notes: &Connection, fills: bool) -> rusqlite::Result<()> {
    let mut sql = String::new();
    if fills {
        sql.push_str("INSERT INTO notes VALUES ('ada')");
    } else {
        sql.push_str("CREATE TABLE IF NOT EXISTS notes (person TEXT)");
    }
    notes.execute_batch(&sql) //~ AG102
}

struct Script {
    text: String,
}

fn complete(script: &mut Script) {
    script.text.push_str("INSERT INTO notes VALUES ('ada')");
}

fn in_a_field(notes: &Connection, extra: &str) -> rusqlite::Result<()> {
    let mut script = Script { text: String::from("BEGIN") };
    script.text.push_str(extra);
    notes.execute_batch(&script.text)?; //~ AG101
    let mut other = Script { text: String::from("BEGIN") };
    complete(&mut other);
    notes.execute_batch(&other.text)?; //~ AG101
    let replaced = &mut String::from("BEGIN");
    let _ = std::mem::replace(replaced, extra.to_owned());
    notes.execute_batch(replaced)?; //~ AG101
    let unchanged = Script { text: String::from("BEGIN") };
    notes.execute_batch(&unchanged.text)
}

fn main() {
    let notes = Connection::open_in_memory().unwrap();
    let _ = (used_again(&notes), without_the_last_comma(&notes, &[]), in_another_branch(&notes, true), in_a_field(&notes, ""));
    let _ = (select(&notes, None), insert(&notes, &[]), delete(&notes, &[]), delete_and_look(&notes, &[]));
    let _ = (delete_by_pairs(&notes, &[]), delete_by_whatever(&notes, &[]), select_instead(&notes, true));
    let verb: String = std::env::args().collect();
    let _ = begins_at_run_time(&notes, &verb);
}
