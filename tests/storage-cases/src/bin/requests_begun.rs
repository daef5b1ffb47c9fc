//! Requests to a store that one function begins, and others put something into and send.
#![allow(dead_code)]

use agent_guard::{Consent, ConsentLedger, SubjectId, Vault};
use helpers::{Outcome, Recall, seal, vault};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::json;

/// Stands for a model.
fn embed(text: &str) -> Vec<f32> {
    text.bytes().map(f32::from).collect()
}

struct Store {
    client: Client,
    base: String,
    key: Option<String>,
}

impl Store {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base)); //~ AG201 AG204: by `remember`
        if let Some(key) = &self.key {
            request = request.header("api-key", key);
        }
        request.header("Content-Type", "application/json")
    }

    async fn remember(&self, note: &str) -> Outcome {
        let body = json!({ "points": [{ "id": 1, "vector": embed(note) }] });
        self.request(Method::PUT, "/collections/notes/points").json(&body).send().await?;
        let body = json!({ "points": [{ "id": 1, "payload": { "note": note } }] });
        self.request(Method::PUT, "/collections/notes/points").json(&body).send().await?;
        Ok(())
    }

    async fn find(&self, question: &str) -> Outcome {
        self.request(Method::POST, "/collections/notes/points/search").json(&json!({ "vector": embed(question) })).send().await?;
        Ok(())
    }
}

/// The same, with what is sealed.
struct Sealed {
    client: Client,
    base: String,
}

impl Sealed {
    fn request(&self, path: &str) -> RequestBuilder {
        self.client.put(format!("{}{path}", self.base)) //~ clean: what is stored is sealed
    }

    async fn remember(&self, vault: &Vault, note: &str) -> Outcome {
        let body = json!({ "points": [{ "id": 1, "payload": { "note": seal(vault, note)? } }] });
        self.request("/collections/notes/points").json(&body).send().await?;
        self.request("/statistics").json(&json!({ "note": note })).send().await?; // no store
        Ok(())
    }
}

/// The address stands where the request is begun, and it goes through another function.
struct Through {
    client: Client,
}

impl Through {
    async fn token(&self) -> Result<String, std::io::Error> {
        tokio::fs::read_to_string("token").await
    }

    fn begun(&self) -> RequestBuilder {
        self.client.put("http://localhost:6333/collections/notes/points") //~ AG201: by `remember`
    }

    async fn with_token(&self) -> Result<RequestBuilder, std::io::Error> {
        Ok(self.begun().bearer_auth(self.token().await?))
    }

    async fn remember(&self, note: &str) -> Outcome {
        self.with_token().await?.body(note.to_owned()).send().await?;
        Ok(())
    }
}

/// Somebody else calls these.
pub struct Agent {
    client: Client,
    ledger: ConsentLedger,
}

impl Agent {
    fn search(&self) -> RequestBuilder {
        self.client.post("http://localhost:6333/collections/notes/points/search") //~ clean: it is about who was asked
    }

    pub async fn recall(&self, user: &str, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.search().json(&json!({ "vector": embed(question), "filter": { "user": user } })).send().await?;
        Ok(())
    }

    fn any_search(&self) -> RequestBuilder {
        self.client.post("http://localhost:6333/collections/notes/points/search") //~ AG108: everybody's notes
    }

    pub async fn recall_any(&self, user: &str, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.any_search().json(&json!({ "vector": embed(question) })).send().await?;
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let store = Store { client: Client::new(), base: "http://localhost:6333".to_owned(), key: None };
    store.remember(&words[1]).await?;
    store.find(&words[1]).await?;
    let sealed = Sealed { client: Client::new(), base: "http://localhost:6333".to_owned() };
    sealed.remember(&vault()?, &words[1]).await?;
    Through { client: Client::new() }.remember(&words[1]).await
}
