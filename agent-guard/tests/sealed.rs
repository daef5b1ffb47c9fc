//! `Sealed<T>` for what serde can write, and blind indexes.

use std::collections::BTreeMap;

use agent_guard::seal::{MasterKey, MemoryKeyStore};
use agent_guard::{Sealed, SubjectId, Vault, VaultError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn vault() -> Vault {
    Vault::open(MasterKey::random().unwrap(), MemoryKeyStore::new()).unwrap()
}

fn ada() -> SubjectId {
    SubjectId::new("ada")
}

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
    let vault = vault();
    let sealed = vault.seal_value(&ada(), "values", b"1", &value).unwrap();
    assert_eq!(vault.open_value(&ada(), "values", b"1", &sealed).unwrap(), value);
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Inner {
    inner: Option<u8>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Flattened {
    own: String,
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

#[test]
fn what_serde_can_write_comes_back() {
    survives("text".to_owned());
    survives(String::new());
    survives(());
    survives(u64::MAX);
    survives(i64::MIN);
    survives(f64::NEG_INFINITY);
    survives('茶');
    survives((1, Some("two".to_owned()), [3.0_f32; 3]));
    survives(BTreeMap::from([((1, 2), vec![true])]));
    survives(vec![Untagged::Number(-1), Untagged::Text("x".into())]);
    survives(Flattened { own: "o".into(), inner: Inner { inner: None }, rest: BTreeMap::from([("k".into(), 7)]) });
    survives(serde_json::json!({ "nested": [1, "two", null, { "three": 3.5 }] }));
    survives("x".repeat(100_000));
}

#[test]
fn a_value_of_another_type_is_refused_without_quoting_it() {
    let vault = vault();
    let sealed = vault.seal_value(&ada(), "values", b"1", "likes tea").unwrap();
    let as_number = Sealed::<u32>::from_bytes(sealed.into_bytes());
    let error = vault.open_value(&ada(), "values", b"1", &as_number).unwrap_err();
    assert!(matches!(error, VaultError::Decode));
    assert!(!format!("{error} {error:?}").contains("tea"));
}

#[test]
fn a_value_that_serde_cannot_write_is_refused() {
    struct Unwritable;
    impl Serialize for Unwritable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("likes tea"))
        }
    }
    let error = vault().seal_value(&ada(), "values", b"1", &Unwritable).unwrap_err();
    assert!(matches!(error, VaultError::Encode));
    assert!(!format!("{error} {error:?}").contains("tea"));
}

#[test]
fn bytes_and_values_are_not_taken_for_each_other() {
    let vault = vault();
    let sealed = vault.seal_value(&ada(), "values", b"1", "likes tea").unwrap();
    assert!(vault.open_bytes(&ada(), "values", b"1", sealed.as_bytes()).is_err());
    let bytes = vault.seal(&ada(), "values", b"1", b"\x61x").unwrap();
    assert!(vault.open_value(&ada(), "values", b"1", &Sealed::<String>::from_bytes(bytes)).is_err());
}

#[test]
fn a_sealed_value_is_itself_serialised() {
    let vault = vault();
    let sealed: Sealed<String> = vault.seal_value(&ada(), "values", b"1", &"likes tea".to_owned()).unwrap();

    let json = serde_json::to_string(&sealed).unwrap();
    let back: Sealed<String> = serde_json::from_str(&json).unwrap();
    assert_eq!(vault.open_value(&ada(), "values", b"1", &back).unwrap(), "likes tea");
    assert!(serde_json::from_str::<Sealed<String>>("\"not base64!\"").is_err());

    // A binary format, and one inside the other: a sealed value as a field of a value that is sealed.
    let outer: Sealed<Sealed<String>> = vault.seal_value(&ada(), "outer", b"1", &sealed).unwrap();
    let inner = vault.open_value(&ada(), "outer", b"1", &outer).unwrap();
    assert_eq!(vault.open_value(&ada(), "values", b"1", &inner).unwrap(), "likes tea");
}

#[test]
fn nothing_prints_what_is_sealed() {
    let sealed: Sealed<String> = Sealed::from_bytes(b"some bytes".to_vec());
    assert_eq!(format!("{sealed:?}"), "Sealed(10 bytes)");
}

#[test]
fn a_blind_index_matches_within_its_store_and_field_only() {
    let vault = vault();
    let index = vault.blind_index("users", "email", b"ada@example.org");
    assert_eq!(index, vault.blind_index("users", "email", b"ada@example.org"));
    for other in [
        vault.blind_index("users", "email", b"bob@example.org"),
        vault.blind_index("users", "backup_email", b"ada@example.org"),
        vault.blind_index("orders", "email", b"ada@example.org"),
        // Parts do not run into each other.
        vault.blind_index("user", "semail", b"ada@example.org"),
        self::vault().blind_index("users", "email", b"ada@example.org"),
        vault.keys(&ada()).unwrap().blind_index("users", "email", b"ada@example.org"),
    ] {
        assert_ne!(index, other);
    }
    assert_eq!(format!("{index:?}"), "BlindIndex(…)");
}

#[test]
fn a_persons_blind_index_is_of_that_person_and_goes_with_their_key() {
    let vault = vault();
    let index = |name: &str| vault.keys(&SubjectId::new(name)).map(|keys| keys.blind_index("users", "email", b"x"));
    let of_ada = index("ada").unwrap();
    assert_eq!(of_ada, index("ada").unwrap());
    assert_ne!(of_ada, index("bob").unwrap());

    vault.forget(&ada()).unwrap();
    assert!(matches!(index("ada"), Err(VaultError::Erased)));
    vault.readmit(&ada()).unwrap();
    assert_ne!(of_ada, index("ada").unwrap());
}
