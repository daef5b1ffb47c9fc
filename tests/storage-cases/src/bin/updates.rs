//! Updates: what is set is stored, what is looked for stays where it was.

use agent_guard::{Vault, pii};
use helpers::{Outcome, ada};
use rusqlite::{Connection, named_params, params};
use sqlx::PgPool;

fn read() -> String {
    std::io::read_to_string(std::io::stdin()).unwrap_or_default()
}

fn conditions(memory: &Connection, key: &str, scope: &str) -> rusqlite::Result<()> {
    memory.execute("UPDATE notes SET deleted = datetime('now') WHERE id = ?1 AND scope = ?2", params![key, scope])?; //~ clean
    memory.execute("UPDATE notes SET seen = seen + 1 WHERE id = :key", named_params! { ":key": key })?; //~ clean
    memory.execute("UPDATE notes SET seen = 1 WHERE id = ?1 OR id = ?2", (key, scope))?; //~ clean
    memory.execute("UPDATE notes SET seen = 1 WHERE id = ?1", [key])?; //~ clean
    Ok(())
}

fn values(memory: &Connection, key: &str, note: &str) -> rusqlite::Result<()> {
    memory.execute("UPDATE notes SET note = ?1 WHERE id = ?2", params![note, 1])?; //~ AG201
    memory.execute("UPDATE notes SET note = ?2, seen = 1 WHERE id = ?1", (1, note))?; //~ AG201
    memory.execute("UPDATE notes SET note = ? WHERE id = ?", [note, key])?; //~ AG201
    memory.execute("UPDATE notes SET note = :note WHERE id = :key", named_params! { ":note": note, ":key": key })?; //~ AG201
    memory.execute("INSERT INTO notes (id, note) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET seen = 1", [note])?; //~ AG201
    Ok(())
}

fn values_of_no_content(memory: &Connection, key: &str, seen: u64) -> rusqlite::Result<()> {
    memory.execute("UPDATE notes SET seen = ?1 WHERE id = ?2", params![seen, key])?; //~ clean
    memory.execute("UPDATE notes SET seen = ?2 WHERE id = ?1", (key, seen))?; //~ clean
    memory.prepare("UPDATE notes SET seen = ? WHERE id = ?")?.execute(params![seen, key])?; //~ clean
    memory.prepare("UPDATE notes SET note = ? WHERE seen = ?")?.execute(params![key, seen])?; //~ AG201
    Ok(())
}

fn sealed(memory: &Connection, vault: &Vault, key: &str, note: &str) -> Outcome {
    let sealed = vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
    memory.execute("UPDATE notes SET note = ?1 WHERE id = ?2", params![sealed, key])?; //~ clean
    memory.execute("UPDATE notes SET note = ?2 WHERE note = ?1", params![note, sealed])?; //~ clean
    Ok(())
}

/// Of a list that is made elsewhere it is not known which value is which.
fn lists(memory: &Connection, key: &str, keys: &[&str]) -> rusqlite::Result<()> {
    let mut values = vec![key];
    values.extend(keys);
    memory.execute("UPDATE notes SET seen = 1 WHERE id IN (?1, ?2)", rusqlite::params_from_iter(&values))?; //~ clean
    memory.execute("UPDATE notes SET note = ?1 WHERE id = ?2", rusqlite::params_from_iter(&values))?; //~ AG201
    Ok(())
}

fn in_the_text(memory: &Connection, key: &str, note: &str, column: &str) -> rusqlite::Result<()> {
    memory.execute_batch(&format!("UPDATE notes SET seen = 1 WHERE id = '{key}'"))?; //~ clean
    memory.execute_batch(&format!("UPDATE notes SET note = '{note}' WHERE id = 1"))?; //~ AG201
    memory.execute(&format!("UPDATE notes SET {column} = ?1 WHERE id = 1"), [note])?; //~ AG201
    Ok(())
}

fn unknown(memory: &Connection, key: &str, is_new: bool) -> rusqlite::Result<()> {
    memory.execute(&read(), [key])?; //~ AG201
    let sql = if is_new { "INSERT INTO notes (note) VALUES (?1)" } else { "UPDATE notes SET seen = 1 WHERE id = ?1" };
    memory.execute(sql, [key])?; //~ AG201
    let sql = if is_new { "DELETE FROM notes WHERE id = ?1" } else { "UPDATE notes SET seen = 1 WHERE id = ?1" };
    memory.execute(sql, [key])?; //~ clean
    Ok(())
}

async fn bound(pool: &PgPool, key: &str, note: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE notes SET seen = now() WHERE id = $1").bind(key).execute(pool).await?; //~ clean
    sqlx::query("UPDATE notes SET note = $1 WHERE id = 1").bind(note).execute(pool).await?; //~ AG201
    Ok(())
}

#[pii]
struct Person {
    #[pii(email)]
    email: String,
}

fn of_a_person(memory: &Connection, person: &Person) -> rusqlite::Result<()> {
    memory.execute("UPDATE people SET seen = 1 WHERE email = ?1", [&person.email])?; //~ clean
    memory.execute("UPDATE people SET email = ?1 WHERE seen = 1", [&person.email])?; //~ AG201
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let memory = Connection::open("notes.db")?;
    let (key, note) = (read(), read());
    conditions(&memory, &key, &note)?;
    values(&memory, &key, &note)?;
    values_of_no_content(&memory, &key, 7)?;
    sealed(&memory, &helpers::vault()?, &key, &note)?;
    lists(&memory, &key, &[&note])?;
    in_the_text(&memory, &key, &note, &read())?;
    unknown(&memory, &key, note.is_empty())?;
    bound(&PgPool::connect("postgres://localhost/notes").await?, &key, &note).await?;
    of_a_person(&memory, &Person { email: read() })?;
    Ok(())
}
