//! A master key that this process holds itself: made here, read from a file, an environment variable or the keyring.

mod environment;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod text;

use super::envelope::{self, Kind};
use super::{KeyProvider, KeyProviderError, SecretKey, VaultError};

/// A 256-bit master key in memory: the [`KeyProvider`] for an agent without a key management service.
///
/// ```no_run
/// use agent_guard::seal::MasterKey;
///
/// let from_file = MasterKey::load_or_create("agent.key")?; // 0600; refused if others may read it
/// let from_environment = MasterKey::from_env("AGENT_MASTER_KEY")?;
/// # Ok::<(), agent_guard::VaultError>(())
/// ```
///
/// Keep it apart from the database that it protects, and keep a copy: without it nothing can be opened.
#[derive(Debug)]
pub struct MasterKey(SecretKey);

/// Length of [`KeyProvider::id`], in bytes. It names the key among a few; it need not be unguessable.
const ID_LENGTH: usize = 16;

impl MasterKey {
    /// A new random master key, in memory only. To keep it, see [`MasterKey::create`] and [`MasterKey::to_text`].
    ///
    /// # Errors
    /// [`VaultError::Random`] if the system has no random bytes to give.
    pub fn random() -> Result<Self, VaultError> {
        SecretKey::random().map(Self)
    }

    /// The master key with these bytes, from a place of your own.
    #[must_use]
    pub fn from_key(key: SecretKey) -> Self {
        Self(key)
    }
}

impl KeyProvider for MasterKey {
    fn id(&self) -> Vec<u8> {
        self.0.derive(b"agent-guard/v1/master/id").expose()[..ID_LENGTH].to_vec()
    }

    fn wrap(&self, key: &SecretKey, context: &[u8]) -> Result<Vec<u8>, KeyProviderError> {
        let wrapping_key = self.0.derive(b"agent-guard/v1/master/wrap");
        envelope::seal(&wrapping_key, Kind::Key, 0, &[context], key.expose()).map_err(KeyProviderError::new)
    }

    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<SecretKey, KeyProviderError> {
        let wrapping_key = self.0.derive(b"agent-guard/v1/master/wrap");
        let key = envelope::open(&wrapping_key, Kind::Key, &[context], wrapped).map_err(|_| KeyProviderError::not_authentic())?;
        SecretKey::from_slice(&key).ok_or_else(KeyProviderError::not_authentic)
    }
}
