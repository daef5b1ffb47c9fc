//! The same things under other names: nested `use`, renamed imports, aliases, re-exports.

use std::fmt::{self as formatting, Write as _};

use people::{self as everyone, Person as Human, ada};
use tracing::{
    debug as details,
    field::{self, display as shown},
    info as tell,
};
use {::log as book, anyhow::anyhow as failure};

mod prelude {
    pub(crate) use log::{info as write_down, warn as complain};
    pub(crate) use people::Person;

    pub(crate) mod inner {
        pub(crate) use super::write_down as write_it_down;
    }
}

use prelude::{complain, inner::write_it_down};

fn renamed_macros(person: &Human) {
    tell!("{}", person.email); //~ AG302
    tell!("{}", person.theme); //~ clean
    details!(email = shown(&person.email)); //~ AG302
    details!(theme = field::display(&person.theme)); //~ clean
}

fn a_renamed_crate(person: &everyone::Person) {
    book::info!("{}", person.email); //~ AG302
    book::info!("{}", person.theme); //~ clean
}

fn re_exported(person: &prelude::Person) {
    write_it_down!("{}", person.name); //~ AG302
    complain!("{}", person.row); //~ clean
}

fn a_renamed_error(person: &Human) -> anyhow::Error {
    let _row = failure!("no row {}", person.row); //~ clean
    failure!("no account for {}", person.email) //~ AG305
}

fn an_unnamed_trait(person: &Human) -> formatting::Result {
    let mut line = String::new();
    write!(line, "{}", person.email)?;
    println!("{line}"); //~ AG302
    Ok(())
}

type Customer = Human;
type Names<'a> = Vec<&'a str>;

fn by_type_aliases(customer: &Customer) {
    let names: Names = vec![&customer.name];
    println!("{names:?}"); //~ AG302
    println!("{}", customer.row); //~ clean
}

fn imported_inside(person: &Human) {
    use std::io::Write;
    use std::mem::take as move_out;
    let mut email = person.email.clone();
    let moved = move_out(&mut email);
    let mut bytes = Vec::new();
    let _ = bytes.write_all(moved.as_bytes());
    println!("{bytes:?}"); //~ AG302
    println!("{email}"); //~ clean: it was moved out
}

fn main() {
    let person = ada();
    renamed_macros(&person);
    a_renamed_crate(&person);
    re_exported(&person);
    let _ = a_renamed_error(&person);
    let _ = an_unnamed_trait(&person);
    by_type_aliases(&person);
    imported_inside(&person);
}
