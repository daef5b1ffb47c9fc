//! Keyed hashes by which a sealed field can still be matched for equality.

use std::fmt;

use super::SecretKey;

/// HMAC-SHA256 of a value under a key of its own for each store and field: 32 bytes to put beside a sealed field and to search for.
///
/// From [`Vault::blind_index`](super::Vault::blind_index) it matches across people (is this address taken?); from
/// [`SubjectKeys::blind_index`](super::SubjectKeys::blind_index) within one person's records only.
///
/// The value is hashed byte for byte. What counts as equal is yours to say: trim, fold case and normalise before.
///
/// # What it tells who can read the database, but has no key
///
/// Which records have the same value in a field, and so how often each value occurs. With that, a field of few values (a country, yes or no)
/// can be guessed by frequency: do not index one. Nothing about values that occur once; nothing across fields or stores. The one that
/// matches across people is not erased with a person's key: delete it with their records.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlindIndex([u8; 32]);

impl BlindIndex {
    pub(crate) fn new(key: &SecretKey, store: &str, field: &str, value: &[u8]) -> Self {
        Self(key.mac(&[store.as_bytes(), field.as_bytes(), value]))
    }

    /// The index, to store it and to search for it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for BlindIndex {
    /// Shows nothing: an index in a log line would link records.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindIndex(…)")
    }
}
