//! secrecy: what is exposed is as sensitive as it was.

use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox, SecretString};

#[derive(Debug)]
struct Settings {
    key: SecretString,
    endpoint: String,
}

fn printed(settings: &Settings) {
    println!("{:?}", settings.key); //~ clean: it says that it is a secret
    println!("{settings:?}"); //~ clean
    println!("{}", settings.endpoint); //~ clean
}

fn exposed(settings: &Settings) {
    println!("{}", settings.key.expose_secret()); //~ AG302
    println!("{}", settings.key.expose_secret().len()); //~ clean
}

fn exposed_and_used(settings: &Settings) {
    let header = format!("Bearer {}", settings.key.expose_secret());
    log::debug!("{header}"); //~ AG302
    log::debug!("{}", settings.endpoint); //~ clean
}

fn masked(settings: &Settings) -> String {
    let visible = settings.key.expose_secret().chars().take(2).collect::<String>();
    format!("{visible}…")
}

fn starred(settings: &Settings) -> String {
    "*".repeat(settings.key.expose_secret().len())
}

fn partly_exposed(settings: &Settings) {
    println!("{}", masked(settings)); //~ AG302: the beginning of it
    println!("{}", starred(settings)); //~ clean: its length
}

fn a_box_of_bytes(secret: &mut SecretBox<Vec<u8>>) {
    println!("{secret:?}"); //~ clean
    println!("{:x?}", secret.expose_secret()); //~ AG302
    let bytes = secret.expose_secret_mut();
    println!("{bytes:?}"); //~ AG302
}

fn main() {
    let settings = Settings { key: SecretString::from("sk-1"), endpoint: "http://localhost".to_owned() };
    printed(&settings);
    exposed(&settings);
    exposed_and_used(&settings);
    partly_exposed(&settings);
    a_box_of_bytes(&mut SecretBox::new(Box::new(vec![1])));
}
