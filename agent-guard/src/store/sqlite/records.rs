//! The tables of memories, and how a memory becomes a row: sealed, all of it.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, Row, params};
use zeroize::Zeroizing;

use super::cache::Revision;
use crate::seal::{Pseudonym, Sealed, SubjectKeys};
use crate::store::memory::Content;
use crate::store::{Memory, MemoryError, MemoryId, NewMemory};

/// What a sealed part of a row is bound to besides the person and the memory's id, so that one part cannot stand for another.
const CONTENT: &str = "agent-guard/memory/content";
const VECTOR: &str = "agent-guard/memory/vector";

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS agent_guard_memories (
        number INTEGER PRIMARY KEY,
        subject BLOB NOT NULL,
        id BLOB NOT NULL,
        content BLOB NOT NULL,
        vector BLOB,
        UNIQUE (subject, id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS agent_guard_revisions (
        subject BLOB PRIMARY KEY,
        revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

pub(super) fn create_tables(connection: &Connection) -> Result<(), MemoryError> {
    Ok(connection.execute_batch(SCHEMA)?)
}

pub(super) fn insert(
    connection: &Connection,
    keys: &SubjectKeys,
    id: MemoryId,
    memory: NewMemory,
    now: SystemTime,
) -> Result<(), MemoryError> {
    let NewMemory { text, metadata, vector } = memory;
    let content = Content::new(text, metadata, now);
    let content = keys.seal_value(CONTENT, id.as_bytes(), &content)?.into_bytes();
    let vector = vector.map(|vector| keys.seal(VECTOR, id.as_bytes(), &vector_bytes(&vector))).transpose()?;
    let mut insert =
        connection.prepare_cached("INSERT INTO agent_guard_memories (subject, id, content, vector) VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute(params![keys.pseudonym().as_bytes(), id.as_bytes(), content, vector])?;
    Ok(())
}

pub(super) fn delete(connection: &Connection, person: &Pseudonym, id: MemoryId) -> Result<bool, MemoryError> {
    let delete = "DELETE FROM agent_guard_memories WHERE subject = ?1 AND id = ?2";
    Ok(connection.execute(delete, params![person.as_bytes(), id.as_bytes()])? > 0)
}

pub(super) fn delete_all(connection: &Connection, person: &Pseudonym) -> Result<(), MemoryError> {
    connection.execute("DELETE FROM agent_guard_memories WHERE subject = ?1", [person.as_bytes()])?;
    Ok(())
}

/// One memory, if it is there.
pub(super) fn get(connection: &Connection, keys: &SubjectKeys, id: MemoryId) -> Result<Option<Memory>, MemoryError> {
    let mut select = connection.prepare_cached("SELECT content FROM agent_guard_memories WHERE subject = ?1 AND id = ?2")?;
    let content = select.query_row(params![keys.pseudonym().as_bytes(), id.as_bytes()], |row| row.get(0)).optional()?;
    content.map(|content| open_content(keys, id, content)).transpose()
}

/// All memories, in the order in which they were remembered, whatever the clock said.
pub(super) fn all(connection: &Connection, keys: &SubjectKeys) -> Result<Vec<Memory>, MemoryError> {
    let mut select = connection.prepare_cached("SELECT id, content FROM agent_guard_memories WHERE subject = ?1 ORDER BY number")?;
    let mut rows = select.query([keys.pseudonym().as_bytes()])?;
    let mut memories = Vec::new();
    while let Some(row) = rows.next()? {
        memories.push(open_content(keys, id_of(row)?, row.get(1)?)?);
    }
    Ok(memories)
}

/// Calls `each` with every memory's id and its opened vector, if it has one.
pub(super) fn for_each_vector(
    connection: &Connection,
    keys: &SubjectKeys,
    mut each: impl FnMut(MemoryId, Option<&[f32]>) -> Result<(), MemoryError>,
) -> Result<(), MemoryError> {
    let mut select = connection.prepare_cached("SELECT id, vector FROM agent_guard_memories WHERE subject = ?1")?;
    let mut rows = select.query([keys.pseudonym().as_bytes()])?;
    while let Some(row) = rows.next()? {
        let id = id_of(row)?;
        let vector = open_vector(keys, id, row.get_ref(1)?.as_blob_or_null().map_err(rusqlite::Error::from)?)?;
        each(id, vector.as_deref().map(Vec::as_slice))?;
    }
    Ok(())
}

/// A memory's opened vector, if the memory is there and has one.
pub(super) fn vector(connection: &Connection, keys: &SubjectKeys, id: MemoryId) -> Result<Option<Zeroizing<Vec<f32>>>, MemoryError> {
    let mut select = connection.prepare_cached("SELECT vector FROM agent_guard_memories WHERE subject = ?1 AND id = ?2")?;
    let sealed: Option<Option<Vec<u8>>> =
        select.query_row(params![keys.pseudonym().as_bytes(), id.as_bytes()], |row| row.get(0)).optional()?;
    open_vector(keys, id, sealed.flatten().as_deref())
}

pub(super) fn ids(connection: &Connection, person: &Pseudonym) -> Result<Vec<MemoryId>, MemoryError> {
    let mut select = connection.prepare_cached("SELECT id FROM agent_guard_memories WHERE subject = ?1")?;
    let ids = select.query_map([person.as_bytes()], id_of)?;
    Ok(ids.collect::<Result<_, _>>()?)
}

pub(super) fn count(connection: &Connection, person: &Pseudonym) -> Result<usize, MemoryError> {
    let mut select = connection.prepare_cached("SELECT count(*) FROM agent_guard_memories WHERE subject = ?1")?;
    let count: i64 = select.query_row([person.as_bytes()], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Seals a person's memories anew under their current key.
pub(super) fn reseal_all(connection: &Connection, keys: &SubjectKeys) -> Result<(), MemoryError> {
    let mut select = connection.prepare_cached("SELECT content, vector FROM agent_guard_memories WHERE subject = ?1 AND id = ?2")?;
    let update = "UPDATE agent_guard_memories SET content = ?3, vector = ?4 WHERE subject = ?1 AND id = ?2";
    let mut update = connection.prepare_cached(update)?;
    let person = keys.pseudonym();
    for id in ids(connection, &person)? {
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (content, vector): (Vec<u8>, Option<Vec<u8>>) = select.query_row(params![person.as_bytes(), id.as_bytes()], row)?;
        let content = keys.reseal(CONTENT, id.as_bytes(), &content)?.unwrap_or(content);
        let vector = match vector {
            Some(vector) => Some(keys.reseal(VECTOR, id.as_bytes(), &vector)?.unwrap_or(vector)),
            None => None,
        };
        update.execute(params![person.as_bytes(), id.as_bytes(), content, vector])?;
    }
    Ok(())
}

pub(super) fn revision(connection: &Connection, person: &Pseudonym) -> Result<Option<Revision>, MemoryError> {
    let mut select = connection.prepare_cached("SELECT revision FROM agent_guard_revisions WHERE subject = ?1")?;
    Ok(select.query_row([person.as_bytes()], |row| row.get(0)).optional()?)
}

/// Random rather than counted: a count would tell how often, and begin again after an erasure, when another process may still have the
/// vectors of an equal number.
pub(super) fn set_revision(connection: &Connection, person: &Pseudonym, revision: Revision) -> Result<(), MemoryError> {
    let upsert = "INSERT INTO agent_guard_revisions (subject, revision) VALUES (?1, ?2)
        ON CONFLICT (subject) DO UPDATE SET revision = excluded.revision";
    connection.prepare_cached(upsert)?.execute(params![person.as_bytes(), revision])?;
    Ok(())
}

fn id_of(row: &Row<'_>) -> rusqlite::Result<MemoryId> {
    row.get(0).map(MemoryId::from_bytes)
}

fn open_content(keys: &SubjectKeys, id: MemoryId, content: Vec<u8>) -> Result<Memory, MemoryError> {
    let content: Content = keys.open_value(CONTENT, id.as_bytes(), &Sealed::from_bytes(content))?;
    Ok(content.into_memory(id))
}

fn open_vector(keys: &SubjectKeys, id: MemoryId, sealed: Option<&[u8]>) -> Result<Option<Zeroizing<Vec<f32>>>, MemoryError> {
    let Some(sealed) = sealed else { return Ok(None) };
    let bytes = keys.open(VECTOR, id.as_bytes(), sealed)?;
    let numbers =
        bytes.chunks_exact(size_of::<f32>()).map(|number| f32::from_le_bytes(number.try_into().expect("it is cut to this length")));
    Ok(Some(Zeroizing::new(numbers.collect())))
}

fn vector_bytes(vector: &[f32]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(vector.iter().flat_map(|number| number.to_le_bytes()).collect())
}
