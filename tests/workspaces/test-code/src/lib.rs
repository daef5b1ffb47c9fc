//! A library with tests of its own.

use std::io::{Result, Write};

use agent_guard::{Consent, ConsentDenied, ConsentGate, Purpose, SubjectId, pii};
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Asks any gate.
///
/// # Errors
/// If it denies.
pub fn load(notes: &Tree, gate: &impl ConsentGate) -> std::result::Result<bool, ConsentDenied> {
    Consent::<Recall>::require(gate, &SubjectId::new("ada"))?;
    Ok(notes.get("colour").is_ok()) //~ guarded
}

/// Somebody, and what they are like.
#[pii]
pub struct Person {
    /// How to reach them.
    #[pii(email)]
    pub email: String,
}

/// Names them.
pub fn named(person: &Person) -> String {
    format!("<{}>", person.email)
}

/// Calls with what names them.
pub fn with_name(person: &Person, mut call: impl FnMut(&str)) {
    call(&person.email);
}

/// Names them to everybody.
pub fn shout(person: &Person) {
    println!("{}", named(person)); //~ AG302
}

/// Names them wherever it was made to.
pub struct Journal {
    out: Box<dyn Write>,
}

impl Journal {
    /// A journal that is written there.
    pub fn new(out: Box<dyn Write>) -> Self {
        Self { out }
    }

    /// Names them there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn note(&mut self, person: &Person) -> Result<()> {
        writeln!(self.out, "{}", person.email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agent_guard::testing::AllowAll;

    #[test]
    fn names_somebody_who_does_not_exist() {
        let person = Person { email: "ada@example.org".to_owned() };
        println!("{}", named(&person)); //~ clean
        let mut names = Vec::new();
        with_name(&person, |name| names.push(name.to_owned()));
        with_name(&person, |name| println!("{name}")); //~ clean
        assert_eq!(names, ["ada@example.org"]);
        Journal::new(Box::new(std::io::stdout())).note(&person).unwrap(); //~ clean
    }

    #[test]
    fn loads() {
        assert!(load(&Tree::default(), &AllowAll).is_ok());
    }

    #[test]
    fn looks_into_the_store() {
        let notes = Tree::default();
        let _ = notes.get("colour"); //~ AG101
    }
}
