//! serde: what is written is what `Serialize` gives out.

use agent_guard::pii;
use people::{Person, ada};
use serde::{Deserialize, Serialize, Serializer};

#[pii]
#[derive(Serialize)]
struct Account {
    #[pii(email)]
    email: String,
    row: u64,
}

fn derived(account: &Account) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(account)?); //~ AG302
    println!("{}", serde_json::to_string(&account.row)?); //~ clean
    Ok(())
}

fn in_other_forms(account: &Account) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string_pretty(account)?); //~ AG302
    println!("{:?}", serde_json::to_vec(account)?); //~ AG302
    println!("{}", serde_json::to_value(account)?); //~ AG302
    println!("{}", serde_json::to_value(account.row)?); //~ clean
    Ok(())
}

#[pii]
#[derive(Serialize)]
struct Skipping {
    #[pii(email)]
    #[serde(skip)]
    email: String,
    row: u64,
}

fn skipped(skipping: &Skipping) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(skipping)?); //~ clean: the field is left out
    println!("{}", skipping.email); //~ AG302
    Ok(())
}

#[pii]
struct ByHand {
    #[pii(email)]
    email: String,
    row: u64,
}

impl Serialize for ByHand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.row)
    }
}

fn written_by_hand(by_hand: &ByHand) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(by_hand)?); //~ clean
    println!("{}", by_hand.email); //~ AG302
    Ok(())
}

fn hidden<S: Serializer>(_: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("hidden")
}

fn shouted<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.to_uppercase())
}

#[pii]
#[derive(Serialize)]
struct With {
    #[pii(email)]
    #[serde(serialize_with = "hidden")]
    email: String,
}

#[pii]
#[derive(Serialize)]
struct WithShouting {
    #[pii(email)]
    #[serde(serialize_with = "shouted")]
    email: String,
}

/// One that is hidden and one that is not, in variants.
#[pii]
#[derive(Serialize)]
enum Shouting {
    Name(#[pii(name)] #[serde(serialize_with = "shouted")] String),
}

#[pii]
#[derive(Serialize)]
enum Hiding {
    Name(#[pii(name)] #[serde(serialize_with = "hidden")] String),
}

fn written_by_a_function_of_a_variant(name: &str) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(&Shouting::Name(name.to_owned()))?); //~ AG302
    println!("{}", serde_json::to_string(&Hiding::Name(name.to_owned()))?); //~ clean
    Ok(())
}

fn written_by_a_function(with: &With, shouting: &WithShouting) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(with)?); //~ clean
    println!("{}", serde_json::to_string(shouting)?); //~ AG302
    Ok(())
}

#[derive(Serialize)]
struct Envelope<T> {
    version: u8,
    content: T,
}

fn in_an_envelope(account: &Account) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string(&Envelope { version: 1, content: account })?); //~ AG302
    println!("{}", serde_json::to_string(&Envelope { version: 1, content: account.row })?); //~ clean
    Ok(())
}

fn by_the_macro(person: &Person) {
    println!("{}", serde_json::json!({ "to": person.email })); //~ AG302
    println!("{}", serde_json::json!({ "row": person.row })); //~ clean
}

#[pii]
#[derive(Deserialize)]
struct Incoming {
    #[pii(name)]
    name: String,
    count: u64,
}

fn read_back(text: &str) -> serde_json::Result<()> {
    let incoming: Incoming = serde_json::from_str(text)?;
    println!("{}", incoming.name); //~ AG302
    println!("{}", incoming.count); //~ clean
    Ok(())
}

fn there_and_back(person: &Person) -> serde_json::Result<()> {
    let text = serde_json::to_string(&person.email)?;
    let back: String = serde_json::from_str(&text)?;
    println!("{back}"); //~ AG302
    let text = serde_json::to_string(&person.theme)?;
    let back: String = serde_json::from_str(&text)?;
    println!("{back}"); //~ clean
    Ok(())
}

fn main() -> serde_json::Result<()> {
    let person = ada();
    let account = Account { email: person.email.clone(), row: 1 };
    derived(&account)?;
    in_other_forms(&account)?;
    skipped(&Skipping { email: person.email.clone(), row: 1 })?;
    written_by_hand(&ByHand { email: person.email.clone(), row: 1 })?;
    written_by_a_function(&With { email: person.email.clone() }, &WithShouting { email: person.email.clone() })?;
    written_by_a_function_of_a_variant(&person.name)?;
    in_an_envelope(&account)?;
    by_the_macro(&person);
    read_back(r#"{ "name": "Ada", "count": 1 }"#)?;
    there_and_back(&person)
}
