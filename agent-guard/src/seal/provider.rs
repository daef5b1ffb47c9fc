//! Where the master key is: the trait that a key management service implements.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::SecretKey;

/// Holds the master key, or knows who does. A vault gives it data keys to wrap and never sees the master key.
///
/// [`MasterKey`](super::MasterKey) implements it for a key in a file, an environment variable or the system's keyring. Implement it
/// over the *encrypt* and *decrypt* operations of a key management service (KMS) to keep the master key out of the process:
///
/// ```
/// use agent_guard::seal::{KeyProvider, KeyProviderError, SecretKey};
/// # struct Client;
/// # impl Client {
/// #     fn encrypt(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, std::io::Error> { unimplemented!() }
/// #     fn decrypt(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, std::io::Error> { unimplemented!() }
/// # }
/// struct Kms { client: Client, key_name: String }
///
/// impl KeyProvider for Kms {
///     fn id(&self) -> Vec<u8> {
///         self.key_name.as_bytes().to_vec()
///     }
///     fn wrap(&self, key: &SecretKey, context: &[u8]) -> Result<Vec<u8>, KeyProviderError> {
///         self.client.encrypt(key.expose(), context).map_err(KeyProviderError::new)
///     }
///     fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<SecretKey, KeyProviderError> {
///         let key = zeroize::Zeroizing::new(self.client.decrypt(wrapped, context).map_err(|_| KeyProviderError::not_authentic())?);
///         let key = key.as_slice().try_into().map_err(|_| KeyProviderError::not_authentic())?;
///         Ok(SecretKey::from_bytes(key))
///     }
/// }
/// ```
pub trait KeyProvider: Send + Sync {
    /// Names the master key, or its version: stored in clear beside what it wrapped, so that a wrong one is recognised before
    /// anything is written. Must tell nothing about the key.
    fn id(&self) -> Vec<u8>;

    /// Encrypts a key. `context` says which key it is and must be authenticated (a KMS calls it *encryption context* or *associated
    /// data*).
    ///
    /// # Errors
    /// [`KeyProviderError`] if the master key cannot be used now.
    fn wrap(&self, key: &SecretKey, context: &[u8]) -> Result<Vec<u8>, KeyProviderError>;

    /// Decrypts what [`wrap`](Self::wrap) made with the same context.
    ///
    /// # Errors
    /// [`KeyProviderError::not_authentic`] if the bytes or the context are not those that were wrapped; another [`KeyProviderError`]
    /// if the master key cannot be used now.
    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<SecretKey, KeyProviderError>;
}

impl<K: KeyProvider + ?Sized> KeyProvider for Arc<K> {
    fn id(&self) -> Vec<u8> {
        (**self).id()
    }

    fn wrap(&self, key: &SecretKey, context: &[u8]) -> Result<Vec<u8>, KeyProviderError> {
        (**self).wrap(key, context)
    }

    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<SecretKey, KeyProviderError> {
        (**self).unwrap(wrapped, context)
    }
}

/// The master key could not be had or used.
#[derive(Debug)]
pub struct KeyProviderError(Cause);

#[derive(Debug)]
enum Cause {
    NotAuthentic,
    Failed(Box<dyn Error + Send + Sync>),
}

impl KeyProviderError {
    /// Wraps what went wrong: an error of the service, or a message. It ends up in logs: no key bytes in it.
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Cause::Failed(cause.into()))
    }

    /// The wrapped key was changed, or wrapped under another key or for another context.
    #[must_use]
    pub fn not_authentic() -> Self {
        Self(Cause::NotAuthentic)
    }

    pub(crate) fn is_not_authentic(&self) -> bool {
        matches!(self.0, Cause::NotAuthentic)
    }
}

impl fmt::Display for KeyProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::NotAuthentic => f.write_str("the wrapped key is not authentic"),
            Cause::Failed(cause) => fmt::Display::fmt(cause, f),
        }
    }
}

impl Error for KeyProviderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Cause::NotAuthentic => None,
            Cause::Failed(cause) => cause.source(),
        }
    }
}
