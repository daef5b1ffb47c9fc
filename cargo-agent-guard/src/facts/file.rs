//! The facts file.

use super::Facts;

/// Why a facts file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is damaged.
    Corrupt(String),
    /// It was written under another key (tool, compiler, catalogue, flags).
    Stale,
}

/// The bytes of a facts file.
pub fn encode(_facts: &Facts, _key: &str) -> Vec<u8> {
    Vec::new()
}

/// Reads a facts file that was written under `key`.
///
/// # Errors
/// If it is damaged or was written under another key.
pub fn decode(_bytes: &[u8], _key: &str) -> Result<Facts, FileError> {
    Err(FileError::Stale)
}
