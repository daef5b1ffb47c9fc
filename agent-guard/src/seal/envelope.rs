//! The one place that calls the cipher: bytes in, envelope out. `docs/sealed-format.md` has the layout byte by byte.
//!
//! ```text
//! 0      1      2            6                 30                      n-16          n
//! | ver. | kind | epoch (BE) | nonce, 24 bytes | ciphertext            | tag, 16 B   |
//! ```
//!
//! The first six bytes are authenticated with everything that says where the envelope belongs.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::secret::{SecretKey, fill_random, length_prefix};
use super::{Epoch, VaultError};

/// The only version there is.
const VERSION: u8 = 1;
const HEADER: usize = 6;
pub(crate) const NONCE: usize = 24;
const TAG: usize = 16;
/// How much longer an envelope is than what is in it.
pub(crate) const OVERHEAD: usize = HEADER + NONCE + TAG;

/// What is in an envelope. Authenticated, so that one kind cannot be passed off as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// A key, under the master key.
    Key = 1,
    /// Bytes, as the caller gave them.
    Bytes = 2,
    /// A value, as CBOR.
    Value = 3,
}

/// Seals `content` under `key`. `bound_to` is authenticated and not stored: the same parts are needed to open.
pub(crate) fn seal(key: &SecretKey, kind: Kind, epoch: Epoch, bound_to: &[&[u8]], content: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    fill_random(&mut nonce)?;
    seal_with_nonce(key, kind, epoch, &nonce, bound_to, content)
}

/// [`seal`] with a nonce of the caller's, which must never be used twice under a key: for the test vectors.
pub(crate) fn seal_with_nonce(
    key: &SecretKey,
    kind: Kind,
    epoch: Epoch,
    nonce: &[u8; NONCE],
    bound_to: &[&[u8]],
    content: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let mut envelope = Vec::with_capacity(content.len() + OVERHEAD);
    envelope.extend_from_slice(&[VERSION, kind as u8]);
    envelope.extend_from_slice(&epoch.to_be_bytes());
    let associated = associated_data(&envelope, bound_to);
    envelope.extend_from_slice(nonce);
    envelope.extend_from_slice(content);
    let body = &mut envelope[HEADER + NONCE..];
    // The cipher refuses more than 256 GiB, which is not a value.
    let tag = cipher(key).encrypt_inout_detached(&XNonce::from(*nonce), &associated, body.into()).map_err(|_| VaultError::Encode)?;
    envelope.extend_from_slice(&tag);
    Ok(envelope)
}

/// Opens an envelope that [`seal`] made with the same key, kind and parts.
pub(crate) fn open(key: &SecretKey, kind: Kind, bound_to: &[&[u8]], envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let parts = Parts::of(envelope)?;
    if parts.kind != kind as u8 {
        return Err(VaultError::UnknownFormat);
    }
    let associated = associated_data(&envelope[..HEADER], bound_to);
    let mut content = Zeroizing::new(parts.ciphertext.to_vec());
    let nonce = XNonce::try_from(parts.nonce).expect("it was cut to this length");
    let tag = Tag::try_from(parts.tag).expect("it was cut to this length");
    cipher(key).decrypt_inout_detached(&nonce, &associated, content.as_mut_slice().into(), &tag).map_err(|_| VaultError::Tampered)?;
    Ok(content)
}

/// The epoch of the data key that an envelope says it was sealed under. Not yet authenticated.
pub(crate) fn epoch_of(envelope: &[u8]) -> Result<Epoch, VaultError> {
    Parts::of(envelope).map(|parts| parts.epoch)
}

/// The kind that an envelope says it is of. Not yet authenticated.
pub(crate) fn kind_of(envelope: &[u8]) -> Result<Kind, VaultError> {
    let kind = Parts::of(envelope)?.kind;
    [Kind::Key, Kind::Bytes, Kind::Value].into_iter().find(|known| *known as u8 == kind).ok_or(VaultError::UnknownFormat)
}

struct Parts<'a> {
    kind: u8,
    epoch: Epoch,
    nonce: &'a [u8],
    ciphertext: &'a [u8],
    tag: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(envelope: &'a [u8]) -> Result<Self, VaultError> {
        let (&[version, kind, e0, e1, e2, e3], rest) = envelope.split_first_chunk::<HEADER>().ok_or(VaultError::UnknownFormat)?;
        if version != VERSION || rest.len() < NONCE + TAG {
            return Err(VaultError::UnknownFormat);
        }
        let (nonce, rest) = rest.split_at(NONCE);
        let (ciphertext, tag) = rest.split_at(rest.len() - TAG);
        Ok(Self { kind, epoch: Epoch::from_be_bytes([e0, e1, e2, e3]), nonce, ciphertext, tag })
    }
}

fn associated_data(header: &[u8], bound_to: &[&[u8]]) -> Vec<u8> {
    let mut associated = header.to_vec();
    for part in bound_to {
        associated.extend_from_slice(&length_prefix(part));
        associated.extend_from_slice(part);
    }
    associated
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.expose().into())
}
