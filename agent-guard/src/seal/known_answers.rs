//! The format, held to vectors that libsodium, OpenSSL and Python computed: `tests/vault_vectors.py`, `docs/sealed-format.md`.
//!
//! A change that breaks one of these breaks every file that anybody has. It needs a new version of the format.

use serde::{Deserialize, Serialize};

use super::envelope::{self, Kind};
use super::key_store::{KeyName, Pseudonym};
use super::{BlindIndex, KeyProvider, MasterKey, SealedVector, SecretKey, SubjectKeys, VectorKey};
use crate::SubjectId;

const NONCE: [u8; 24] = {
    let mut nonce = [0x80; 24];
    let mut at = 0;
    while at < nonce.len() {
        nonce[at] += at as u8;
        at += 1;
    }
    nonce
};
const PSEUDONYM: &str = "a1e4a77ef09bfe49a83e7f7c6dc62c415b379f6abe0f8fff4a7194c570e5929f";
const WRAPPED_DATA_KEY: &str = "010100000000808182838485868788898a8b8c8d8e8f9091929394959697\
    97688e9678030441c9f45fcfdfe4dd65f8659b9380a6091e084a94fe0cb190e0ac482617260fadfcda0d628f0342becb";
const WRAPPED_INDEX_KEY: &str = "010100000000808182838485868788898a8b8c8d8e8f9091929394959697\
    f708eef618636421a9943fafbf84bd059805fbf3e0c6697e682af49e6cd1f08068ff0c35ddfca34078e85f581b3fe05e";
const SEALED_BYTES: &str = "010200000001808182838485868788898a8b8c8d8e8f9091929394959697\
    2854eeab4e65ed3ced8775062ad0d3c17925807ebd9efd68dc";
const SEALED_VALUE: &str = "010300000001808182838485868788898a8b8c8d8e8f9091929394959697\
    e659f1ab4531f035e5f3a8dcd24eedb2f5e4525d184c92f89a191f3b2d7020c8114933b5f0e455";

/// The 32 bytes that count up from `first`.
fn key(first: u8) -> SecretKey {
    SecretKey::from_bytes(&std::array::from_fn(|at| first + at as u8))
}

fn master_key() -> MasterKey {
    MasterKey::from_key(key(0))
}

fn index_key() -> SecretKey {
    key(32)
}

fn data_key() -> SecretKey {
    key(64)
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    hexadecimal.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn pseudonym() -> Pseudonym {
    Pseudonym::new(bytes(PSEUDONYM).try_into().unwrap())
}

fn subject_keys() -> SubjectKeys {
    let mut keys = SubjectKeys::new(SubjectId::new("ada"), pseudonym());
    keys.push(1, data_key());
    keys
}

#[test]
fn a_master_key_has_the_documented_id() {
    assert_eq!(master_key().id(), bytes("bab7b7145b52e0063a8e807e47a343fb"));
}

#[test]
fn wrapped_keys_are_unwrapped() {
    for (name, wrapped, expected) in
        [(KeyName::Data(&pseudonym(), 1), WRAPPED_DATA_KEY, data_key()), (KeyName::Index, WRAPPED_INDEX_KEY, index_key())]
    {
        let unwrapped = master_key().unwrap(&bytes(wrapped), &name.context()).unwrap();
        assert_eq!(unwrapped.expose(), expected.expose());
    }
}

#[test]
fn pseudonyms_and_blind_indexes_are_the_documented_ones() {
    assert_eq!(index_key().derive(b"agent-guard/v1/index/pseudonym").mac(&[b"ada"]).to_vec(), bytes(PSEUDONYM));

    let blind_index = BlindIndex::new(&index_key().derive(b"agent-guard/v1/index/blind"), "notes", "email", b"ada@example.org");
    assert_eq!(blind_index.as_bytes().to_vec(), bytes("d60f1c03a574a9b15c962d586a035ec2fd782780891b0fb5ad1efa41ee5a6a5e"));

    let blind_index = subject_keys().blind_index("notes", "email", b"ada@example.org");
    assert_eq!(blind_index.as_bytes().to_vec(), bytes("f3c1edd8447f385da7f3291555f02cb4f2483c9d7787900fbc41b6edaaea3746"));
}

#[test]
fn sealed_bytes_are_opened_and_made() {
    assert_eq!(**subject_keys().open("notes", b"1", &bytes(SEALED_BYTES)).unwrap(), *b"likes tea");

    let sealing_key = data_key().derive(b"agent-guard/v1/data/seal");
    let sealed = envelope::seal_with_nonce(&sealing_key, Kind::Bytes, 1, &NONCE, &[b"ada", b"notes", b"1"], b"likes tea").unwrap();
    assert_eq!(sealed, bytes(SEALED_BYTES));
}

#[test]
fn a_sealed_value_is_opened() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Note {
        text: String,
        stars: u8,
    }
    let sealed = super::Sealed::<Note>::from_bytes(bytes(SEALED_VALUE));
    let note = subject_keys().open_value("notes", b"1", &sealed).unwrap();
    assert_eq!(note, Note { text: "likes tea".into(), stars: 5 });
}

#[test]
fn a_sealed_vector_is_made_and_opened() {
    let vector = [0.5, -0.5, 0.25, 0.25, 0.5, 0.125];
    let key: VectorKey = subject_keys().vector_key("notes").with_beta(0.5).unwrap();
    let sealed: SealedVector = key.seal_with_nonce(&vector, NONCE).unwrap();
    // Three digits after the point: logarithm and sine are of `f32`, and not the same to the last bit on every machine.
    for (value, expected) in sealed.values().iter().zip([-311.455, -467.546, 292.005, -1210.149, 116.832, 117.226]) {
        assert!((value - expected).abs() < 0.005, "{value} is not {expected}");
    }
    for (value, expected) in key.open(&sealed).unwrap().iter().zip(vector) {
        assert!((value - expected).abs() < 1e-5, "{value} is not {expected}");
    }
}
