//! The vault: what is sealed, or hashed with its key, says nothing any more; what is opened again does.

use agent_guard::seal::{MasterKey, MemoryKeyStore, SubjectKeys};
use agent_guard::{SubjectId, Vault, VaultError};
use people::{Person, ada};

fn sealed(vault: &Vault, subject: &SubjectId, person: &Person) -> Result<(), VaultError> {
    let sealed = vault.seal(subject, "notes", b"1", person.email.as_bytes())?;
    println!("{sealed:x?}"); //~ clean
    println!("{:x?}", person.email.as_bytes()); //~ AG302
    Ok(())
}

fn a_sealed_value(vault: &Vault, subject: &SubjectId, person: &Person) -> Result<(), VaultError> {
    let sealed = vault.seal_value(subject, "notes", b"1", &person.email)?;
    println!("{sealed:?}"); //~ clean
    let _ = std::fs::write("sealed", serde_json::to_vec(&sealed).unwrap_or_default()); //~ clean
    let _ = std::fs::write("open", serde_json::to_vec(&person.email).unwrap_or_default()); //~ AG304
    Ok(())
}

fn by_the_keys_of_a_person(keys: &SubjectKeys, person: &Person) -> Result<(), VaultError> {
    let sealed = keys.seal("notes", b"1", person.name.as_bytes())?;
    println!("{sealed:x?}"); //~ clean
    println!("{:x?}", person.name.as_bytes()); //~ AG302
    Ok(())
}

fn blind_indices(vault: &Vault, person: &Person) {
    let index = vault.blind_index("notes", "email", person.email.as_bytes());
    println!("{:x?}", index.as_bytes()); //~ clean: a keyed hash
    println!("{:x?}", person.email.to_lowercase().as_bytes()); //~ AG302
}

fn opened(vault: &Vault, subject: &SubjectId, person: &Person) -> Result<(), VaultError> {
    let sealed = vault.seal_value(subject, "notes", b"1", &person.email)?;
    let email: String = vault.open_value(subject, "notes", b"1", &sealed)?;
    println!("{}", email.len()); //~ clean
    println!("{email}"); //~ AG302: it is open again
    Ok(())
}

const SETTINGS: &str = "settings";

fn seal_settings(vault: &Vault, subject: &SubjectId, person: &Person) -> Result<Vec<u8>, VaultError> {
    vault.seal(subject, SETTINGS, b"1", person.theme.as_bytes())
}

fn seal_addresses(vault: &Vault, subject: &SubjectId, person: &Person) -> Result<Vec<u8>, VaultError> {
    vault.seal(subject, "addresses", b"1", person.email.as_bytes())
}

fn opened_elsewhere(vault: &Vault, subject: &SubjectId, sealed: &[u8]) -> Result<(), VaultError> {
    println!("{:?}", vault.open_bytes(subject, "addresses", b"1", sealed)?); //~ AG302: it was sealed elsewhere, under this name
    println!("{:?}", vault.open_bytes(subject, "settings", b"1", sealed)?); //~ clean: nothing personal was
    println!("{:?}", vault.keys(subject)?.open("addresses", b"1", sealed)?); //~ AG302
    println!("{:?}", vault.keys(subject)?.open("settings", b"1", sealed)?); //~ clean
    Ok(())
}

fn opened_under_a_name_that_is_given(vault: &Vault, subject: &SubjectId, store: &str, sealed: &[u8]) -> Result<(), VaultError> {
    println!("{:?}", vault.open_bytes(subject, store, b"1", sealed)?); //~ AG302: it may be any
    println!("{}", vault.open_bytes(subject, store, b"1", sealed)?.len()); //~ clean
    Ok(())
}

fn main() -> Result<(), VaultError> {
    let (person, subject) = (ada(), SubjectId::new("ada"));
    let vault = Vault::open(MasterKey::random()?, MemoryKeyStore::new())?;
    sealed(&vault, &subject, &person)?;
    a_sealed_value(&vault, &subject, &person)?;
    by_the_keys_of_a_person(&vault.keys(&subject)?, &person)?;
    blind_indices(&vault, &person);
    opened(&vault, &subject, &person)?;
    opened_elsewhere(&vault, &subject, &seal_settings(&vault, &subject, &person)?)?;
    opened_under_a_name_that_is_given(&vault, &subject, "addresses", &seal_addresses(&vault, &subject, &person)?)
}
