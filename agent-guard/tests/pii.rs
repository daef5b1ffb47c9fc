//! `Pii` from outside: what it shows, what it gives, and what is left of it.

use std::cell::RefCell;
use std::rc::Rc;

use agent_guard::pii::{Category, EmailAddress, PersonalData};
use agent_guard::{Consent, ConsentLedger, Pii, Purpose, SubjectId};
use zeroize::Zeroize;

/// Write to you when I have an answer.
#[derive(Purpose)]
#[purpose(id = "contact.email")]
struct Contact;

fn consent() -> Consent<Contact> {
    let ledger = ConsentLedger::new();
    let ada = SubjectId::new("ada");
    ledger.grant::<Contact>(&ada);
    Consent::require(&ledger, &ada).expect("just granted")
}

/// Notes what it was when it was dropped.
struct Witnessed {
    value: u32,
    last: Rc<RefCell<Option<u32>>>,
}

impl Zeroize for Witnessed {
    fn zeroize(&mut self) {
        self.value.zeroize();
    }
}

impl Drop for Witnessed {
    fn drop(&mut self) {
        *self.last.borrow_mut() = Some(self.value);
    }
}

#[test]
fn debug_shows_the_category_alone_also_in_the_struct_around_it() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "only printed")]
    struct Person {
        email: Pii<String, EmailAddress>,
        anything: Pii<Vec<u8>>,
    }
    let person = Person { email: Pii::new("ada@example.org".to_owned()), anything: Pii::new(vec![7; 40]) };
    assert_eq!(format!("{person:?}"), "Person { email: Pii<EmailAddress>(…), anything: Pii<PersonalData>(…) }");
    assert!(!format!("{person:#?}").contains("ada"));
}

#[test]
fn consent_reveals_it() {
    let email: Pii<_, EmailAddress> = "ada@example.org".to_owned().into();
    assert_eq!(email.reveal(&consent()), "ada@example.org");
    assert_eq!(email.duplicate().reveal(&consent()), "ada@example.org");
}

#[test]
fn it_is_wiped_when_dropped_unless_it_says_otherwise() {
    let last = Rc::new(RefCell::new(None));
    drop(Pii::<_, PersonalData>::new(Witnessed { value: 42, last: last.clone() }));
    assert_eq!(last.take(), Some(0));
    drop(Pii::<_, PersonalData>::unwiped(Witnessed { value: 42, last: last.clone() }));
    assert_eq!(last.take(), Some(42), "the one that says it is not");
}

#[test]
fn a_category_is_a_term_of_the_vocabulary() {
    assert_eq!(EmailAddress::IRI, "https://w3id.org/dpv/pd#EmailAddress");
    assert_eq!(PersonalData::IRI, "https://w3id.org/dpv#PersonalData");
}

#[test]
fn it_can_be_sent_to_another_thread() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Pii<String, EmailAddress>>();
}

/// A method of the type goes before one of a trait, so the first is used where its bound holds.
struct Asked<T>(std::marker::PhantomData<T>);

impl<T: serde::Serialize> Asked<T> {
    const IS_SERIALIZE: bool = true;
}

trait Otherwise {
    const IS_SERIALIZE: bool = false;
}

impl<T> Otherwise for Asked<T> {}

#[test]
fn personal_data_does_not_serialise_by_habit() {
    const { assert!(Asked::<String>::IS_SERIALIZE) };
    const { assert!(!Asked::<Pii<String>>::IS_SERIALIZE) };
}
