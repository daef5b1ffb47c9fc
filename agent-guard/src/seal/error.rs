//! What can go wrong with keys and sealed values. No variant carries content, key bytes or a person's id.

use std::error::Error;
use std::fmt;

use super::{KeyProviderError, KeyStoreError};

/// A vault could not do what it was asked to. Says what to do about it, and nothing of content, keys or people.
#[derive(Debug)]
#[non_exhaustive]
pub enum VaultError {
    /// The key store was made under another master key. Nothing was written.
    WrongMasterKey,
    /// The master key was rotated by another process after this vault was opened.
    MasterKeyRotated,
    /// This vault has never had a key for the person.
    UnknownSubject,
    /// The key was destroyed: what was sealed under it cannot be read by anyone, and nothing is sealed for the person until
    /// they are [readmitted](super::Vault::readmit).
    Erased,
    /// The key is destroyed, but its old bytes may still lie in the key store's journal because another process is reading.
    ErasurePending,
    /// The sealed bytes or a stored key were changed, or belong to another person, store or record.
    Tampered,
    /// The bytes are not of a format that this version reads: cut short, not sealed, or made by a later version.
    UnknownFormat,
    /// The key store's parts do not fit together.
    DamagedKeyStore,
    /// The value could not be turned into bytes.
    Encode,
    /// The bytes are authentic, but not those of the type that was asked for.
    Decode,
    /// The vector has a number that is not finite, has no numbers at all, or is too large to be scaled.
    Vector,
    /// The master key could not be had or used.
    KeyProvider(KeyProviderError),
    /// The key store failed.
    KeyStore(KeyStoreError),
    /// The system gave no random bytes.
    Random(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongMasterKey => "the key store was made under another master key: give the vault the one it was created with",
            Self::MasterKeyRotated => "the master key was rotated by another process: open the vault anew with the new master key",
            Self::UnknownSubject => "the vault has no key for this subject: nothing was ever sealed for them here",
            Self::Erased => "erased: the key of this subject was destroyed, and what was sealed under it cannot be read any more",
            Self::ErasurePending => {
                "the key is destroyed, but another process still reads the key store and its old bytes may lie in the journal: forget the \
                 subject again when that process is done"
            }
            Self::Tampered => "not authentic: the sealed bytes were changed, or were sealed for another subject, store or record",
            Self::UnknownFormat => "not a sealed value that this version reads: cut short, not sealed, or made by a later version",
            Self::DamagedKeyStore => "the key store is damaged: restore it from a backup",
            Self::Encode => "the value cannot be serialised",
            Self::Decode => "the sealed value is of another type than the one asked for",
            Self::Vector => "the vector is empty, or has numbers that are not finite or are too large",
            Self::KeyProvider(_) => "the master key could not be used",
            Self::KeyStore(_) => "the key store failed",
            Self::Random(_) => "the system gave no random bytes",
        })
    }
}

impl Error for VaultError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::KeyProvider(error) => Some(error),
            Self::KeyStore(error) => Some(error),
            Self::Random(error) => Some(&**error),
            _ => None,
        }
    }
}
