//! Vector stores: payloads and embeddings, sealed and not.

use agent_guard::Vault;
use helpers::{Outcome, ada, vault};
use qdrant_client::qdrant::{PointStruct, ScrollPointsBuilder, UpsertPointsBuilder};
use qdrant_client::{Payload, Qdrant};
use rusqlite::Connection;

/// Stands for a model.
fn embed(text: &str) -> Vec<f32> {
    text.bytes().map(f32::from).collect()
}

async fn in_plain(store: &Qdrant, note: &str) -> Outcome {
    let payload: Payload = serde_json::json!({ "note": note }).try_into()?;
    let point = PointStruct::new(1, embed(note), payload);
    store.upsert_points(UpsertPointsBuilder::new("notes", vec![point])).await?; //~ AG201 AG204
    Ok(())
}

async fn sealed_payload(store: &Qdrant, vault: &Vault, note: &str) -> Outcome {
    let sealed = vault.seal_value(&ada(), "notes", b"1", note)?;
    let payload: Payload = serde_json::json!({ "note": serde_json::to_value(&sealed)?, "user": "ada" }).try_into()?;
    let point = PointStruct::new(1, embed(note), payload);
    store.upsert_points(UpsertPointsBuilder::new("notes", vec![point])).await?; //~ AG204
    Ok(())
}

async fn all_sealed(store: &Qdrant, vault: &Vault, user: &str, note: &str) -> Outcome {
    let keys = vault.keys(&ada())?;
    let sealed = keys.seal_value("notes", b"1", note)?;
    let vector = keys.vector_key("notes").seal(&embed(note))?;
    let mut payload = Payload::new();
    payload.insert("user", user);
    payload.insert("note", serde_json::to_string(&sealed)?);
    let point = PointStruct::new(1, vector.values().to_vec(), payload);
    store.upsert_points(UpsertPointsBuilder::new("notes", vec![point])).await?; //~ clean
    Ok(())
}

#[derive(serde::Deserialize)]
struct Note {
    text: String,
    vector: Vec<f32>,
}

/// A record that makes a point of itself, by its own `TryInto`.
struct Record<'n> {
    note: &'n Note,
}

impl TryInto<PointStruct> for Record<'_> {
    type Error = Box<dyn std::error::Error>;

    fn try_into(self) -> Result<PointStruct, Self::Error> {
        let mut payload = Payload::new();
        payload.insert("note", self.note.text.clone());
        Ok(PointStruct::new(1, self.note.vector.clone(), payload))
    }
}

async fn converted(store: &Qdrant, note: &Note) -> Outcome {
    let point = Record { note }.try_into()?;
    store.upsert_points(UpsertPointsBuilder::new("notes", vec![point])).await?; //~ AG201 AG204
    Ok(())
}

async fn from_one_store_to_another(store: &Qdrant, memory: &Connection, vault: &Vault) -> Outcome {
    let page = store.scroll(ScrollPointsBuilder::new("notes").with_payload(true)).await?;
    for point in &page.result {
        let note = point.get("note").as_str().cloned().unwrap_or_default();
        memory.execute("INSERT INTO notes (note) VALUES (?1)", [&note])?; //~ AG201
        memory.execute("INSERT INTO notes (note) VALUES (?1)", [vault.seal(&ada(), "notes", b"1", note.as_bytes())?])?; //~ clean
    }
    Ok(())
}

fn in_a_table(memory: &Connection, vault: &Vault, note: &str) -> Outcome {
    let bytes: Vec<u8> = embed(note).iter().flat_map(|number| number.to_le_bytes()).collect();
    memory.execute("INSERT INTO vectors (id, vector) VALUES (?1, ?2)", (1, bytes))?; //~ AG204
    let key = vault.keys(&ada())?.vector_key("notes");
    let bytes: Vec<u8> = key.seal(&embed(note))?.values().iter().flat_map(|number| number.to_le_bytes()).collect();
    memory.execute("INSERT INTO vectors (id, vector) VALUES (?1, ?2)", (1, bytes))?; //~ clean
    let score: f32 = embed(note).iter().sum();
    memory.execute("INSERT INTO vectors (id, score) VALUES (?1, ?2)", (1, score))?; //~ clean: one number
    memory.execute("INSERT INTO vectors (id, vector) VALUES (?1, ?2)", (1, serde_json::to_string(&[0.0_f32; 3])?))?; //~ clean: a constant
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (store, vault) = (Qdrant::from_url("http://localhost:6334").build()?, vault()?);
    let note = std::env::args().nth(1).unwrap_or_default();
    in_plain(&store, &note).await?;
    sealed_payload(&store, &vault, &note).await?;
    converted(&store, &serde_json::from_str(&note)?).await?;
    all_sealed(&store, &vault, "ada", &note).await?;
    from_one_store_to_another(&store, &Connection::open("notes.db")?, &vault).await?;
    in_a_table(&Connection::open("notes.db")?, &vault, &note)
}
