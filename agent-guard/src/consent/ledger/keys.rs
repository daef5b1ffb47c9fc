//! The keys of a ledger. The caller holds one; every other is made from it, each for one use.
//!
//! ```text
//! LedgerKey ─┬─ lookup      finds a person's row:             HMAC(lookup, id of the person)
//!            ├─ pseudonym   names them in the records:        HMAC(pseudonym, row ‖ salt of the person)
//!            ├─ evidence    encrypts how they said it, each:  HMAC(evidence, row ‖ salt of the person)
//!            ├─ identity    encrypts the id in their row
//!            ├─ record      authenticates a record
//!            ├─ head        authenticates the length of the history
//!            └─ signing     signs checkpoints (Ed25519)
//! ```
//!
//! The salt is 32 random bytes and stands in the person's row only. Without it, neither who holds the `LedgerKey` nor who knows the
//! person's id can tell which pseudonym was theirs, or read the evidence: deleting the row is what forgetting comes down to.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{LedgerError, LedgerErrorKind};
use crate::new_file;

/// SHA-256 digests and HMAC-SHA256 codes.
pub(super) type Digest = [u8; 32];

/// The length of an XChaCha20 nonce, which stands before what was encrypted under it.
const NONCE: usize = 24;

/// The key of a ledger: 32 random bytes, cleared from memory when dropped, and never printed.
///
/// Keep it apart from the ledger. Who has only the ledger cannot tell whose records it holds, and cannot change them unseen; who
/// has both can. Without it the ledger cannot be opened: keep a copy where you keep the copies of other keys.
///
/// ```
/// use agent_guard::LedgerKey;
///
/// let folder = tempfile::tempdir()?;
/// let key = LedgerKey::from_file_or_new(folder.path().join("ledger.key"))?; // made at the first start, 0600
/// let same = LedgerKey::from_file(folder.path().join("ledger.key"))?;
/// assert_eq!(format!("{key:?}"), "LedgerKey(…)");
/// # drop(same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct LedgerKey(Zeroizing<Digest>);

impl LedgerKey {
    /// The key of these bytes, from wherever you keep keys.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key.
    ///
    /// # Errors
    /// [`LedgerErrorKind::NoKey`] if the system has no random numbers to give.
    pub fn generate() -> Result<Self, LedgerError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// The key in this file: 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`LedgerErrorKind::NoKey`] if the file cannot be read, holds something else, or (on Unix) can be read by others than its owner.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        only_the_owner_can_read(path.as_ref())?;
        let text = Zeroizing::new(fs::read_to_string(path).map_err(no_key)?);
        Self::from_hex(&text)
    }

    /// The key in this file. Where there is no file, a new key is made and written to it, for its owner to read only. Processes that start at
    /// once get the same key.
    ///
    /// # Errors
    /// [`LedgerErrorKind::NoKey`] as for [`from_file`](Self::from_file), or if the file cannot be written.
    pub fn from_file_or_new(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        if !path.try_exists().map_err(no_key)? {
            let key = Self::generate()?;
            match new_file::write_line(path, &Zeroizing::new(hex::encode(*key.0))) {
                // Another process was quicker: its key counts.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(no_key(error)),
                Ok(()) => return Ok(key),
            }
        }
        Self::from_file(path)
    }

    /// The key in this environment variable: 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`LedgerErrorKind::NoKey`] if the variable is not set or holds something else.
    pub fn from_env(variable: &str) -> Result<Self, LedgerError> {
        // The cause is left out: it quotes what the variable holds.
        let text = Zeroizing::new(std::env::var(variable).map_err(|_| LedgerError::new(LedgerErrorKind::NoKey))?);
        Self::from_hex(&text)
    }

    /// For a thread that outlives the borrow. Not `Clone`: a key is not for passing around.
    #[cfg(feature = "postgres-ledger")]
    pub(super) fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    fn from_hex(text: &str) -> Result<Self, LedgerError> {
        let mut bytes = Zeroizing::new(Digest::default());
        // The cause is left out: it quotes a character of the key.
        hex::decode_to_slice(text.trim(), &mut *bytes).map_err(|_| LedgerError::new(LedgerErrorKind::NoKey))?;
        Ok(Self(bytes))
    }
}

impl fmt::Debug for LedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LedgerKey(…)")
    }
}

fn no_key(cause: std::io::Error) -> LedgerError {
    LedgerError::caused_by(LedgerErrorKind::NoKey, cause)
}

#[cfg(unix)]
fn only_the_owner_can_read(path: &Path) -> Result<(), LedgerError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).map_err(no_key)?.permissions());
    if mode & 0o077 == 0 { Ok(()) } else { Err(LedgerError::new(LedgerErrorKind::NoKey)) }
}

#[cfg(not(unix))]
fn only_the_owner_can_read(_: &Path) -> Result<(), LedgerError> {
    Ok(())
}

/// What a ledger does with its key.
pub(super) struct Keys {
    lookup: Zeroizing<Digest>,
    pseudonym: Zeroizing<Digest>,
    evidence: Zeroizing<Digest>,
    identity: Zeroizing<Digest>,
    record: Zeroizing<Digest>,
    head: Zeroizing<Digest>,
    signing: Zeroizing<Digest>,
    /// Tells a wrong key from a damaged ledger.
    check: Digest,
}

/// A person's row: how it is found, and what makes their pseudonym.
pub(super) struct Person {
    pub(super) lookup: Digest,
    pub(super) salt: Zeroizing<Digest>,
    /// Their id, encrypted.
    pub(super) identity: Vec<u8>,
}

impl Keys {
    /// The keys of the ledger with this id. The id is part of them, so that two ledgers under one key have nothing in common.
    pub(super) fn new(key: &LedgerKey, ledger: &[u8; 16]) -> Self {
        let derive = |purpose: &str| Zeroizing::new(code(&key.0, &[b"agent-guard consent ledger 1: ", purpose.as_bytes(), ledger]));
        Self {
            lookup: derive("lookup"),
            pseudonym: derive("pseudonym"),
            evidence: derive("evidence"),
            identity: derive("identity"),
            record: derive("record"),
            head: derive("head"),
            signing: derive("signing"),
            check: *derive("check"),
        }
    }

    pub(super) fn check(&self) -> &Digest {
        &self.check
    }

    pub(super) fn lookup(&self, id: &str) -> Digest {
        code(&self.lookup, &[id.as_bytes()])
    }

    /// A row for somebody who has none.
    pub(super) fn new_person(&self, id: &str) -> Result<Person, LedgerError> {
        let lookup = self.lookup(id);
        Ok(Person { lookup, salt: Zeroizing::new(random()?), identity: seal(&self.identity, id.as_bytes(), &lookup)? })
    }

    pub(super) fn pseudonym(&self, person: &Person) -> Digest {
        code(&self.pseudonym, &[&person.lookup, &*person.salt])
    }

    /// Who it is. `None` if the row is not as it was written.
    pub(super) fn identify(&self, person: &Person) -> Option<String> {
        let id = String::from_utf8(open(&self.identity, &person.identity, &person.lookup)?).ok()?;
        (self.lookup(&id) == person.lookup).then_some(id)
    }

    pub(super) fn seal_evidence(&self, person: &Person, evidence: &[u8], record: &[u8]) -> Result<Vec<u8>, LedgerError> {
        seal(&self.evidence_key(person), evidence, record)
    }

    pub(super) fn open_evidence(&self, person: &Person, sealed: &[u8], record: &[u8]) -> Option<Vec<u8>> {
        open(&self.evidence_key(person), sealed, record)
    }

    fn evidence_key(&self, person: &Person) -> Zeroizing<Digest> {
        Zeroizing::new(code(&self.evidence, &[&person.lookup, &*person.salt]))
    }

    pub(super) fn code_of_record(&self, hash: &Digest) -> Digest {
        code(&self.record, &[hash])
    }

    pub(super) fn code_of_head(&self, head: &[u8]) -> Digest {
        code(&self.head, &[head])
    }

    pub(super) fn signing(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&self.signing)
    }
}

fn code(key: &Digest, parts: &[&[u8]]) -> Digest {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Nonce and ciphertext.
fn seal(key: &Digest, plain: &[u8], bound_to: &[u8]) -> Result<Vec<u8>, LedgerError> {
    let nonce: [u8; NONCE] = random()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound_to });
    Ok([&nonce[..], &sealed.expect("only a text of 256 GB is too long for the cipher")].concat())
}

fn open(key: &Digest, sealed: &[u8], bound_to: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE>()?;
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: bound_to }).ok()
}

pub(super) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], LedgerError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| LedgerError::caused_by(LedgerErrorKind::NoKey, error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(key: u8, ledger: u8) -> Keys {
        Keys::new(&LedgerKey::from_bytes([key; 32]), &[ledger; 16])
    }

    #[test]
    fn a_person_is_found_under_the_same_key_in_the_same_ledger_only() {
        assert_eq!(keys(1, 1).lookup("ada"), keys(1, 1).lookup("ada"));
        assert_ne!(keys(1, 1).lookup("ada"), keys(1, 1).lookup("grace"));
        assert_ne!(keys(1, 1).lookup("ada"), keys(2, 1).lookup("ada"));
        assert_ne!(keys(1, 1).lookup("ada"), keys(1, 2).lookup("ada"));
    }

    #[test]
    fn a_new_row_for_the_same_person_gives_another_pseudonym() {
        let keys = keys(1, 1);
        let (first, second) = (keys.new_person("ada").unwrap(), keys.new_person("ada").unwrap());
        assert_eq!(first.lookup, second.lookup);
        assert_ne!(keys.pseudonym(&first), keys.pseudonym(&second));
        assert_eq!(keys.identify(&first).as_deref(), Some("ada"));
    }

    #[test]
    fn evidence_opens_for_its_person_and_record_only() {
        let keys = keys(1, 1);
        let (ada, grace) = (keys.new_person("ada").unwrap(), keys.new_person("grace").unwrap());
        let mut sealed = keys.seal_evidence(&ada, b"said yes", b"record 1").unwrap();
        assert_eq!(keys.open_evidence(&ada, &sealed, b"record 1").unwrap(), b"said yes");
        assert_eq!(keys.open_evidence(&ada, &sealed, b"record 2"), None);
        assert_eq!(keys.open_evidence(&grace, &sealed, b"record 1"), None);
        sealed[30] ^= 1;
        assert_eq!(keys.open_evidence(&ada, &sealed, b"record 1"), None);
        assert_eq!(keys.open_evidence(&ada, b"short", b"record 1"), None);
    }

    #[test]
    fn a_row_that_was_swapped_for_another_identifies_nobody() {
        let keys = keys(1, 1);
        let (ada, mut grace) = (keys.new_person("ada").unwrap(), keys.new_person("grace").unwrap());
        grace.identity.clone_from(&ada.identity);
        assert_eq!(keys.identify(&grace), None);
    }

    #[test]
    fn a_key_file_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let (made, read) = (LedgerKey::from_file_or_new(&path).unwrap(), LedgerKey::from_file_or_new(&path).unwrap());
        assert_eq!(made.0, read.0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            assert_eq!(LedgerKey::from_file(&path).unwrap_err().kind(), &LedgerErrorKind::NoKey);
        }
    }

    #[test]
    fn all_that_start_at_once_get_the_same_key() {
        for _ in 0..100 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("key");
            let keys: std::collections::BTreeSet<_> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| *LedgerKey::from_file_or_new(&path).unwrap().0)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert_eq!(keys.len(), 1);
        }
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_quoted() {
        for text in ["", "abc", &"0".repeat(63), &"z".repeat(64)] {
            let error = LedgerKey::from_hex(text).unwrap_err();
            assert_eq!(error.kind(), &LedgerErrorKind::NoKey);
            assert!(!format!("{error:?}").contains('z'), "{error:?}");
        }
        assert!(LedgerKey::from_hex(&format!("{}\n", "0f".repeat(32))).is_ok());
        assert!(LedgerKey::from_env("AGENT_GUARD_NO_SUCH_VARIABLE").is_err());
    }
}
