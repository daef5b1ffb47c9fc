//! Which document of rig's a memory is.
//!
//! A document that is just its text is remembered as that. Any other lies beside the text, as JSON, sealed like it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::RigStoreError;
use crate::store::{Memory, NewMemory};

/// The key of a memory's metadata under which the document is.
const DOCUMENT: &str = "rig.document";

/// What is remembered of a document, for one of its embeddings.
pub(super) fn remembering(document: &Value, text: String) -> NewMemory {
    let is_just_the_text = document.as_str() == Some(text.as_str());
    let memory = NewMemory::new(text);
    if is_just_the_text { memory } else { memory.with_metadata(DOCUMENT, document.to_string()) }
}

/// The document as a value of the caller's type. What serde says of a failure is left out, because it quotes.
pub(super) fn read<T: DeserializeOwned>(memory: &Memory) -> Result<T, RigStoreError> {
    let read = match memory.metadata.get(DOCUMENT) {
        Some(document) => serde_json::from_str(document),
        None => serde_json::from_value(memory.text.as_str().into()).or_else(|_| serde_json::from_value(text_and_metadata(memory))),
    };
    read.map_err(|_| RigStoreError::Document)
}

/// What filters see.
pub(super) fn fields(memory: &Memory) -> Result<Value, RigStoreError> {
    match memory.metadata.get(DOCUMENT) {
        Some(document) => serde_json::from_str(document).map_err(|_| RigStoreError::Document),
        None => Ok(text_and_metadata(memory)),
    }
}

fn text_and_metadata(memory: &Memory) -> Value {
    let mut fields: serde_json::Map<String, Value> =
        memory.metadata.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    fields.insert("text".to_owned(), memory.text.as_str().into());
    Value::Object(fields)
}
