//! What is written to SQLite: text from outside, sealed and not; constants, numbers, ids and times, which are no content.

use agent_guard::Vault;
use helpers::{INSERT, Outcome, ada, vault};
use rusqlite::Connection;

fn read() -> String {
    std::io::read_to_string(std::io::stdin()).unwrap_or_default()
}

fn in_plain(memory: &Connection, note: &str) -> Outcome {
    memory.execute(INSERT, (1, note))?; //~ AG201
    memory.execute("INSERT INTO notes (note) VALUES (?1)", [note])?; //~ AG201
    memory.execute("UPDATE notes SET note = ?1", [&note.to_owned()])?; //~ AG201
    memory.execute("INSERT INTO notes (note) VALUES (?1)", rusqlite::params![note])?; //~ AG201
    memory.execute(&format!("INSERT INTO notes (note) VALUES ('{note}')"), [])?; //~ AG201
    memory.execute("INSERT INTO notes (note) VALUES ('hello')", [])?; //~ clean: a constant
    memory.execute("DELETE FROM notes WHERE note = ?1", [note])?; //~ clean: nothing is stored
    Ok(())
}

fn sealed(memory: &Connection, vault: &Vault, note: &str) -> Outcome {
    let sealed = vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
    memory.execute(INSERT, (1, &sealed))?; //~ clean
    memory.execute("INSERT INTO notes (note) VALUES (?1)", [&sealed])?; //~ clean
    memory.execute("INSERT INTO notes (note) VALUES (?1)", rusqlite::params![sealed])?; //~ clean
    let sealed = vault.seal_value(&ada(), "notes", b"1", note)?;
    memory.execute("INSERT INTO notes (note) VALUES (?1)", [serde_json::to_string(&sealed)?])?; //~ clean
    memory.execute("INSERT INTO notes (note) VALUES (?1)", [serde_json::to_string(note)?])?; //~ AG201
    Ok(())
}

fn beside_what_is_sealed(memory: &Connection, vault: &Vault, user: &str, note: &str) -> Outcome {
    let sealed = vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
    memory.execute("INSERT INTO notes (user, note) VALUES (?1, ?2)", (user, &sealed))?; //~ clean: the user is an id here
    memory.execute("INSERT INTO notes (user, note) VALUES (?1, ?2)", rusqlite::params![user, sealed])?; //~ clean
    memory.execute("INSERT INTO notes (user, note) VALUES (?1, ?2)", (user, note))?; //~ AG201
    Ok(())
}

fn no_content(memory: &Connection, vault: &Vault, note: &str, likes: u32) -> Outcome {
    memory.execute("INSERT INTO notes (id, likes) VALUES (?1, ?2)", (uuid::Uuid::new_v4().to_string(), likes))?; //~ clean
    memory.execute("INSERT INTO notes (at) VALUES (?1)", [chrono::Utc::now().to_rfc3339()])?; //~ clean
    memory.execute("INSERT INTO notes (length) VALUES (?1)", [note.len()])?; //~ clean
    memory.execute("INSERT INTO notes (liked) VALUES (?1)", [likes.to_string()])?; //~ clean
    memory.execute("INSERT INTO notes (word) VALUES (?1)", [vault.blind_index("notes", "word", note.as_bytes()).as_bytes()])?; //~ clean: a keyed hash
    memory.execute("INSERT INTO notes (word) VALUES (?1)", [note.as_bytes()])?; //~ AG201
    Ok(())
}

fn on_some_paths(memory: &Connection, vault: &Vault, note: &str) -> Outcome {
    let stored = if note.len() > 16 { vault.seal(&ada(), "notes", b"1", note.as_bytes())? } else { note.as_bytes().to_vec() };
    memory.execute(INSERT, (1, stored))?; //~ AG201: a short one is not sealed
    let stored = match note.len() {
        0 => Vec::new(),
        _ => vault.seal(&ada(), "notes", b"1", note.as_bytes())?,
    };
    memory.execute(INSERT, (2, stored))?; //~ clean: nothing, or sealed
    let mut stored = note.as_bytes().to_vec();
    if let Ok(sealed) = vault.seal(&ada(), "notes", b"1", note.as_bytes()) {
        stored = sealed;
    }
    memory.execute(INSERT, (3, stored))?; //~ AG201: where sealing fails
    let stored = vault.seal(&ada(), "notes", b"1", note.as_bytes()).unwrap_or_else(|_| note.as_bytes().to_vec());
    memory.execute(INSERT, (4, stored))?; //~ AG201
    Ok(())
}

fn redacted(memory: &Connection, vault: &Vault, note: &str) -> Outcome {
    let text = agent_guard::Redactor::new().redact(note).to_string();
    memory.execute(INSERT, (1, &text))?; //~ AG201: without names it is what they said all the same
    memory.execute(INSERT, (1, vault.seal(&ada(), "notes", b"1", text.as_bytes())?))?; //~ clean
    Ok(())
}

fn opened(memory: &Connection, vault: &Vault, stored: &[u8]) -> Outcome {
    let note = vault.open_bytes(&ada(), "notes", b"1", stored)?;
    memory.execute(INSERT, (1, &note[..]))?; //~ AG201: it is open again
    memory.execute(INSERT, (1, vault.seal(&ada(), "notes", b"2", &note)?))?; //~ clean
    Ok(())
}

fn main() -> Outcome {
    let (memory, vault, note) = (Connection::open("notes.db")?, vault()?, read());
    in_plain(&memory, &note)?;
    sealed(&memory, &vault, &note)?;
    beside_what_is_sealed(&memory, &vault, "ada", &note)?;
    no_content(&memory, &vault, &note, 3)?;
    on_some_paths(&memory, &vault, &note)?;
    redacted(&memory, &vault, &note)?;
    opened(&memory, &vault, note.as_bytes())
}
