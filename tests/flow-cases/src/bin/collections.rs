//! Collections: what is put in comes out.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use people::{Person, ada, everybody};

fn a_vec(person: &Person) {
    let mut addresses = Vec::new();
    addresses.push(person.email.clone());
    println!("{:?}", addresses.first()); //~ AG302
    println!("{}", addresses.len()); //~ clean
    let mut themes = Vec::new();
    themes.push(person.theme.clone());
    println!("{:?}", themes.first()); //~ clean
}

fn the_vec_macro(person: &Person) {
    let addresses = vec![person.email.clone()];
    println!("{}", addresses[0]); //~ AG302
    let themes = vec![person.theme.clone()];
    println!("{}", themes[0]); //~ clean
}

fn a_vec_of_people() {
    let people = everybody();
    println!("{}", people[0].email); //~ AG302
    println!("{}", people[0].row); //~ clean
}

fn a_vec_extended(person: &Person) {
    let mut words = vec!["from".to_owned()];
    words.extend([person.name.clone()]);
    println!("{}", words.join(" ")); //~ AG302
    let mut words = vec!["in".to_owned()];
    words.extend([person.theme.clone()]);
    println!("{}", words.join(" ")); //~ clean
}

fn values_of_a_map(person: &Person) {
    let mut addresses = HashMap::new();
    addresses.insert(person.row, person.email.clone());
    println!("{:?}", addresses.get(&7)); //~ AG302
    println!("{}", addresses.contains_key(&7)); //~ clean
    let mut themes = HashMap::new();
    themes.insert(person.row, person.theme.clone());
    println!("{:?}", themes.get(&7)); //~ clean
}

fn keys_of_a_map(person: &Person) {
    let mut rows = BTreeMap::new();
    rows.insert(person.email.clone(), person.row);
    for address in rows.keys() {
        println!("{address}"); //~ AG302
    }
    let mut rows = BTreeMap::new();
    rows.insert(person.theme.clone(), person.row);
    for theme in rows.keys() {
        println!("{theme}"); //~ clean
    }
}

fn the_entry_of_a_map(person: &Person) {
    let mut names: HashMap<u64, String> = HashMap::new();
    names.entry(person.row).or_default().push_str(&person.name);
    println!("{names:?}"); //~ AG302
    let mut themes: HashMap<u64, String> = HashMap::new();
    themes.entry(person.row).or_default().push_str(&person.theme);
    println!("{themes:?}"); //~ clean
}

fn a_queue(person: &Person) {
    let mut waiting = VecDeque::new();
    waiting.push_back(person.email.clone());
    if let Some(address) = waiting.pop_front() {
        println!("{address}"); //~ AG302
    }
    let mut waiting = VecDeque::new();
    waiting.push_back(person.row);
    if let Some(row) = waiting.pop_front() {
        println!("{row}"); //~ clean
    }
}

fn a_set(person: &Person) {
    let names = HashSet::from([person.name.clone()]);
    println!("{names:?}"); //~ AG302
    println!("{}", names.contains("Bob")); //~ clean
    let rows = HashSet::from([person.row]);
    println!("{rows:?}"); //~ clean
}

fn a_collection_in_a_collection(person: &Person) {
    let mut by_theme: HashMap<String, Vec<String>> = HashMap::new();
    by_theme.entry(person.theme.clone()).or_default().push(person.email.clone());
    if let Some(addresses) = by_theme.get("dark") {
        println!("{addresses:?}"); //~ AG302
        println!("{}", addresses.is_empty()); //~ clean
    }
}

fn changed_in_place(person: &Person) {
    let mut lines = vec![String::new()];
    if let Some(last) = lines.last_mut() {
        last.push_str(&person.email);
    }
    println!("{lines:?}"); //~ AG302
    let mut lines = vec![String::new()];
    lines[0] = person.theme.clone();
    println!("{lines:?}"); //~ clean
}

fn main() {
    let person = ada();
    a_vec(&person);
    the_vec_macro(&person);
    a_vec_of_people();
    a_vec_extended(&person);
    values_of_a_map(&person);
    keys_of_a_map(&person);
    the_entry_of_a_map(&person);
    a_queue(&person);
    a_set(&person);
    a_collection_in_a_collection(&person);
    changed_in_place(&person);
}
