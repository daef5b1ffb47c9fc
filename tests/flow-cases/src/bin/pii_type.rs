//! `Pii<T>`: printed it says nothing, revealed it is personal data like any other.

use agent_guard::{Consent, Pii, pii::EmailAddress};
use people::{Contact, consent};
use serde::{Serialize, Serializer};

#[derive(Debug)]
struct Account {
    email: Pii<String, EmailAddress>,
    row: u64,
}

fn account() -> Account {
    Account { email: Pii::new("ada@example.org".to_owned()), row: 7 }
}

fn printed(account: &Account) {
    println!("{:?}", account.email); //~ clean: the category and no more
    println!("{account:?}"); //~ clean
    println!("{}", account.row); //~ clean
}

fn revealed(account: &Account, consent: &Consent<Contact>) {
    println!("{}", account.email.reveal(consent)); //~ AG302
    println!("{}", account.email.reveal(consent).len()); //~ clean
}

fn revealed_and_kept(account: &Account, consent: &Consent<Contact>) {
    let address = account.email.reveal(consent).clone();
    let line = format!("to {address}");
    println!("{line}"); //~ AG302
    println!("{}", consent.subject() == consent.subject()); //~ clean
}

fn address_of<'a>(account: &'a Account, consent: &Consent<Contact>) -> &'a str {
    account.email.reveal(consent)
}

fn revealed_by_a_function(account: &Account, consent: &Consent<Contact>) {
    println!("{}", address_of(account, consent)); //~ AG302
    println!("{}", address_of(account, consent).is_empty()); //~ clean
}

fn duplicated(account: &Account, consent: &Consent<Contact>) {
    let also = account.email.duplicate();
    println!("{also:?}"); //~ clean
    println!("{}", also.reveal(consent)); //~ AG302
}

fn made_of_something(text: String, consent: &Consent<Contact>) {
    println!("{text}"); //~ clean: nobody has said yet that it is personal data
    let pii: Pii<String> = Pii::new(text);
    println!("{pii:?}"); //~ clean
    println!("{}", pii.reveal(consent)); //~ AG302
}

fn many(accounts: &[Account], consent: &Consent<Contact>) {
    let addresses: Vec<&str> = accounts.iter().map(|account| account.email.reveal(consent).as_str()).collect();
    println!("{addresses:?}"); //~ AG302
    println!("{accounts:?}"); //~ clean
}

fn serialized(account: &Account, consent: &Consent<Contact>) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(&account.email.serialize_revealed(consent))?); //~ AG302
    println!("{}", serde_json::to_string(&account.row)?); //~ clean
    Ok(())
}

struct Card {
    email: Pii<String, EmailAddress>,
}

impl Serialize for Card {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        agent_guard::pii::revealed::serialize(&self.email, serializer)
    }
}

struct Placard {
    email: Pii<String, EmailAddress>,
}

impl Serialize for Placard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        agent_guard::pii::redacted::serialize(&self.email, serializer)
    }
}

fn serialized_by_hand() -> serde_json::Result<()> {
    let card = Card { email: Pii::new("ada@example.org".to_owned()) };
    println!("{}", serde_json::to_string(&card)?); //~ AG302
    let placard = Placard { email: Pii::new("ada@example.org".to_owned()) };
    println!("{}", serde_json::to_string(&placard)?); //~ clean: the category and no more
    Ok(())
}

#[derive(Serialize)]
struct Export {
    #[serde(with = "agent_guard::pii::revealed")]
    email: Pii<String, EmailAddress>,
    row: u64,
}

#[derive(Serialize)]
struct Overview {
    #[serde(serialize_with = "agent_guard::pii::redacted::serialize")]
    email: Pii<String, EmailAddress>,
    row: u64,
}

fn serialized_by_attribute() -> serde_json::Result<()> {
    let export = Export { email: Pii::new("ada@example.org".to_owned()), row: 7 };
    println!("{}", serde_json::to_string(&export)?); //~ AG302: as the attribute says
    println!("{}", export.row); //~ clean
    let overview = Overview { email: Pii::new("ada@example.org".to_owned()), row: 7 };
    println!("{}", serde_json::to_string(&overview)?); //~ clean: the category and no more
    println!("{}", overview.row); //~ clean
    Ok(())
}

fn main() {
    let (account, consent) = (account(), consent());
    printed(&account);
    revealed(&account, &consent);
    revealed_and_kept(&account, &consent);
    revealed_by_a_function(&account, &consent);
    duplicated(&account, &consent);
    made_of_something("ada@example.org".to_owned(), &consent);
    many(&[account], &consent);
    let _ = serialized_by_attribute();
    let _ = serialized_by_hand();
    let _ = serialized(&self::account(), &consent);
}
