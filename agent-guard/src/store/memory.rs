//! What an agent remembers: given to a store, and given back by it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize, Serializer};

use super::MemoryError;

/// Names one memory. Random: it tells neither when nor of whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemoryId([u8; 16]);

impl MemoryId {
    /// The id with these bytes, from a database.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id as a key for a database.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for MemoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for MemoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryId({self})")
    }
}

impl FromStr for MemoryId {
    type Err = MemoryError;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, MemoryError> {
        let is_whole = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_whole.then(|| u128::from_str_radix(text, 16).ok()).flatten().ok_or(MemoryError::Id)?;
        Ok(Self(number.to_be_bytes()))
    }
}

impl Serialize for MemoryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is to be remembered.
#[derive(Clone, PartialEq)]
pub struct NewMemory {
    pub(crate) text: String,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) vector: Option<Vec<f32>>,
}

impl NewMemory {
    /// A text to remember. Without a vector it is found by text only.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), metadata: BTreeMap::new(), vector: None }
    }

    /// The text's embedding, from whatever model the agent uses.
    #[must_use]
    pub fn with_vector(self, vector: impl Into<Vec<f32>>) -> Self {
        Self { vector: Some(vector.into()), ..self }
    }

    /// Something about the text: where it came from, what it belongs to. Sealed like the text.
    #[must_use]
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

impl fmt::Debug for NewMemory {
    /// Shows the sizes, not what is remembered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMemory").field("bytes", &self.text.len()).field("has_vector", &self.vector.is_some()).finish_non_exhaustive()
    }
}

/// Something remembered.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Memory {
    /// Its name.
    pub id: MemoryId,
    /// The text.
    pub text: String,
    /// What was said about the text.
    pub metadata: BTreeMap<String, String>,
    /// When it was remembered, to the millisecond. In JSON: milliseconds since 1970.
    #[serde(serialize_with = "milliseconds_since_1970")]
    pub remembered_at: SystemTime,
}

impl fmt::Debug for Memory {
    /// Shows which one, not what is remembered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("id", &self.id).field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}

/// A memory that was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recalled {
    /// What was found.
    pub memory: Memory,
    /// How well it fits; higher is better. By vector: the cosine, from -1 to 1. By text: above zero, and comparable within one answer only.
    pub score: f32,
}

/// Everything that is remembered of one person, for them to take along.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Export {
    /// The memories, oldest first.
    pub memories: Vec<ExportedMemory>,
}

/// A memory with its vector.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct ExportedMemory {
    /// What is remembered.
    #[serde(flatten)]
    pub memory: Memory,
    /// Its embedding, as it was given.
    pub vector: Option<Vec<f32>>,
}

impl fmt::Debug for ExportedMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.memory, f)
    }
}

/// What is sealed of a memory besides its vector.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    text: String,
    metadata: BTreeMap<String, String>,
    milliseconds_since_1970: u64,
}

impl Content {
    pub(crate) fn new(text: String, metadata: BTreeMap<String, String>, now: SystemTime) -> Self {
        Self { text, metadata, milliseconds_since_1970: to_milliseconds(now) }
    }

    pub(crate) fn into_memory(self, id: MemoryId) -> Memory {
        let remembered_at = SystemTime::UNIX_EPOCH + Duration::from_millis(self.milliseconds_since_1970);
        Memory { id, text: self.text, metadata: self.metadata, remembered_at }
    }
}

fn to_milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn milliseconds_since_1970<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(to_milliseconds(*time))
}
