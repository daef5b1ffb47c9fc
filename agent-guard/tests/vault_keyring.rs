//! The master key in a keyring: the mock one that `keyring-core` brings.

use agent_guard::VaultError;
use agent_guard::seal::{KeyProvider, MasterKey};

/// One test, because the keyring is chosen once for the process.
#[test]
fn a_key_is_made_once_and_found_again() {
    let error = MasterKey::from_keyring("agent", "user").unwrap_err();
    assert!(message(&error).contains("set_default_store"), "{}", message(&error));

    keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    assert!(message(&MasterKey::from_keyring("agent", "user").unwrap_err()).contains("no such entry"));

    let key = MasterKey::create_in_keyring("agent", "user").unwrap();
    assert_eq!(MasterKey::from_keyring("agent", "user").unwrap().id(), key.id());
    assert!(message(&MasterKey::create_in_keyring("agent", "user").unwrap_err()).contains("never overwritten"));
    assert!(MasterKey::from_keyring("agent", "other").is_err());

    let entry = keyring_core::Entry::new("agent", "wrong").unwrap();
    entry.set_secret(b"secret \xff").unwrap();
    let message = message(&MasterKey::from_keyring("agent", "wrong").unwrap_err());
    assert!(message.contains("no master key") && !message.contains("secret"), "{message}");
}

fn message(error: &VaultError) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}
