//! A master key in an environment variable.

use std::env;

use zeroize::Zeroizing;

use super::MasterKey;
use super::text::failed;
use crate::VaultError;

impl MasterKey {
    /// Reads the key, as [`MasterKey::to_text`] writes it, from an environment variable.
    ///
    /// Child processes inherit the variable, and it shows in the system's list of processes to the same user; prefer a file or the
    /// keyring where there is a choice.
    ///
    /// # Errors
    /// [`VaultError::KeyProvider`] if the variable is not set or holds no master key.
    pub fn from_env(variable: &str) -> Result<Self, VaultError> {
        let text = env::var_os(variable).ok_or_else(|| failed(format!("the environment variable `{variable}` is not set")))?;
        let text = Zeroizing::new(text.into_encoded_bytes());
        // What is not UTF-8 is no master key either, and the error says so without quoting it.
        Self::parse(std::str::from_utf8(&text).unwrap_or_default(), &format!("the environment variable `{variable}`"))
    }
}
