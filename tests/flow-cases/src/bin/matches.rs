//! `match` and its patterns.

use people::{Person, ada};

fn by_reference(person: &Person) {
    match person {
        Person { email, row, .. } => {
            println!("{email}"); //~ AG302
            println!("{row}"); //~ clean
        }
    }
}

fn by_value(person: Person) {
    match person {
        Person { email, theme, row: 7, .. } => {
            println!("{email}"); //~ AG302
            println!("{theme}"); //~ clean
        }
        other => {
            println!("{}", other.name); //~ AG302
            println!("{}", other.row); //~ clean
        }
    }
}

fn bound_with_at(person: &Person) {
    match person.age {
        child @ 0..18 => println!("{child}"), //~ AG302
        _ => println!("grown up"),            //~ clean
    }
    match person.row {
        first @ 0..10 => println!("{first}"), //~ clean
        _ => println!("later"),               //~ clean
    }
}

enum Channel {
    Mail(String),
    Post(String),
    Theme(String),
}

fn or_patterns(channel: &Channel) {
    match channel {
        Channel::Mail(text) | Channel::Post(text) => println!("{text}"), //~ AG302
        Channel::Theme(text) => println!("{text}"),                      //~ clean
    }
}

fn as_a_value(person: &Person, what: u8) {
    let text = match what {
        0 => &person.theme,
        1 => &person.email,
        _ => "nothing",
    };
    println!("{text}"); //~ AG302
    let text = match what {
        0 => &person.theme,
        _ => "nothing",
    };
    println!("{text}"); //~ clean
}

fn on_a_tuple(person: &Person) {
    match (&person.email, &person.theme) {
        (address, theme) if theme.is_empty() => println!("{address}"), //~ AG302
        (_, theme) => println!("{theme}"),                             //~ clean
    }
}

fn with_a_guard(person: &Person) {
    match Some(&person.name) {
        Some(name) if name == "Ada" => println!("{name}"), //~ AG302
        Some(name) => println!("{}", name.len()),          //~ clean
        None => {}
    }
}

fn in_a_parameter(Person { email, row, .. }: &Person) {
    println!("{email}"); //~ AG302
    println!("{row}"); //~ clean
}

fn in_a_let_chain(person: &Person) {
    if let Some(at) = person.email.find('@')
        && let Some(domain) = person.email.get(at..)
    {
        println!("{domain}"); //~ AG302
        println!("{at}"); //~ clean: a position
    }
}

fn main() {
    let person = ada();
    by_reference(&person);
    by_value(person.clone());
    bound_with_at(&person);
    or_patterns(&Channel::Mail(person.email.clone()));
    or_patterns(&Channel::Post(person.name.clone()));
    or_patterns(&Channel::Theme(person.theme.clone()));
    as_a_value(&person, 1);
    on_a_tuple(&person);
    with_a_guard(&person);
    in_a_parameter(&person);
    in_a_let_chain(&person);
}
