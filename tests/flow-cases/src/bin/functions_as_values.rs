//! Functions named and not called: passed on, kept in tables, called by others.

use people::{Person, ada, everybody};

fn show(text: &str) {
    println!("{text}"); //~ AG302: it is given addresses, below
}

fn show_theme(text: &str) {
    println!("{text}"); //~ clean: it is given themes only
}

fn show_owned(text: String) {
    println!("{text}"); //~ AG302
}

fn show_row(row: u64) {
    println!("{row}"); //~ clean
}

fn call_with(text: &str, action: fn(&str)) {
    action(text);
}

fn through_a_pointer(person: &Person) {
    let action: fn(&str) = show;
    action(&person.email);
    call_with(&person.email, show);
}

fn in_a_variable(person: &Person) {
    let action = show_theme;
    action(&person.theme);
}

fn given_to_an_adaptor() {
    everybody().into_iter().map(|person| person.email).for_each(show_owned);
    everybody().into_iter().map(|person| person.row).for_each(show_row);
}

fn address_of(person: &Person) -> String {
    person.email.clone()
}

fn theme_of(person: &Person) -> String {
    person.theme.clone()
}

fn named_in_map() {
    let addresses: Vec<String> = everybody().iter().map(address_of).collect();
    println!("{addresses:?}"); //~ AG302
    let themes: Vec<String> = everybody().iter().map(theme_of).collect();
    println!("{themes:?}"); //~ clean
}

fn a_getter_as_a_value(person: &Person) {
    let getter: fn(&Person) -> String = address_of;
    println!("{}", getter(person)); //~ AG302
}

struct Wrapped(String);

fn a_constructor_as_a_value(person: &Person) {
    let wrapped = Some(person.email.clone()).map(Wrapped);
    if let Some(Wrapped(text)) = wrapped {
        println!("{text}"); //~ AG302
    }
    let wrapped = Some(person.theme.clone()).map(Wrapped);
    if let Some(Wrapped(text)) = wrapped {
        println!("{text}"); //~ clean
    }
}

fn main() {
    let person = ada();
    through_a_pointer(&person);
    in_a_variable(&person);
    given_to_an_adaptor();
    named_in_map();
    a_getter_as_a_value(&person);
    a_constructor_as_a_value(&person);
}
