//! `cargo +nightly fuzz run sealed`, in `agent-guard`: sealed bytes open as what was sealed, and nothing else opens at all.
#![no_main]

use std::sync::LazyLock;

use agent_guard::seal::{MasterKey, MemoryKeyStore};
use agent_guard::{Sealed, SubjectId, Vault};
use libfuzzer_sys::fuzz_target;

static VAULT: LazyLock<Vault> = LazyLock::new(|| {
    let vault = Vault::open(MasterKey::random().expect("there are random bytes"), MemoryKeyStore::new()).expect("the store is empty");
    vault.seal(&ada(), STORE, RECORD, b"").expect("a first key is made");
    vault
});

const STORE: &str = "notes";
const RECORD: &[u8] = b"1";

fn ada() -> SubjectId {
    SubjectId::new("ada")
}

fn opens(envelope: &[u8]) -> bool {
    let as_value = VAULT.open_value::<Vec<String>>(&ada(), STORE, RECORD, &Sealed::from_bytes(envelope.to_vec())).is_ok();
    as_value || VAULT.open_bytes(&ada(), STORE, RECORD, envelope).is_ok()
}

fuzz_target!(|input: (Vec<u8>, Vec<String>, Vec<u8>, usize, u8)| {
    let (content, texts, foreign, at, change) = input;
    let bytes = VAULT.seal(&ada(), STORE, RECORD, &content).expect("bytes can be sealed");
    let value = VAULT.seal_value(&ada(), STORE, RECORD, &texts).expect("texts can be sealed");
    assert_eq!(*VAULT.open_bytes(&ada(), STORE, RECORD, &bytes).expect("it was sealed"), content);
    assert_eq!(VAULT.open_value(&ada(), STORE, RECORD, &value).expect("it was sealed"), texts);
    assert!(VAULT.open_value::<u64>(&ada(), STORE, RECORD, &Sealed::from_bytes(value.as_bytes().to_vec())).is_err(), "it is another type");

    // Anything at all, by itself and behind a true beginning of any length.
    assert!(!opens(&foreign));
    for envelope in [bytes, value.into_bytes()] {
        let at = at % envelope.len();
        let grafted = [&envelope[..at], &foreign].concat();
        assert!(!opens(&grafted) || grafted == envelope);
        let mut changed = envelope.clone();
        changed[at] ^= change;
        assert_eq!(opens(&changed), change == 0);
        assert!(!opens(&envelope[..at]));
        assert!(VAULT.open_bytes(&ada(), "diary", RECORD, &envelope).is_err());
        assert!(VAULT.open_bytes(&ada(), STORE, b"2", &envelope).is_err());
    }
});
