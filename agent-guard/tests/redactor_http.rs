//! The redactor between a client and a server that records what it is sent: by tower and by reqwest alike.
#![cfg(all(feature = "tower", feature = "reqwest-middleware"))]

#[path = "redactor_http/stand_in.rs"]
mod stand_in;

use std::net::SocketAddr;

use agent_guard::Redactor;
use agent_guard::redact::http::{RedactLayer, RedactMiddleware};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use stand_in::StandIn;
use tower::{Layer, ServiceExt};

/// Its line ends have to be escaped wherever it is restored within JSON.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END PRIVATE KEY-----";

#[derive(Debug, Clone, Copy)]
enum Client {
    Tower,
    Reqwest,
}

const CLIENTS: [Client; 2] = [Client::Tower, Client::Reqwest];

impl Client {
    /// Posts the body, and gives the answer's or what went wrong.
    fn post(self, address: SocketAddr, body: &str) -> Result<String, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let url = format!("http://{address}/v1/chat/completions");
        runtime.block_on(async move {
            match self {
                Self::Tower => by_tower(&url, body).await.map_err(|error| error.to_string()),
                Self::Reqwest => by_reqwest(&url, body).await.map_err(|error| error.to_string()),
            }
        })
    }
}

async fn by_tower(url: &str, body: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let executor = hyper_util::rt::TokioExecutor::new();
    let client = hyper_util::client::legacy::Client::builder(executor).build_http::<Full<Bytes>>();
    let client = RedactLayer::new(Redactor::new()).layer(client);
    let request = http::Request::post(url).header("accept-encoding", "gzip").body(Full::new(Bytes::from(body.to_owned())))?;
    let response = client.oneshot(request).await?;
    Ok(String::from_utf8(response.into_body().collect().await?.to_bytes().to_vec())?)
}

async fn by_reqwest(url: &str, body: &str) -> reqwest_middleware::Result<String> {
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(RedactMiddleware::new(Redactor::new())).build();
    let response = client.post(url).body(body.to_owned()).send().await?;
    assert_eq!(response.url().as_str(), url, "the answer knows where it came from");
    Ok(response.text().await?)
}

/// The values of [`request`], none of which may be sent.
const VALUES: [&str; 6] = ["ada@example.org", "13812345678", "4111 1111 1111 1111", "203.0.113.7", "MIIE", "86095742719"];

fn request() -> Value {
    json!({
        "model": "gpt-5",
        "stream": false,
        "messages": [
            { "role": "system", "content": "Help ada@example.org." },
            { "role": "user", "content": [
                { "type": "text", "text": "我的电话是13812345678" },
                { "type": "image_url", "image_url": { "url": "data:image/png;base64,QUJD13812345678" } },
            ] },
            { "role": "assistant", "tool_calls": [
                { "id": "call_1", "type": "function", "function": {
                    "name": "pay",
                    "arguments": json!({ "card": "4111 1111 1111 1111", "tax_id": 86095742719_u64, "amount": 12.5, "to": ["ada@example.org"] }).to_string(),
                } },
            ] },
            { "role": "tool", "tool_call_id": "call_1", "content": format!("paid from 203.0.113.7 {KEY}") },
        ],
    })
}

fn json_answer(text: &str, arguments: &str) -> Vec<u8> {
    json!({ "choices": [{ "index": 0, "message": { "content": text, "tool_calls": [{ "function": { "arguments": arguments } }] } }] })
        .to_string()
        .into_bytes()
}

#[test]
fn nothing_personal_is_sent_and_the_answer_has_it_again() {
    for client in CLIENTS {
        let answer = json_answer("Dear ⟨EMAIL_1⟩, ⟨EMAIL_9⟩", "{\"key\":\"⟨PRIVATE_KEY_1⟩\"}");
        let server = StandIn::answering("application/json", vec![answer[..60].to_vec(), answer[60..].to_vec()]);
        let answer = client.post(server.address, &request().to_string()).expect("answered");

        let received = server.received();
        let body: Value = serde_json::from_str(received.split_once("\r\n\r\n").expect("a head and a body").1).expect("the body is JSON");
        let without_image = received.replace("QUJD13812345678", "");
        for value in VALUES {
            assert!(!without_image.contains(value), "{client:?} sent {value}");
        }
        assert_eq!(body["messages"][0]["content"], "Help ⟨EMAIL_1⟩.");
        assert_eq!(body["messages"][0]["role"], "system");
        assert_eq!(body["messages"][1]["content"][1], request()["messages"][1]["content"][1], "an image stays as it is");
        let arguments = body["messages"][2]["tool_calls"][0]["function"]["arguments"].as_str().expect("text");
        let arguments: Value = serde_json::from_str(arguments).expect("arguments stay JSON");
        assert_eq!(arguments, json!({ "card": "⟨CARD_1⟩", "tax_id": "⟨DE_TAX_ID_1⟩", "amount": 12.5, "to": ["⟨EMAIL_1⟩"] }));
        assert!(!received.to_lowercase().contains("accept-encoding: gzip"));

        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let message = &answer["choices"][0]["message"];
        assert_eq!(message["content"], "Dear ada@example.org, ⟨EMAIL_9⟩");
        let arguments: Value =
            serde_json::from_str(message["tool_calls"][0]["function"]["arguments"].as_str().expect("text")).expect("JSON");
        assert_eq!(arguments["key"], KEY);
    }
}

#[test]
fn embeddings_and_other_forms_are_redacted_too() {
    let server = StandIn::answering("application/json", vec![b"{}".to_vec()]);
    let body = json!({ "model": "m", "input": ["to ada@example.org", "203.0.113.7"], "instructions": "13812345678", "user": "bob@example.org",
        "tools": [{ "description": "mail to help@example.org" }] });
    Client::Reqwest.post(server.address, &body.to_string()).expect("answered");
    let received = server.received();
    assert!(received.contains("to ⟨EMAIL_1⟩") && received.contains("⟨IP_1⟩") && received.contains("⟨PHONE_1⟩"));
    assert!(!received.contains("bob@example.org"), "who asks is nobody's business either");
    assert!(received.contains("help@example.org"), "what the author wrote is no secret of the user's");
}

#[test]
fn what_cannot_be_read_is_not_sent() {
    for client in CLIENTS {
        let server = StandIn::answering("application/json", vec![b"{}".to_vec()]);
        let error = client.post(server.address, "from ada@example.org").expect_err("refused");
        assert!(!error.contains("ada@"), "{error}");
        assert_eq!(server.received(), "");
    }
}

/// Events of a chat with this text in pieces of one character, of two choices at a time, and of a tool call.
fn events(text: &str, arguments: &str, size: usize) -> String {
    let mut events = String::from(": a comment\n\n");
    let mut push = |choice: Value| events.push_str(&format!("data: {}\n\n", json!({ "id": "x", "choices": [choice] })));
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(size) {
        let piece: String = piece.iter().collect();
        for index in 0..2 {
            push(json!({ "index": index, "delta": { "content": piece } }));
        }
    }
    let characters: Vec<char> = arguments.chars().collect();
    for piece in characters.chunks(size) {
        let piece: String = piece.iter().collect();
        push(json!({ "index": 0, "delta": { "tool_calls": [{ "index": 0, "function": { "arguments": piece } }] } }));
    }
    push(json!({ "index": 0, "delta": {}, "finish_reason": "stop" }));
    events.push_str("data: [DONE]\n\n");
    events
}

/// What a client puts together of the events: the text of the second choice, and the arguments.
fn put_together(body: &str) -> (String, String) {
    let (mut text, mut arguments, mut is_finished) = (String::new(), String::new(), false);
    for data in body.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]") {
        let event: Value = serde_json::from_str(data).expect("each event is JSON");
        let choice = &event["choices"][0];
        assert!(!is_finished, "nothing comes after the end: {data}");
        is_finished |= choice["finish_reason"].is_string();
        if choice["index"] == 1 {
            text += choice["delta"]["content"].as_str().unwrap_or_default();
        }
        arguments += choice["delta"]["tool_calls"][0]["function"]["arguments"].as_str().unwrap_or_default();
    }
    (text, arguments)
}

#[test]
fn a_stream_of_events_is_restored_wherever_it_is_cut() {
    for client in CLIENTS {
        for size in [1, 2, 3, 7, 100] {
            let events = events("Dear ⟨EMAIL_1⟩ ⟨EMAIL_9⟩ and ⟨EM", "{\"to\":\"⟨PRIVATE_KEY_1⟩\"}", size).into_bytes();
            // Bytes come in other pieces than events do.
            let pieces = events.chunks(11).map(<[u8]>::to_vec).collect();
            let server = StandIn::answering("text/event-stream; charset=utf-8", pieces);
            let body = client.post(server.address, &request().to_string()).expect("answered");
            let (text, arguments) = put_together(&body);
            assert_eq!(text, "Dear ada@example.org ⟨EMAIL_9⟩ and ⟨EM");
            let arguments: Value = serde_json::from_str(&arguments).expect("what is put together is JSON");
            assert_eq!(arguments["to"], KEY);
            assert!(body.starts_with(": a comment\n\n") && body.ends_with("data: [DONE]\n\n"));
        }
    }
}

#[test]
fn the_events_of_other_forms_are_restored() {
    let deltas = |kind: &str, pieces: [&str; 3]| -> String {
        let event = |piece: &str| json!({ "type": kind, "item_id": "i", "output_index": 0, "content_index": 0, "delta": piece });
        pieces.iter().map(|piece| format!("event: {kind}\r\ndata: {}\r\n\r\n", event(piece))).collect()
    };
    let anthropic = |piece: &str| json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": piece } });
    let stream = [
        deltas("response.output_text.delta", ["to ⟨EM", "AIL_1", "⟩."]),
        format!("data: {}\n\n", json!({ "type": "response.output_text.done", "item_id": "i", "text": "to ⟨EMAIL_1⟩." })),
        format!("data: {}\n\ndata: {}\n\n", anthropic("for ⟨EMAIL"), anthropic("_1⟩!")),
    ];
    let server = StandIn::answering("text/event-stream", vec![stream.concat().into_bytes()]);
    let body = Client::Reqwest.post(server.address, &request().to_string()).expect("answered");
    let (mut deltas, mut whole, mut text) = (String::new(), String::new(), String::new());
    for data in body.lines().filter_map(|line| line.strip_prefix("data: ")) {
        let event: Value = serde_json::from_str(data).expect("each event is JSON");
        deltas += event["delta"].as_str().unwrap_or_default();
        whole += event["text"].as_str().unwrap_or_default();
        text += event["delta"]["text"].as_str().unwrap_or_default();
    }
    assert_eq!(deltas, "to ada@example.org.");
    assert_eq!(whole, "to ada@example.org.");
    assert_eq!(text, "for ada@example.org!");
}
