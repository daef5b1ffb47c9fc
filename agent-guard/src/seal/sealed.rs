//! A value that only its person's key opens.

use std::fmt;
use std::marker::PhantomData;

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A sealed `T`: made by [`SubjectKeys::seal_value`](super::SubjectKeys::seal_value) or
/// [`Vault::seal_value`](super::Vault::seal_value), opened by their counterparts. It is bytes to everyone else, and may be stored and sent.
///
/// ```
/// use agent_guard::seal::{MasterKey, MemoryKeyStore};
/// use agent_guard::{Sealed, SubjectId, Vault};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, PartialEq, Debug)]
/// struct Profile { name: String, allergies: Vec<String> }
///
/// let vault = Vault::open(MasterKey::random()?, MemoryKeyStore::new())?;
/// let ada = SubjectId::new("ada");
/// let profile = Profile { name: "Ada".into(), allergies: vec!["nuts".into()] };
///
/// let sealed: Sealed<Profile> = vault.seal_value(&ada, "profiles", b"ada", &profile)?;
/// assert_eq!(vault.open_value(&ada, "profiles", b"ada", &sealed)?, profile);
/// # Ok::<(), agent_guard::VaultError>(())
/// ```
///
/// Inside is CBOR (RFC 8949), because it writes all that serde can describe and reads it back without knowing the type: maps with
/// any keys, `#[serde(flatten)]`, untagged enums and `serde_json::Value` among them. JSON cannot write some of these, and formats that do not
/// describe themselves cannot read them.
pub struct Sealed<T: ?Sized> {
    bytes: Vec<u8>,
    // `fn() -> T`: no `T` is stored, so it is `Send` and `Sync` whatever `T` is.
    value: PhantomData<fn() -> T>,
}

impl<T: ?Sized> Sealed<T> {
    /// The value that was stored as these bytes. Whether they are authentic shows when it is opened.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes, value: PhantomData }
    }

    /// The sealed bytes, to store them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The sealed bytes, to store them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl<T: ?Sized> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::from_bytes(self.bytes.clone())
    }
}

impl<T: ?Sized> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.bytes.len())
    }
}

impl<T: ?Sized> Serialize for Sealed<T> {
    /// As bytes, or as base64 text in formats that people read.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.serialize_str(&Base64::encode_string(&self.bytes)),
            false => serializer.serialize_bytes(&self.bytes),
        }
    }
}

impl<'de, T: ?Sized> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_str(SealedVisitor),
            false => deserializer.deserialize_byte_buf(SealedVisitor),
        }
        .map(Self::from_bytes)
    }
}

struct SealedVisitor;

impl de::Visitor<'_> for SealedVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sealed value, as bytes or base64")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<u8>, E> {
        Base64::decode_vec(text).map_err(|_| E::custom("a sealed value must be base64"))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }
}
