//! Requests to a store, and builders of one, that others are given to put something into.
#![allow(dead_code)]

use agent_guard::{Consent, ConsentLedger, SubjectId, Vault};
use helpers::{Outcome, Recall, ada, seal, vault};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use surrealdb::{Surreal, method::{Content, Create}};

const POINTS: &str = "http://localhost:6333/collections/notes/points";

async fn send(request: RequestBuilder, body: &Value) -> Result<Response, reqwest::Error> {
    request.header("api-key", "a").json(body).send().await
}

fn with_body(request: RequestBuilder, body: &[u8]) -> RequestBuilder {
    request.header("Content-Type", "text/plain").body(body.to_vec())
}

fn with_more(request: RequestBuilder, body: &[u8]) -> RequestBuilder {
    with_body(request.header("Accept", "text/plain"), body)
}

struct Store {
    client: Client,
}

impl Store {
    async fn remember(&self, note: &str) -> Outcome {
        send(self.client.put(POINTS), &json!({ "points": [{ "id": 1, "payload": note }] })).await?; //~ AG201
        Ok(())
    }

    async fn remember_sealed(&self, vault: &Vault, note: &str) -> Outcome {
        let body = json!({ "points": [{ "id": 1, "payload": seal(vault, note)? }] });
        send(self.client.put(POINTS), &body).await?; //~ clean: what is put into this one is sealed
        send(self.client.put("http://localhost/statistics"), &json!({ "note": note })).await?; // no store
        Ok(())
    }

    async fn find(&self, question: &str) -> Outcome {
        let search = self.client.post("http://localhost:6333/collections/notes/points/search"); //~ clean: a search
        send(search, &json!({ "query": question })).await?;
        Ok(())
    }

    async fn either(&self, sealed: &Value, note: &str, is_short: bool) -> Outcome {
        let request = self.client.put(POINTS); //~ AG201: the second
        let sent = if is_short { send(request, sealed).await } else { send(request, &json!({ "points": note })).await };
        sent?;
        Ok(())
    }

    async fn through_two(&self, note: &str) -> Outcome {
        with_more(self.client.put(POINTS), note.as_bytes()).send().await?; //~ AG201
        Ok(())
    }

    async fn through_two_sealed(&self, vault: &Vault, note: &str) -> Outcome {
        with_more(self.client.put(POINTS), &seal(vault, note)?).send().await?; //~ clean
        with_more(self.client.put("http://localhost/statistics"), note.as_bytes()).send().await?; // no store
        Ok(())
    }

    fn begun(&self) -> RequestBuilder {
        self.client.put(POINTS) //~ AG201: by `begun_and_handed_on`
    }

    async fn begun_and_handed_on(&self, note: &str) -> Outcome {
        send(self.begun(), &json!({ "points": note })).await?;
        Ok(())
    }

    async fn comes_back(&self, note: &str) -> Outcome {
        let request = with_key(self.client.put(POINTS)); //~ AG201
        request.body(note.to_owned()).send().await?;
        let request = with_body(self.client.put(POINTS), b"[]"); //~ AG201
        request.body(note.to_owned()).send().await?;
        Ok(())
    }

    async fn in_a_closure(&self, note: &str) -> Outcome {
        let filled = |request: RequestBuilder| request.body(note.to_owned());
        filled(self.client.put(POINTS)).send().await?; //~ AG201
        let keyed = |request: RequestBuilder| request.header("api-key", "a");
        keyed(self.client.put(POINTS)).body("[]").send().await?; //~ clean
        Ok(())
    }

    async fn captured(&self, vault: &Vault, note: &str) -> Outcome {
        let (request, text) = (self.client.put(POINTS), note.to_owned()); //~ AG201
        tokio::spawn(async move { request.body(text).send().await }).await??;
        let (request, text) = (self.client.put(POINTS), seal(vault, note)?); //~ clean
        tokio::spawn(async move { request.body(text).send().await }).await??;
        Ok(())
    }
}

fn with_key(request: RequestBuilder) -> RequestBuilder {
    request.header("api-key", "a")
}

trait Transport {
    async fn transmit(&self, request: RequestBuilder, body: String) -> Outcome;
}

struct Http;

impl Transport for Http {
    async fn transmit(&self, request: RequestBuilder, body: String) -> Outcome {
        request.body(body).send().await?;
        Ok(())
    }
}

async fn by_any<T: Transport>(transport: &T, client: &Client, note: &str) -> Outcome {
    transport.transmit(client.put(POINTS), note.to_owned()).await //~ AG201
}

fn fill(record: Create, note: &str) -> Content {
    record.content(note.to_owned())
}

fn fill_sealed(record: Create, vault: &Vault, note: &str) -> Result<Content, Box<dyn std::error::Error>> {
    Ok(record.content(vault.seal(&ada(), "notes", b"1", note.as_bytes())?))
}

async fn records(memory: &Surreal, vault: &Vault, note: &str) -> Outcome {
    fill(memory.create("notes"), note).await?; //~ AG201
    fill_sealed(memory.create("notes"), vault, note)?.await?; //~ clean
    Ok(())
}

/// Somebody else calls these.
pub struct Agent {
    client: Client,
    ledger: ConsentLedger,
}

impl Agent {
    pub async fn recall(&self, user: &str, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        let search = self.client.post("http://localhost:6333/collections/notes/points/search"); //~ clean: it is about who was asked
        send(search, &json!({ "query": question, "filter": { "user": user } })).await?;
        Ok(())
    }

    pub async fn recall_any(&self, user: &str, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        let search = self.client.post("http://localhost:6333/collections/notes/points/search"); //~ AG108
        send(search, &json!({ "query": question })).await?;
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let (store, vault) = (Store { client: Client::new() }, vault()?);
    store.remember(&words[1]).await?;
    store.remember_sealed(&vault, &words[1]).await?;
    store.find(&words[1]).await?;
    store.either(&json!({ "points": seal(&vault, &words[1])? }), &words[1], words.len() > 2).await?;
    store.through_two(&words[1]).await?;
    store.through_two_sealed(&vault, &words[1]).await?;
    store.begun_and_handed_on(&words[1]).await?;
    store.comes_back(&words[1]).await?;
    store.in_a_closure(&words[1]).await?;
    store.captured(&vault, &words[1]).await?;
    by_any(&Http, &store.client, &words[1]).await?;
    records(&Surreal, &vault, &words[1]).await
}
