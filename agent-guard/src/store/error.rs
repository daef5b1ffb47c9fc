//! What can go wrong with a store. No variant carries content or a person's id.

use std::error::Error;
use std::fmt;

use crate::VaultError;
#[cfg(feature = "sqlite-memory")]
use crate::seal::KeyStoreError;

/// A memory could not do what it was asked to.
#[derive(Debug)]
#[non_exhaustive]
pub enum MemoryError {
    /// A key or a sealed value was not right. [`VaultError::Erased`] says that the person was forgotten.
    Vault(VaultError),
    /// The database failed.
    Database(Box<dyn Error + Send + Sync>),
    /// The vector is empty, has only zeros, or has numbers that are not finite.
    Vector,
    /// The text is no id of a memory.
    Id,
}

impl fmt::Display for MemoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vault(error) => fmt::Display::fmt(error, f),
            Self::Database(error) => write!(f, "the database failed: {error}"),
            Self::Vector => f.write_str("the vector is empty, has only zeros, or has numbers that are not finite"),
            Self::Id => f.write_str("not the id of a memory: expected 32 hexadecimal digits"),
        }
    }
}

impl Error for MemoryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // `Display` has already said what the cause says; a report that walks the sources must not say it twice.
        match self {
            Self::Vault(error) => error.source(),
            Self::Database(error) => error.source(),
            Self::Vector | Self::Id => None,
        }
    }
}

impl From<VaultError> for MemoryError {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

#[cfg(feature = "sqlite-memory")]
impl From<KeyStoreError> for MemoryError {
    fn from(error: KeyStoreError) -> Self {
        Self::Vault(error.into())
    }
}

#[cfg(feature = "sqlite-memory")]
impl From<rusqlite::Error> for MemoryError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(Box::new(error))
    }
}
