//! A master key as text: `agk1_` and 43 characters of base64url. The prefix tells a secret scanner, and a person, what it is.

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use super::MasterKey;
use crate::seal::secret::{KEY_LENGTH, SecretKey};
use crate::seal::{KeyProviderError, VaultError};

const PREFIX: &str = "agk1_";

impl MasterKey {
    /// The key as text, to put it where [`MasterKey::from_text`] will find it. Whoever reads this text reads everything.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + Base64UrlUnpadded::encoded_len(self.0.expose())));
        text.push_str(PREFIX);
        let key = Zeroizing::new(Base64UrlUnpadded::encode_string(self.0.expose()));
        text.push_str(&key);
        text
    }

    /// Reads what [`MasterKey::to_text`] wrote. White space around it does not matter.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if the text is no master key.
    pub fn from_text(text: &str) -> Result<Self, VaultError> {
        Self::parse(text, "the text")
    }

    /// `place` says in the error where the text came from.
    pub(super) fn parse(text: &str, place: &str) -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; KEY_LENGTH]);
        let encoded = text.trim().strip_prefix(PREFIX).unwrap_or_default();
        match Base64UrlUnpadded::decode(encoded, &mut *bytes) {
            Ok(decoded) if decoded.len() == KEY_LENGTH => Ok(Self(SecretKey::from_bytes(&bytes))),
            _ => Err(failed(format!("{place} is no master key: expected `{PREFIX}` and 43 characters, as `MasterKey::to_text` writes it"))),
        }
    }
}

/// The error of a place that a key could not be had from.
pub(super) fn failed(message: String) -> VaultError {
    VaultError::KeyProvider(KeyProviderError::new(message))
}
