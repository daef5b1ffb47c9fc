//! Stores that are used by hand, over HTTP: what the content of a request stores, and whose data one is about.
#![allow(dead_code)]

use agent_guard::{Consent, ConsentLedger, SubjectId, Vault};
use helpers::{Outcome, Recall, Remember, ada, seal, vault};
use reqwest::{Client, blocking};
use serde_json::json;

const NOTES: &str = "http://localhost:6333/collections/notes/points";

/// Stands for a model.
fn embed(text: &str) -> Vec<f32> {
    text.bytes().map(f32::from).collect()
}

async fn in_json(client: &Client, vault: &Vault, user: &str, note: &str) -> Outcome {
    client.put(NOTES).json(&json!({ "points": [{ "id": 1, "payload": { "note": note } }] })).send().await?; //~ AG201
    let sealed = serde_json::to_value(vault.seal_value(&ada(), "notes", b"1", note)?)?;
    client.put(NOTES).json(&json!({ "points": [{ "id": 1, "payload": { "user": user, "note": sealed } }] })).send().await?; //~ clean
    client.put(NOTES).json(&json!({ "points": [{ "id": 1, "payload": { "kind": "note" } }] })).send().await?; //~ clean: a constant
    client.put(NOTES).json(&json!({ "points": [{ "id": 1, "vector": embed(note) }] })).send().await?; //~ AG204
    let key = vault.keys(&ada())?.vector_key("notes");
    let vector = key.seal(&embed(note))?;
    client.put(NOTES).json(&json!({ "points": [{ "id": 1, "vector": vector.values() }] })).send().await?; //~ clean
    client.post(format!("{NOTES}/search")).json(&json!({ "vector": embed(note), "limit": 3 })).send().await?; //~ clean: nothing is stored
    client.post("http://localhost/statistics").json(&json!({ "note": note })).send().await?; //~ clean: no store
    Ok(())
}

#[derive(serde::Serialize)]
struct Point<'n> {
    id: u64,
    user: &'n str,
    note: String,
}

async fn as_a_record(client: &Client, vault: &Vault, user: &str, note: &str) -> Outcome {
    let plain = Point { id: 1, user, note: note.to_owned() };
    client.put(NOTES).json(&plain).send().await?; //~ AG201
    let sealed = Point { id: 1, user, note: serde_json::to_string(&vault.seal_value(&ada(), "notes", b"1", note)?)? };
    client.put(NOTES).json(&sealed).send().await?; //~ clean
    Ok(())
}

async fn step_by_step(client: &Client, vault: &Vault, token: Option<&str>, note: &str) -> Outcome {
    let mut request = client.put(NOTES); //~ AG201: what is put into it stands below
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.body(note.to_owned()).send().await?;
    let mut request = client.put(NOTES); //~ clean
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.body(seal(vault, note)?).send().await?;
    Ok(())
}

fn by_other_clients(vault: &Vault, note: &str) -> Outcome {
    blocking::Client::new().put(NOTES).body(note.to_owned()).send()?; //~ AG201
    blocking::Client::new().put(NOTES).body(seal(vault, note)?).send()?; //~ clean
    ureq::put(NOTES).set("content-type", "text/plain").send_string(note)?; //~ AG201
    ureq::put(NOTES).send_bytes(&seal(vault, note)?)?; //~ clean
    ureq::Agent::new().request("PUT", NOTES).send_json(json!({ "note": note }))?; //~ AG201
    ureq::Agent::new().request("PUT", NOTES).send_json(json!({ "note": seal(vault, note)? }))?; //~ clean
    let request = http::Request::builder().method("PUT").uri(NOTES).header("a", "b").body(note.to_owned())?; //~ AG201
    let sealed = http::Request::put(NOTES).body(seal(vault, note)?)?; //~ clean
    drop((request, sealed));
    Ok(())
}

/// One function makes all requests: whose content it is depends on who calls it.
struct Rest {
    client: Client,
    base: String,
}

impl Rest {
    async fn post(&self, path: &str, body: serde_json::Value) -> Outcome {
        self.client.post(format!("{}{path}", self.base)).json(&body).send().await?; //~ clean: what is stored is sealed
        Ok(())
    }

    async fn remember(&self, vault: &Vault, note: &str) -> Outcome {
        self.post("/v1/objects", json!({ "note": seal(vault, note)? })).await
    }

    async fn ask(&self, question: &str) -> Outcome {
        self.post("/v1/chat/completions", json!({ "question": question })).await
    }

    async fn put(&self, path: &str, body: serde_json::Value) -> Outcome {
        self.client.put(format!("{}{path}", self.base)).json(&body).send().await?; //~ AG201
        Ok(())
    }

    async fn change(&self, vault: &Vault, note: &str) -> Outcome {
        self.put("/v1/objects/1", json!({ "note": seal(vault, note)? })).await?;
        self.put("/v1/objects/2", json!({ "note": note })).await
    }
}

/// Somebody else calls these.
pub struct Agent {
    client: Client,
    base: String,
    ledger: ConsentLedger,
}

impl Agent {
    pub async fn recall(&self, user: &str, question: &str) -> Outcome {
        let consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        let search = format!("{}/collections/notes/points/search", self.base);
        self.client.post(&search).json(&json!({ "vector": embed(question) })).send().await?; //~ AG108: everybody's notes
        self.client.post(&search).json(&json!({ "vector": embed(question), "filter": { "user": user } })).send().await?; //~ clean
        self.client.post(&search).json(&json!({ "vector": embed(question), "filter": consent.subject().as_str() })).send().await?; //~ clean
        self.client.post(format!("{}/collections/{user}/points/search", self.base)).json(&json!({ "vector": embed(question) })).send().await?; //~ clean
        self.client.get(format!("{}/indexes/notes/search", self.base)).query(&[("q", question)]).send().await?; //~ AG108
        self.client.get(format!("{}/indexes/notes/search", self.base)).query(&[("q", question), ("user", user)]).send().await?; //~ clean
        Ok(())
    }

    pub async fn remember(&self, vault: &Vault, user: &str, other: &str, note: &str) -> Outcome {
        let _consent = Consent::<Remember>::require(&self.ledger, &SubjectId::new(user))?;
        let sealed = seal(vault, note)?;
        self.client.put(NOTES).json(&json!({ "user": other, "note": sealed })).send().await?; //~ AG108
        self.client.put(NOTES).json(&json!({ "user": user, "note": sealed })).send().await?; //~ clean
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (vault, client) = (vault()?, Client::new());
    let words: Vec<String> = std::env::args().collect();
    in_json(&client, &vault, &words[1], &words[2]).await?;
    as_a_record(&client, &vault, &words[1], &words[2]).await?;
    step_by_step(&client, &vault, None, &words[2]).await?;
    by_other_clients(&vault, &words[2])?;
    let rest = Rest { client: client.clone(), base: words[3].clone() };
    rest.remember(&vault, &words[2]).await?;
    rest.ask(&words[2]).await?;
    rest.change(&vault, &words[2]).await
}
