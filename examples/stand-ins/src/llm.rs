//! An OpenAI-compatible endpoint without a model: it answers with what it was sent, so that a test sees what reached it.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::{Value, json};

/// The length of the vectors that the stand-in makes.
const DIMENSION: usize = 64;

/// A running stand-in for the LLM endpoint.
#[derive(Debug)]
pub struct Llm {
    /// What an agent is given as its base URL.
    pub url: String,
    requests: Requests,
}

type Requests = Arc<Mutex<Vec<(&'static str, Value)>>>;

impl Llm {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// Where the machine has no free local port.
    pub fn start() -> Self {
        let requests = Requests::default();
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/v1/embeddings", post(embed))
            .with_state(Arc::clone(&requests));
        let address = super::serve::serve(router);
        Self { url: format!("http://{address}/v1"), requests }
    }

    /// The bodies of the chat requests so far.
    pub fn chats(&self) -> Vec<Value> {
        self.received("chat")
    }

    /// The bodies of the embedding requests so far.
    pub fn embeddings(&self) -> Vec<Value> {
        self.received("embedding")
    }

    fn received(&self, kind: &str) -> Vec<Value> {
        let requests = self.requests.lock().expect("no handler panics");
        requests.iter().filter(|(received, _)| *received == kind).map(|(_, body)| body.clone()).collect()
    }
}

/// Answers a chat request with the text of its last message.
async fn complete(State(requests): State<Requests>, Json(body): Json<Value>) -> Json<Value> {
    let last =
        body["messages"].as_array().and_then(|messages| messages.last()).map_or("", |message| message["content"].as_str().unwrap_or(""));
    let answer = json!({
        "id": "chat-1", "object": "chat.completion", "created": 0, "model": body["model"],
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": format!("You said: {last}") } }],
    });
    requests.lock().expect("no handler panics").push(("chat", body));
    Json(answer)
}

/// Makes a vector of a text by counting its words, so that texts which share words are near each other.
async fn embed(State(requests): State<Requests>, Json(body): Json<Value>) -> Json<Value> {
    let mut vector = vec![0.0_f32; DIMENSION];
    for word in body["input"].as_str().unwrap_or("").split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let sum = word.to_lowercase().bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 65_521);
        vector[sum % DIMENSION] += 1.0;
    }
    let answer = json!({
        "object": "list", "model": body["model"], "usage": { "prompt_tokens": 1, "total_tokens": 1 },
        "data": [{ "object": "embedding", "index": 0, "embedding": vector }],
    });
    requests.lock().expect("no handler panics").push(("embedding", body));
    Json(answer)
}
