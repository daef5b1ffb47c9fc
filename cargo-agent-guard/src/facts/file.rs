//! The facts file: a header that says what it was written under, a checksum, and the facts in postcard's form.
//!
//! ```text
//! magic    8 bytes   "AGFACTS\n"
//! schema   4 bytes   SCHEMA, little endian
//! length   4 bytes   of the key
//! key                text
//! checksum 32 bytes  BLAKE3 of the payload
//! payload            the facts
//! ```
//! A file is whole and of this key, or it is not used at all: half-written, damaged and outdated files are told apart from good ones by
//! the header alone, before anything of the payload is believed.

use super::Facts;

/// The version of the facts' form. Raise it with every change of a type that is serialised.
pub const SCHEMA: u32 = 15;

const MAGIC: &[u8; 8] = b"AGFACTS\n";

/// Why a facts file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is damaged.
    Corrupt(String),
    /// It was written under another key (tool, compiler, catalogue, flags).
    Stale,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FileError::Corrupt(reason) => write!(f, "it is damaged: {reason}"),
            FileError::Stale => {
                f.write_str("it was written by another version of agent-guard, for another compiler, or under another catalogue")
            }
        }
    }
}

impl std::error::Error for FileError {}

/// The bytes of a facts file.
///
/// # Panics
/// Never: facts hold nothing that postcard cannot write.
pub fn encode(facts: &Facts, key: &str) -> Vec<u8> {
    let payload = postcard::to_stdvec(facts).expect("facts hold numbers, texts and lists, which postcard can write");
    let mut bytes = Vec::with_capacity(payload.len() + key.len() + 48);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&SCHEMA.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(key.len()).expect("a key is a line of text").to_le_bytes());
    bytes.extend_from_slice(key.as_bytes());
    bytes.extend_from_slice(blake3::hash(&payload).as_bytes());
    bytes.extend_from_slice(&payload);
    bytes
}

/// The key that a facts file was written under.
///
/// # Errors
/// If it is no facts file, or one of another form.
pub fn key_of(bytes: &[u8]) -> Result<&str, FileError> {
    split(bytes).map(|(key, _)| key)
}

/// Reads a facts file that was written under `key`.
///
/// # Errors
/// If it is damaged or was written under another key.
pub fn decode(bytes: &[u8], key: &str) -> Result<Facts, FileError> {
    let (found, rest) = split(bytes)?;
    if found != key {
        return Err(FileError::Stale);
    }
    let (checksum, payload) = rest.split_first_chunk::<32>().ok_or_else(|| corrupt("it ends in its header"))?;
    if blake3::hash(payload).as_bytes() != checksum {
        return Err(corrupt("its checksum does not match its content"));
    }
    let facts: Facts = postcard::from_bytes(payload).map_err(|error| corrupt(&error.to_string()))?;
    facts.indices_are_in_range().then_some(facts).ok_or_else(|| corrupt("an index points nowhere"))
}

/// The key, and what comes after it.
fn split(bytes: &[u8]) -> Result<(&str, &[u8]), FileError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| corrupt("it does not begin as facts do"))?;
    let (schema, rest) = rest.split_first_chunk::<4>().ok_or_else(|| corrupt("it ends in its header"))?;
    if u32::from_le_bytes(*schema) != SCHEMA {
        return Err(FileError::Stale);
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(|| corrupt("it ends in its header"))?;
    let length = u32::from_le_bytes(*length) as usize;
    let (key, rest) = rest.split_at_checked(length).ok_or_else(|| corrupt("it ends in its key"))?;
    Ok((std::str::from_utf8(key).map_err(|_| corrupt("its key is not text"))?, rest))
}

fn corrupt(reason: &str) -> FileError {
    FileError::Corrupt(reason.to_owned())
}
