//! Checkpoints: a signed line or two that say how long the history is, to be kept where who holds the ledger cannot reach.
//!
//! The form is the checkpoint of C2SP (`c2sp.org/tlog-checkpoint`) in a signed note (`c2sp.org/signed-note`), with the tree head
//! of RFC 6962 over the records and a signature by Ed25519:
//!
//! ```text
//! agent-guard.ledger/5f2c…      the ledger
//! 42                            how many records
//! x8Gg…=                        the root of the tree over them, in base64
//!
//! — agent-guard.ledger/5f2c… qvG…    id of the signing key, and the signature
//! ```
//!
//! Who has the verifying key can tell that the ledger's holder once stood by this history; who has the records too can tell whether
//! the ledger still does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer, Verifier};
use sha2::{Digest as _, Sha256};

use super::keys::{Digest, Keys};
use super::{LedgerError, LedgerErrorKind};

/// The signature type of Ed25519 in signed notes.
const ED25519: u8 = 1;

/// What a checkpoint says, once its signature has been found good.
pub(super) struct Checkpoint {
    pub(super) size: u64,
    pub(super) root: Digest,
}

/// The Merkle tree of RFC 6962, section 2.1, built leaf by leaf: the roots of the complete subtrees so far, largest first, each with
/// the number of its leaves.
#[derive(Default)]
pub(super) struct Tree(Vec<(u64, Digest)>);

impl Tree {
    pub(super) fn push(&mut self, leaf: Digest) {
        let mut subtree = (1, leaf);
        while let Some((_, left)) = self.0.last().filter(|(leaves, _)| *leaves == subtree.0) {
            subtree = (subtree.0 * 2, node(left, &subtree.1));
            self.0.pop();
        }
        self.0.push(subtree);
    }

    pub(super) fn root(&self) -> Digest {
        let hashes = self.0.iter().rev().map(|(_, hash)| *hash);
        hashes.reduce(|right, left| node(&left, &right)).unwrap_or_else(|| Sha256::digest([]).into())
    }
}

fn node(left: &Digest, right: &Digest) -> Digest {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The name of a ledger in its checkpoints.
pub(super) fn name(ledger: &[u8; 16]) -> String {
    format!("agent-guard.ledger/{}", hex::encode(ledger))
}

/// The key that checkpoints can be verified with, in the form of `c2sp.org/signed-note`.
pub(super) fn verifying_key(keys: &Keys, name: &str) -> String {
    let key = [&[ED25519][..], keys.signing().verifying_key().as_bytes()].concat();
    format!("{name}+{}+{}", hex::encode(key_id(name, &key)), BASE64.encode(&key))
}

fn key_id(name: &str, key: &[u8]) -> [u8; 4] {
    let hash: Digest = Sha256::new().chain_update(name).chain_update("\n").chain_update(key).finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

pub(super) fn sign(keys: &Keys, name: &str, size: u64, tree: &Tree) -> String {
    let text = format!("{name}\n{size}\n{}\n", BASE64.encode(tree.root()));
    let key = keys.signing();
    let id = key_id(name, &[&[ED25519][..], key.verifying_key().as_bytes()].concat());
    let signature = BASE64.encode([&id[..], &key.sign(text.as_bytes()).to_bytes()].concat());
    format!("{text}\n\u{2014} {name} {signature}\n")
}

/// The checkpoint, if this ledger has signed it.
pub(super) fn verified(keys: &Keys, name: &str, note: &str) -> Result<Checkpoint, LedgerError> {
    parse(keys, name, note).ok_or_else(|| LedgerError::new(LedgerErrorKind::ForeignCheckpoint))
}

fn parse(keys: &Keys, name: &str, note: &str) -> Option<Checkpoint> {
    // The last blank line parts text and signatures; the line break before it belongs to the text.
    let (text, signatures) = note.rsplit_once("\n\n")?;
    let text = format!("{text}\n");
    let key = keys.signing().verifying_key();
    let id = key_id(name, &[&[ED25519][..], key.as_bytes()].concat());
    let is_ours = |line: &str| -> Option<()> {
        let bytes = BASE64.decode(line.strip_prefix("\u{2014} ")?.strip_prefix(name)?.strip_prefix(' ')?).ok()?;
        let signature = Signature::from_slice(bytes.strip_prefix(&id[..])?).ok()?;
        key.verify(text.as_bytes(), &signature).ok()
    };
    signatures.lines().find_map(is_ours)?;
    let mut lines = text.lines();
    if lines.next()? != name {
        return None;
    }
    let size = lines.next()?.parse().ok()?;
    let root = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
    Some(Checkpoint { size, root })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::ledger::LedgerKey;

    fn leaf(data: &[u8]) -> Digest {
        Sha256::new().chain_update([0]).chain_update(data).finalize().into()
    }

    /// The definition of RFC 6962, word by word.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node(&by_definition(&leaves[..split]), &by_definition(&leaves[split..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_rfc() {
        let leaves: Vec<Digest> = (0..70_u8).map(|number| leaf(&[number])).collect();
        for length in 0..leaves.len() {
            let mut tree = Tree::default();
            leaves[..length].iter().for_each(|leaf| tree.push(*leaf));
            assert_eq!(tree.root(), by_definition(&leaves[..length]), "{length} leaves");
        }
    }

    #[test]
    fn the_root_is_that_of_other_implementations() {
        // The first three of the inputs that Certificate Transparency's own test suite uses, and the roots that it expects.
        let inputs: [&[u8]; 3] = [b"", b"\x00", b"\x10"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        ];
        let mut tree = Tree::default();
        for (input, root) in inputs.into_iter().zip(roots) {
            tree.push(leaf(input));
            assert_eq!(hex::encode(tree.root()), root);
        }
    }

    #[test]
    fn a_checkpoint_holds_only_as_it_was_signed() {
        let keys = Keys::new(&LedgerKey::from_bytes([1; 32]), &[2; 16]);
        let other = Keys::new(&LedgerKey::from_bytes([3; 32]), &[2; 16]);
        let mut tree = Tree::default();
        tree.push([5; 32]);
        let note = sign(&keys, "ledger", 1, &tree);
        let read = verified(&keys, "ledger", &note).unwrap();
        assert_eq!((read.size, read.root), (1, tree.root()));
        assert!(verified(&other, "ledger", &note).is_err());
        assert!(verified(&keys, "another", &note).is_err());
        for at in 0..note.len() {
            let mut changed = note.clone().into_bytes();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(verified(&keys, "ledger", &changed).is_err(), "byte {at}");
        }
        for note in ["", "\n\n", "ledger\n1\n\n", &note[..note.len() - 9]] {
            assert!(verified(&keys, "ledger", note).is_err());
        }
        let countersigned = format!("{note}\u{2014} witness AAAAAA==\n");
        assert!(verified(&keys, "ledger", &countersigned).is_ok());
    }

    #[test]
    fn the_verifying_key_names_its_ledger_and_verifies() {
        let keys = Keys::new(&LedgerKey::from_bytes([1; 32]), &[2; 16]);
        let name = name(&[2; 16]);
        let text = verifying_key(&keys, &name);
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let key = BASE64.decode(parts[2]).unwrap();
        assert_eq!((parts[0], key[0], key.len()), (&*name, ED25519, 33));
        assert_eq!(parts[1], hex::encode(key_id(&name, &key)));
    }
}
