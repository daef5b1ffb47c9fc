//! Iterator chains: what goes in at the source comes out at the end, through every closure on the way.

use std::collections::HashMap;

use people::{Person, everybody};

fn collected(people: &[Person]) {
    let addresses: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    println!("{addresses:?}"); //~ AG302
    let rows: Vec<u64> = people.iter().map(|person| person.row).collect();
    println!("{rows:?}"); //~ clean
}

fn filtered(people: &[Person]) {
    let addresses: Vec<String> =
        people.iter().filter(|person| person.row > 3).map(|person| person.email.clone()).filter(|email| !email.is_empty()).collect();
    println!("{}", addresses.join(", ")); //~ AG302
    let themes: Vec<String> = people.iter().filter(|person| person.email.len() > 3).map(|person| person.theme.clone()).collect();
    println!("{}", themes.join(", ")); //~ clean: the addresses only choose
}

fn filter_mapped(people: &[Person]) {
    let domains: Vec<&str> = people.iter().filter_map(|person| person.email.split('@').nth(1)).collect();
    println!("{domains:?}"); //~ AG302
    let themes: Vec<&str> = people.iter().filter_map(|person| person.theme.split('-').next()).collect();
    println!("{themes:?}"); //~ clean
}

fn for_each(people: &[Person]) {
    people.iter().for_each(|person| println!("{}", person.email)); //~ AG302
    people.iter().for_each(|person| println!("{}", person.row)); //~ clean
}

fn for_each_after_map(people: &[Person]) {
    people.iter().map(|person| &person.email).for_each(|text| println!("{text}")); //~ AG302
    people.iter().map(|person| &person.theme).for_each(|text| println!("{text}")); //~ clean
}

fn folded(people: &[Person]) {
    let all = people.iter().fold(String::new(), |all, person| all + &person.email);
    println!("{all}"); //~ AG302
    let all = people.iter().fold(0, |sum, person| sum + person.row);
    println!("{all}"); //~ clean
}

fn flattened(people: &[Person]) {
    let parts: Vec<&str> = people.iter().flat_map(|person| person.name.split(' ')).collect();
    println!("{parts:?}"); //~ AG302
    let parts: Vec<&str> = people.iter().flat_map(|person| person.theme.split(' ')).collect();
    println!("{parts:?}"); //~ clean
}

fn found(people: &[Person]) {
    if let Some(person) = people.iter().find(|person| person.row == 7) {
        println!("{}", person.email); //~ AG302
        println!("{}", person.row); //~ clean
    }
    let address = people.iter().find_map(|person| (person.row == 7).then(|| person.email.clone()));
    println!("{address:?}"); //~ AG302
}

fn counted(people: &[Person]) {
    println!("{}", people.iter().filter(|person| person.age > 18).count()); //~ clean
    println!("{}", people.iter().any(|person| person.name == "Ada")); //~ clean
    println!("{:?}", people.iter().position(|person| person.name == "Ada")); //~ clean
    println!("{:?}", people.iter().map(|person| person.age).max()); //~ AG302
}

fn zipped(people: &[Person]) {
    for (index, person) in people.iter().enumerate() {
        println!("{}", person.name); //~ AG302
        println!("{index}"); //~ clean
    }
    let rows = people.iter().map(|person| person.row);
    let themes = people.iter().map(|person| person.theme.as_str());
    for (row, theme) in rows.zip(themes) {
        println!("{row} {theme}"); //~ clean
    }
}

fn into_a_map(people: Vec<Person>) {
    let by_row: HashMap<u64, String> = people.iter().map(|person| (person.row, person.email.clone())).collect();
    println!("{:?}", by_row.values().next()); //~ AG302
    let by_row: HashMap<u64, String> = people.into_iter().map(|person| (person.row, person.theme)).collect();
    println!("{:?}", by_row.values().next()); //~ clean
}

fn a_loop_over_fields(people: Vec<Person>) {
    for Person { email, theme, .. } in people {
        println!("{email}"); //~ AG302
        println!("{theme}"); //~ clean
    }
}

fn addresses(people: &[Person]) -> impl Iterator<Item = &str> {
    people.iter().map(|person| person.email.as_str())
}

fn themes(people: &[Person]) -> impl Iterator<Item = &str> {
    people.iter().map(|person| person.theme.as_str())
}

fn returned_from_a_function(people: &[Person]) {
    for address in addresses(people) {
        println!("{address}"); //~ AG302
    }
    for theme in themes(people) {
        println!("{theme}"); //~ clean
    }
}

struct Names<'a>(std::slice::Iter<'a, Person>);

impl<'a> Iterator for Names<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.next().map(|person| person.name.as_str())
    }
}

struct Rows<'a>(std::slice::Iter<'a, Person>);

impl Iterator for Rows<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0.next().map(|person| person.row)
    }
}

fn an_iterator_of_our_own(people: &[Person]) {
    for name in Names(people.iter()) {
        println!("{name}"); //~ AG302
    }
    for row in Rows(people.iter()) {
        println!("{row}"); //~ clean
    }
}

fn adaptors_on_an_iterator_of_our_own(people: &[Person]) {
    let names: Vec<String> = Names(people.iter()).map(str::to_uppercase).collect();
    println!("{names:?}"); //~ AG302
    let rows: Vec<u64> = Rows(people.iter()).map(|row| row + 1).collect();
    println!("{rows:?}"); //~ clean
}

fn main() {
    let people = everybody();
    collected(&people);
    filtered(&people);
    filter_mapped(&people);
    for_each(&people);
    for_each_after_map(&people);
    folded(&people);
    flattened(&people);
    found(&people);
    counted(&people);
    zipped(&people);
    into_a_map(people.clone());
    a_loop_over_fields(people.clone());
    returned_from_a_function(&people);
    an_iterator_of_our_own(&people);
    adaptors_on_an_iterator_of_our_own(&people);
}
