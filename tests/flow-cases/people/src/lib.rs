//! What the flow cases share: a person, of whom some fields are personal data, and a purpose.
//!
//! This is workspace code to the checker, and a crate of its own: that the fields are marked must be known beyond it.

use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId, pii};

/// Somebody.
#[pii]
#[derive(Debug, Clone)]
pub struct Person {
    /// What they are called.
    #[pii(name)]
    pub name: String,
    /// Where to write to.
    #[pii(email)]
    pub email: String,
    /// How old they are.
    #[pii(age)]
    pub age: u8,
    /// The row of the database: not personal data here.
    pub row: u64,
    /// The colours of the screen: not personal data here.
    pub theme: String,
}

/// A person to have.
pub fn ada() -> Person {
    Person { name: "Ada".to_owned(), email: "ada@example.org".to_owned(), age: 36, row: 7, theme: "dark".to_owned() }
}

/// Several.
pub fn everybody() -> Vec<Person> {
    vec![ada(), ada(), ada(), ada()]
}

/// Write to you when I have an answer.
#[derive(Purpose)]
#[purpose(id = "contact")]
pub struct Contact;

/// A token for it.
///
/// # Panics
/// Never: it was just granted.
pub fn consent() -> Consent<Contact> {
    let (ledger, ada) = (ConsentLedger::new(), SubjectId::new("ada"));
    ledger.grant::<Contact>(&ada);
    Consent::<Contact>::require(&ledger, &ada).expect("it was just granted")
}
