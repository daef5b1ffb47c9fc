//! Requests and answers as JSON: which strings in them are somebody's words.
//!
//! In a request every string is, but for what names a part rather than fills it (roles, ids, types) and what the application's author wrote
//! (tools, schemas). So a field that nobody has heard of yet is redacted, too. In an answer every string is restored, since a placeholder
//! can stand anywhere.

use serde_json::Value;

use crate::redact::Session;

/// Fields of a request that the application's author wrote.
const AUTHORS: &[&str] = &["tools", "functions", "tool_choice", "function_call", "response_format", "modalities", "include"];

/// Keys whose values name and do not tell, and those that hold bytes rather than text.
const STRUCTURE: &[&str] = &[
    "role",
    "type",
    "id",
    "call_id",
    "tool_call_id",
    "tool_use_id",
    "name",
    "status",
    "model",
    "detail",
    "format",
    "object",
    "media_type",
    "mime_type",
    "file_id",
    "data",
    "file_data",
    "b64_json",
    "encrypted_content",
    "signature",
    "cache_control",
];

/// Keys whose strings are themselves JSON.
pub(super) fn holds_json(key: &str) -> bool {
    matches!(key, "arguments" | "partial_json")
}

/// The body of a request with everything personal replaced, or nothing if it is not JSON.
pub(super) fn redact(session: &mut Session, body: &[u8]) -> Option<Vec<u8>> {
    let mut request: Value = serde_json::from_slice(body).ok()?;
    if let Value::Object(fields) = &mut request {
        let told = fields.iter_mut().filter(|(key, _)| !AUTHORS.contains(&key.as_str()) && !STRUCTURE.contains(&key.as_str()));
        told.for_each(|(key, value)| redact_value(session, key, value));
    } else {
        redact_value(session, "", &mut request);
    }
    serde_json::to_vec(&request).ok()
}

fn redact_value(session: &mut Session, key: &str, value: &mut Value) {
    match value {
        Value::String(text) if holds_json(key) => *text = redact_json(session, text),
        // An image or sound within the message.
        Value::String(text) if text.starts_with("data:") && text.contains(";base64,") => {}
        Value::String(text) => *text = session.redact(text),
        Value::Array(values) => values.iter_mut().for_each(|value| redact_value(session, key, value)),
        Value::Object(fields) => {
            let told = fields.iter_mut().filter(|(key, _)| !STRUCTURE.contains(&key.as_str()));
            told.for_each(|(key, value)| redact_value(session, key, value));
        }
        _ => {}
    }
}

/// A tool call's arguments: JSON in a string, of which all values are content, numbers too. What is no JSON is redacted as text.
fn redact_json(session: &mut Session, text: &str) -> String {
    let Ok(mut arguments) = serde_json::from_str(text) else { return session.redact(text) };
    redact_argument(session, &mut arguments);
    arguments.to_string()
}

fn redact_argument(session: &mut Session, value: &mut Value) {
    match value {
        Value::String(text) => *text = session.redact(text),
        Value::Number(number) => {
            let (written, redacted) = (number.to_string(), session.redact(&number.to_string()));
            // The telephone number of somebody who wrote it without quotes.
            if redacted != written {
                *value = Value::String(redacted);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| redact_argument(session, value)),
        Value::Object(fields) => fields.values_mut().for_each(|value| redact_argument(session, value)),
        _ => {}
    }
}

/// The body of an answer with the values again; one that is not JSON with the values in its text.
pub(super) fn restore(session: &Session, body: &[u8]) -> Vec<u8> {
    let restored = serde_json::from_slice(body).ok().and_then(|mut answer| {
        restore_value(session, "", &mut answer);
        serde_json::to_vec(&answer).ok()
    });
    restored.unwrap_or_else(|| {
        let mut restorer = session.restorer();
        let mut restored = restorer.push_bytes(body);
        restored.extend(restorer.finish_bytes());
        restored
    })
}

/// Restores every string within.
pub(super) fn restore_value(session: &Session, key: &str, value: &mut Value) {
    match value {
        Value::String(text) if holds_json(key) => *text = restore_json(session, text),
        Value::String(text) => *text = session.restore(text),
        Value::Array(values) => values.iter_mut().for_each(|value| restore_value(session, key, value)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| restore_value(session, key, value)),
        _ => {}
    }
}

fn restore_json(session: &Session, text: &str) -> String {
    let mut restorer = session.restorer().within_json();
    let mut restored = restorer.push(text);
    restored.push_str(&restorer.finish());
    restored
}
