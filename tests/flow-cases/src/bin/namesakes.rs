//! What is only called like something: own macros, modules and types with the names of logs, sinks and sanitizers.

use people::{Person, ada};

/// A module called like the crate.
mod log {
    pub fn info(_: &str) {}

    pub mod __private_api {
        pub fn log(_: &str) {}
    }
}

/// A type called like the redactor's, that does nothing.
mod redact {
    pub struct Session;

    impl Session {
        pub fn redact(&mut self, text: &str) -> String {
            text.to_owned()
        }
    }
}

/// A type called like the vault, that seals nothing.
struct Vault;

impl Vault {
    fn seal(&self, text: &str) -> Vec<u8> {
        text.as_bytes().to_vec()
    }

    fn blind_index(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

/// A type called like personal data, that holds none.
struct Pii(String);

impl Pii {
    fn reveal(&self) -> &str {
        &self.0
    }

    fn expose_secret(&self) -> &str {
        &self.0
    }
}

/// A type called like a request, that is none.
struct RequestBuilder {
    parts: usize,
}

impl RequestBuilder {
    fn json(mut self, _: &str) -> Self {
        self.parts += 1;
        self
    }
}

mod fs {
    pub fn write(_: &str, _: &str) {}
}

fn panic_fmt(_: &str) {}

fn println(_: &str) {}

fn anyhow(text: &str) -> usize {
    text.len()
}

macro_rules! info {
    ($text:expr) => {
        $text.len()
    };
}

fn sinks_that_are_none(person: &Person) {
    println(&person.email); //~ clean
    log::info(&person.email); //~ clean
    log::__private_api::log(&person.email); //~ clean
    fs::write("somewhere", &person.email); //~ clean
    panic_fmt(&person.email); //~ clean
    println!("{}", anyhow(&person.email)); //~ clean
    println!("{}", info!(person.email)); //~ clean
    println!("{}", RequestBuilder { parts: 0 }.json(&person.email).parts); //~ clean
    ::log::info!("{}", person.email); //~ AG302: the crate
    std::println!("{}", person.email); //~ AG302
}

fn sanitizers_that_are_none(person: &Person) {
    let mut session = redact::Session;
    println!("{}", session.redact(&person.email)); //~ AG302
    println!("{:?}", Vault.seal(&person.email)); //~ AG302
    println!("{}", Vault.blind_index(&person.email)); //~ AG302
    println!("{}", agent_guard::Redactor::new().session().redact(&person.email)); //~ clean: the real one
}

fn sources_that_are_none(person: &Person) {
    let pii = Pii(person.theme.clone());
    println!("{}", pii.reveal()); //~ clean
    println!("{}", pii.expose_secret()); //~ clean
    println!("{}", Pii(person.email.clone()).reveal()); //~ AG302
}

/// A type called like the shared one, whose fields nobody marked.
mod plain {
    pub struct Person {
        pub email: String,
    }
}

fn fields_that_are_not_marked() {
    let nobody = plain::Person { email: "nobody@example.org".to_owned() };
    println!("{}", nobody.email); //~ clean: the name says nothing
}

fn main() {
    let person = ada();
    sinks_that_are_none(&person);
    sanitizers_that_are_none(&person);
    sources_that_are_none(&person);
    fields_that_are_not_marked();
}
