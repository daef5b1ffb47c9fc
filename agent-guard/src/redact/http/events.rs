//! An answer as a stream of server-sent events, each with a piece of the text in a JSON object of its own. A placeholder may be cut
//! between two of them, and pieces of several texts come in turn: one for each choice, and one for each tool call.

use std::collections::BTreeMap;

use serde_json::Value;

use super::message::{self, holds_json};
use crate::redact::{Restorer, Session};

/// Restores events as they come.
pub(super) struct Events {
    session: Session,
    /// What has come of a line.
    line: Vec<u8>,
    /// The texts that are under way, by where their pieces stand.
    texts: BTreeMap<String, Text>,
}

/// A text that comes in pieces.
struct Text {
    restorer: Restorer,
    /// The last event with a piece of it, with the piece left empty: for what is still held back when the text ends.
    event: Value,
    /// Where in the event the piece stands.
    pointer: String,
}

/// Keys of which the strings are pieces of a text.
const PIECES: &[&str] = &["content", "text", "arguments", "partial_json", "refusal", "reasoning", "reasoning_content", "thinking"];

impl Events {
    pub(super) fn new(session: Session) -> Self {
        Self { session, line: Vec::new(), texts: BTreeMap::new() }
    }

    /// Takes the next bytes, and gives all lines that are whole by now.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut restored = Vec::with_capacity(bytes.len());
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.restore_line(&line, &mut restored);
            }
        }
        restored
    }

    /// Ends the stream: what is left of a line, and what was held back of the texts.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        let mut restored = Vec::new();
        let line = std::mem::take(&mut self.line);
        self.restore_line(&line, &mut restored);
        self.end_texts(&mut restored);
        restored
    }

    fn restore_line(&mut self, line: &[u8], restored: &mut Vec<u8>) {
        let data = line.strip_prefix(b"data:").map(<[u8]>::trim_ascii);
        let event = data.and_then(|data| serde_json::from_slice::<Value>(data).ok());
        let Some(mut event) = event else {
            if data == Some(b"[DONE]") {
                self.end_texts(restored);
            }
            restored.extend_from_slice(line);
            return;
        };
        if ends_text(&event) {
            self.end_texts(restored);
        }
        self.restore_event(&mut event);
        let end = if line.ends_with(b"\r\n") { "\r\n" } else { "\n" };
        restored.extend_from_slice(format!("data: {event}{end}").as_bytes());
    }

    fn restore_event(&mut self, event: &mut Value) {
        let mut pieces = Vec::new();
        // A whole text comes once more at the end; only what is called a delta, and the old form's `text`, are pieces.
        let kind = event["type"].as_str().unwrap_or_default();
        let is_of_pieces = kind.is_empty() || kind.ends_with("delta") || kind == "content_block_start";
        if is_of_pieces {
            let context: String = ["item_id", "output_index", "content_index", "index"].map(|key| event[key].to_string()).join("/");
            find_pieces(event, &context, "", &mut pieces);
        }
        let mut kept = Vec::new();
        for Piece { text, pointer, is_json } in pieces {
            let Some(Value::String(piece)) = event.pointer_mut(&pointer) else { continue };
            let piece = std::mem::take(piece);
            kept.push((text, pointer, is_json, piece));
        }
        // What is no piece has whole placeholders or none.
        message::restore_value(&self.session, "", event);
        let empty = event.clone();
        for (text, pointer, is_json, piece) in kept {
            let restorer = || if is_json { self.session.restorer().within_json() } else { self.session.restorer() };
            let text =
                self.texts.entry(text).or_insert_with(|| Text { restorer: restorer(), event: Value::Null, pointer: pointer.clone() });
            if let Some(place) = event.pointer_mut(&pointer) {
                *place = Value::String(text.restorer.push(&piece));
            }
            text.event = empty.clone();
            text.pointer = pointer;
        }
    }

    /// Sends what is held back of each text in an event like its last one.
    fn end_texts(&mut self, restored: &mut Vec<u8>) {
        for mut text in std::mem::take(&mut self.texts).into_values() {
            let held = text.restorer.finish();
            if held.is_empty() {
                continue;
            }
            if let Some(place) = text.event.pointer_mut(&text.pointer) {
                *place = Value::String(held);
                restored.extend_from_slice(format!("data: {}\n\n", text.event).as_bytes());
            }
        }
    }
}

/// Whether an event says that a text is over.
fn ends_text(event: &Value) -> bool {
    let is_finished = |choice: &Value| choice["finish_reason"].is_string();
    let kind = event["type"].as_str().unwrap_or_default();
    event["choices"].as_array().is_some_and(|choices| choices.iter().any(is_finished)) || kind.ends_with(".done") || kind.ends_with("_stop")
}

/// A piece of a text within an event.
struct Piece {
    /// Which text it is of: the same for all its pieces.
    text: String,
    /// Where it stands, as a JSON pointer.
    pointer: String,
    is_json: bool,
}

/// Finds the pieces below a value. Choices and tool calls are told apart by their `index`, since each event has only those that go on.
fn find_pieces(value: &Value, text: &str, pointer: &str, pieces: &mut Vec<Piece>) {
    match value {
        Value::Array(values) => {
            for (position, value) in values.iter().enumerate() {
                let index = value["index"].as_u64().unwrap_or(position as u64);
                find_pieces(value, &format!("{text}/{index}"), &format!("{pointer}/{position}"), pieces);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let (text, pointer) = (format!("{text}/{key}"), format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")));
                // In the events of the responses' form, the piece itself is called `delta`, and the type says of what.
                let is_delta = key == "delta" && value.is_string();
                if value.is_string() && (is_delta || PIECES.contains(&key.as_str())) {
                    let is_json = holds_json(key) || (is_delta && fields["type"].as_str().is_some_and(|kind| kind.contains("arguments")));
                    pieces.push(Piece { text, pointer, is_json });
                } else {
                    find_pieces(value, &text, &pointer, pieces);
                }
            }
        }
        _ => {}
    }
}
