//! A master key in the system's keyring.

use keyring_core::Entry;
use zeroize::Zeroizing;

use super::MasterKey;
use super::text::failed;
use crate::VaultError;

impl MasterKey {
    /// Reads the master key from the system's keyring.
    ///
    /// The application chooses the keyring once, at its start, with `keyring_core::set_default_store` and the store crate of its
    /// platform; on a server without a keyring, use a file.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if there is no keyring or no such entry, if it is locked, or if what it holds is no master key.
    pub fn from_keyring(service: &str, user: &str) -> Result<Self, VaultError> {
        let secret = entry(service, user)?.get_secret().map_err(|error| unusable(&error))?;
        let secret = Zeroizing::new(secret);
        Self::parse(std::str::from_utf8(&secret).unwrap_or_default(), &format!("the keyring's entry for `{service}`"))
    }

    /// Makes a new master key and the keyring's entry that holds it. A keyring cannot create an entry only if there is none: do not
    /// call this from two processes at once.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if there is such an entry already, or the keyring cannot be used.
    pub fn create_in_keyring(service: &str, user: &str) -> Result<Self, VaultError> {
        let entry = entry(service, user)?;
        match entry.get_secret() {
            Err(keyring_core::Error::NoEntry) => {}
            Err(error) => return Err(unusable(&error)),
            Ok(secret) => {
                drop(Zeroizing::new(secret));
                return Err(failed(format!("the keyring has an entry for `{service}` already: a master key is never overwritten")));
            }
        }
        let key = Self::random()?;
        entry.set_secret(key.to_text().as_bytes()).map_err(|error| unusable(&error))?;
        Ok(key)
    }
}

fn entry(service: &str, user: &str) -> Result<Entry, VaultError> {
    Entry::new(service, user).map_err(|error| unusable(&error))
}

/// Some variants of the keyring's error carry what the entry holds: only its kind is told.
fn unusable(error: &keyring_core::Error) -> VaultError {
    failed(match error {
        keyring_core::Error::NoDefaultStore => "no keyring was chosen: call `keyring_core::set_default_store` at the start".to_owned(),
        keyring_core::Error::NoEntry => "the keyring has no such entry: make one with `MasterKey::create_in_keyring`".to_owned(),
        keyring_core::Error::NoStorageAccess(_) => "the keyring is locked or not reachable".to_owned(),
        _ => "the keyring failed".to_owned(),
    })
}
