//! Key material: 32 random bytes that are wiped when dropped and never print, and the keys derived from them.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::VaultError;

/// Length of every key, in bytes.
pub const KEY_LENGTH: usize = 32;

/// A 256-bit key. Wiped when dropped; `Debug` shows nothing of it.
///
/// A [`KeyProvider`](super::KeyProvider) of your own wraps and unwraps these.
// Intentionally absent: `Clone`, so that each copy of a key is one somebody meant to make; `PartialEq`, which would not take
// constant time; `Serialize`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretKey([u8; KEY_LENGTH]);

impl SecretKey {
    /// The key with these bytes. The caller wipes their own copy.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; KEY_LENGTH]) -> Self {
        Self(*bytes)
    }

    /// A new key from the operating system's random source.
    ///
    /// # Errors
    /// [`VaultError::Random`] if the system has no random bytes to give.
    pub fn random() -> Result<Self, VaultError> {
        let mut key = Self([0; KEY_LENGTH]);
        fill_random(&mut key.0)?;
        Ok(key)
    }

    /// The key itself, for a cipher. Do not store or log it.
    #[must_use]
    pub fn expose(&self) -> &[u8; KEY_LENGTH] {
        &self.0
    }

    /// The subkey for one use: HKDF-SHA256 without salt, the use as info (RFC 5869). The input is a uniform key already, so
    /// what HKDF adds is that the key of one use tells nothing about the key of another.
    pub(crate) fn derive(&self, usage: &[u8]) -> Self {
        let mut derived = Self([0; KEY_LENGTH]);
        Hkdf::<Sha256>::new(None, &self.0).expand(usage, &mut derived.0).expect("HKDF-SHA256 gives up to 8,160 bytes");
        derived
    }

    /// HMAC-SHA256 of some parts under this key. Each part is preceded by its length, so that parts cannot run into each other.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; KEY_LENGTH] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in parts {
            mac.update(&length_prefix(part));
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// How lengths are written before variable parts, in every hash and all associated data: 8 bytes, big-endian.
pub(crate) fn length_prefix(part: &[u8]) -> [u8; 8] {
    (part.len() as u64).to_be_bytes()
}

pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|error| VaultError::Random(Box::new(error)))
}

/// Random bytes that are no key: ids.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

/// Bytes that are wiped when dropped, also those that a growing `Vec` would leave behind when it moves.
#[derive(Default)]
pub(crate) struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl std::io::Write for WipedBuffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.next_power_of_two()));
            larger.extend_from_slice(&self.0);
            // The smaller one is wiped here, when it is dropped.
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
