//! Conversions between types of our own, and copies.

use std::borrow::ToOwned;
use std::str::FromStr;

use people::{Person, ada};

struct Row {
    text: String,
    number: u64,
}

impl From<&Person> for Row {
    fn from(person: &Person) -> Self {
        Row { text: format!("{} <{}>", person.name, person.email), number: person.row }
    }
}

fn from(person: &Person) {
    let row = Row::from(person);
    println!("{}", row.text); //~ AG302
    println!("{}", row.number); //~ clean
}

fn into(person: &Person) {
    let row: Row = person.into();
    println!("{}", row.text); //~ AG302
    println!("{}", row.number); //~ clean
}

struct Settings {
    theme: String,
}

impl From<Person> for Settings {
    fn from(person: Person) -> Self {
        Settings { theme: person.theme }
    }
}

struct Address(String);

impl From<Person> for Address {
    fn from(person: Person) -> Self {
        Address(person.email)
    }
}

fn what_is_left_out(person: &Person) {
    let settings: Settings = person.clone().into();
    println!("{}", settings.theme); //~ clean
    let address: Address = person.clone().into();
    println!("{}", address.0); //~ AG302
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.contains('@') { Ok(Address(text)) } else { Err(text) }
    }
}

fn try_into(person: &Person) {
    match Address::try_from(person.email.clone()) {
        Ok(address) => println!("{}", address.0), //~ AG302
        Err(text) => println!("{text}"),          //~ AG302
    }
    match u8::try_from(person.row) {
        Ok(small) => println!("{small}"),  //~ clean
        Err(error) => println!("{error}"), //~ clean
    }
}

impl FromStr for Address {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(Address(text.trim().to_owned()))
    }
}

fn parsed(person: &Person) {
    if let Ok(address) = person.email.parse::<Address>() {
        println!("{}", address.0); //~ AG302
    }
    if let Ok(theme) = Address::from_str(&person.theme) {
        println!("{}", theme.0); //~ clean: it is called an address, and holds a theme
    }
}

impl AsRef<str> for Address {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

fn as_ref(person: &Person) {
    let address = Address(person.email.clone());
    println!("{}", address.as_ref()); //~ AG302
    println!("{}", address.as_ref().len()); //~ clean
}

impl std::ops::Deref for Row {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

fn dereferenced(person: &Person) {
    let row = Row::from(person);
    println!("{}", &*row); //~ AG302
    println!("{}", row.trim()); //~ AG302: through `Deref`, unseen
    let row = Row { text: person.theme.clone(), number: 1 };
    println!("{}", &*row); //~ clean
}

fn cloned(person: &Person) {
    let also = person.clone();
    println!("{}", also.email); //~ AG302
    println!("{}", also.row); //~ clean
    let text = ToOwned::to_owned(&person.name);
    println!("{text}"); //~ AG302
}

impl std::ops::Add<&str> for Address {
    type Output = Address;

    fn add(self, other: &str) -> Address {
        Address(self.0 + other)
    }
}

fn operators(person: &Person) {
    let sum = Address(String::new()) + &person.name;
    println!("{}", sum.0); //~ AG302
    let sum = Address(String::new()) + &person.theme;
    println!("{}", sum.0); //~ clean
}

impl std::ops::Index<usize> for Row {
    type Output = str;

    fn index(&self, index: usize) -> &str {
        if index == 0 { &self.text } else { "" }
    }
}

fn indexed(person: &Person) {
    println!("{}", &Row::from(person)[0]); //~ AG302
    println!("{}", &Row { text: person.theme.clone(), number: 1 }[0]); //~ clean
}

fn main() {
    let person = ada();
    from(&person);
    into(&person);
    what_is_left_out(&person);
    try_into(&person);
    parsed(&person);
    as_ref(&person);
    dereferenced(&person);
    cloned(&person);
    operators(&person);
    indexed(&person);
}
