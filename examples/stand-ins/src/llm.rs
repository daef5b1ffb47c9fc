//! An OpenAI-compatible endpoint without a model: it answers with what it was sent, so that a test sees what reached it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use serde_json::{Value, json};

use crate::record::Recording;

/// The length of the vectors that the stand-in makes.
const DIMENSION: usize = 64;

/// A running stand-in for the LLM endpoint.
#[derive(Debug)]
pub struct Llm {
    /// What an agent is given as its base URL.
    pub url: String,
    server: Arc<Server>,
    recording: Recording,
}

#[derive(Debug, Default)]
struct Server {
    /// The bodies that were answered, each with what it asked for.
    requests: Mutex<Vec<(&'static str, Value)>>,
    is_busy: AtomicBool,
}

impl Llm {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// Where the machine has no free local port.
    pub fn start() -> Self {
        let (server, recording) = (Arc::<Server>::default(), Recording::default());
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/v1/embeddings", post(embed))
            .with_state(Arc::clone(&server));
        let address = super::serve::serve(recording.around(router));
        Self { url: format!("http://{address}/v1"), server, recording }
    }

    /// All bytes that were ever sent as requests.
    pub fn received(&self) -> Vec<u8> {
        self.recording.bytes()
    }

    /// The next chat request is told to come back later.
    pub fn be_busy_once(&self) {
        self.server.is_busy.store(true, Ordering::Relaxed);
    }

    /// The bodies of the chat requests so far.
    pub fn chats(&self) -> Vec<Value> {
        self.bodies("chat")
    }

    /// What the model was told last besides the conversation: the first message of the last chat request.
    pub fn instructions(&self) -> String {
        self.chats().last().and_then(|chat| chat["messages"][0]["content"].as_str()).unwrap_or_default().to_owned()
    }

    /// The bodies of the embedding requests so far.
    pub fn embeddings(&self) -> Vec<Value> {
        self.bodies("embedding")
    }

    /// The vectors that it has made so far.
    pub fn vectors(&self) -> Vec<Vec<f32>> {
        self.embeddings().iter().map(|request| vector_of(text_of(request))).collect()
    }

    fn bodies(&self, kind: &str) -> Vec<Value> {
        let requests = self.server.requests.lock().expect("no handler panics");
        requests.iter().filter(|(received, _)| *received == kind).map(|(_, body)| body.clone()).collect()
    }
}

/// Answers a chat request with the text of its last message.
async fn complete(State(server): State<Arc<Server>>, Json(body): Json<Value>) -> Result<Json<Value>, StatusCode> {
    if server.is_busy.swap(false, Ordering::Relaxed) {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let last =
        body["messages"].as_array().and_then(|messages| messages.last()).map_or("", |message| message["content"].as_str().unwrap_or(""));
    let answer = json!({
        "id": "chat-1", "object": "chat.completion", "created": 0, "model": body["model"],
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": format!("You said: {last}") } }],
    });
    server.requests.lock().expect("no handler panics").push(("chat", body));
    Ok(Json(answer))
}

/// Answers with the vector of the text.
async fn embed(State(server): State<Arc<Server>>, Json(body): Json<Value>) -> Json<Value> {
    let answer = json!({
        "object": "list", "model": body["model"], "usage": { "prompt_tokens": 1, "total_tokens": 1 },
        "data": [{ "object": "embedding", "index": 0, "embedding": vector_of(text_of(&body)) }],
    });
    server.requests.lock().expect("no handler panics").push(("embedding", body));
    Json(answer)
}

fn text_of(request: &Value) -> &str {
    request["input"].as_str().unwrap_or_default()
}

/// A vector of length 1: the sum of one direction for each word, which the word's letters determine. So texts that share words are near each
/// other, and no number of it is a round one, as with a real model.
fn vector_of(text: &str) -> Vec<f32> {
    // The constant is there so that a text without words has a vector, too.
    let mut vector = vec![0.01_f32; DIMENSION];
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut state = word.to_lowercase().bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
        for number in &mut vector {
            // The linear congruential generator of Numerical Recipes; its upper bits are random enough.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *number += f32::from((state >> 16) as i16) / f32::from(i16::MAX);
        }
    }
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.into_iter().map(|number| number / length).collect()
}
