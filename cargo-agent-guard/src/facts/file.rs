//! The form of files that are kept between runs: a header that says what the file was written under, a checksum, and the content in
//! postcard's form.
//!
//! ```text
//! magic    8 bytes   what it is: "AGFACTS\n"
//! schema   4 bytes   the version of the content's form, little endian
//! length   4 bytes   of the key
//! key                text
//! checksum 32 bytes  BLAKE3 of the payload
//! payload            the content
//! ```
//! A file is whole and of this key, or it is not used at all: half-written, damaged and outdated files are told apart from good ones by
//! the header alone, before anything of the payload is believed.

use serde::{Serialize, de::DeserializeOwned};

use super::Facts;

/// The version of the facts' form. Raise it with every change of a type that is serialised.
pub const SCHEMA: u32 = 17;

const FACTS: Form = Form { magic: b"AGFACTS\n", schema: SCHEMA };

/// The hash of a file's payload.
pub type Checksum = [u8; 32];

/// A kind of files that are kept between runs.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What they begin with.
    pub magic: &'static [u8; 8],
    /// The version of what they hold.
    pub schema: u32,
}

/// Why a file that was kept cannot be used.
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
    FACTS.encode(facts, key)
}

/// The key that a facts file was written under.
///
/// # Errors
/// If it is no facts file, or one of another form.
pub fn key_of(bytes: &[u8]) -> Result<&str, FileError> {
    FACTS.split(bytes).map(|(key, ..)| key)
}

/// The checksum that stands in a facts file. [`decode`] says whether it is right.
///
/// # Errors
/// If it is no facts file, or one of another form.
pub fn checksum_of(bytes: &[u8]) -> Result<Checksum, FileError> {
    FACTS.split(bytes).map(|(_, checksum, _)| *checksum)
}

/// Reads a facts file that was written under `key`.
///
/// # Errors
/// If it is damaged or was written under another key.
pub fn decode(bytes: &[u8], key: &str) -> Result<Facts, FileError> {
    let facts: Facts = FACTS.decode(bytes, key)?;
    facts.indices_are_in_range().then_some(facts).ok_or_else(|| corrupt("an index points nowhere"))
}

impl Form {
    /// The bytes of a file.
    ///
    /// # Panics
    /// If the content has something that postcard cannot write: it is not made of numbers, texts and lists alone.
    pub fn encode(&self, content: &impl Serialize, key: &str) -> Vec<u8> {
        let payload = postcard::to_stdvec(content).expect("it holds numbers, texts and lists, which postcard can write");
        let mut bytes = Vec::with_capacity(payload.len() + key.len() + 48);
        bytes.extend_from_slice(self.magic);
        bytes.extend_from_slice(&self.schema.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(key.len()).expect("a key is a line of text").to_le_bytes());
        bytes.extend_from_slice(key.as_bytes());
        bytes.extend_from_slice(blake3::hash(&payload).as_bytes());
        bytes.extend_from_slice(&payload);
        bytes
    }

    /// Reads a file that was written under `key`.
    ///
    /// # Errors
    /// If it is damaged or was written under another key.
    pub fn decode<T: DeserializeOwned>(&self, bytes: &[u8], key: &str) -> Result<T, FileError> {
        let (found, checksum, payload) = self.split(bytes)?;
        if found != key {
            return Err(FileError::Stale);
        }
        if blake3::hash(payload).as_bytes() != checksum {
            return Err(corrupt("its checksum does not match its content"));
        }
        postcard::from_bytes(payload).map_err(|error| corrupt(&error.to_string()))
    }

    /// The key, the checksum and the payload.
    fn split<'b>(&self, bytes: &'b [u8]) -> Result<(&'b str, &'b Checksum, &'b [u8]), FileError> {
        let rest = bytes.strip_prefix(self.magic).ok_or_else(|| corrupt("it does not begin as such a file does"))?;
        let (schema, rest) = rest.split_first_chunk::<4>().ok_or_else(|| corrupt("it ends in its header"))?;
        if u32::from_le_bytes(*schema) != self.schema {
            return Err(FileError::Stale);
        }
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(|| corrupt("it ends in its header"))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (key, rest) = rest.split_at_checked(length).ok_or_else(|| corrupt("it ends in its key"))?;
        let key = std::str::from_utf8(key).map_err(|_| corrupt("its key is not text"))?;
        let (checksum, payload) = rest.split_first_chunk::<32>().ok_or_else(|| corrupt("it ends in its header"))?;
        Ok((key, checksum, payload))
    }
}

fn corrupt(reason: &str) -> FileError {
    FileError::Corrupt(reason.to_owned())
}
