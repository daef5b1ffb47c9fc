//! What is derived from personal data and is none: lengths, answers, counts, keyed hashes. And what is, though it looks alike.

use std::hash::{BuildHasher, RandomState};

use people::{Person, ada};

fn lengths(person: &Person) {
    println!("{}", person.email.len()); //~ clean
    println!("{}", person.email.chars().count()); //~ clean
    println!("{}", person.name.lines().count()); //~ clean
    println!("{:?}", person.email.chars().next()); //~ AG302: a letter of it
}

fn answers(person: &Person) {
    println!("{}", person.email.is_empty()); //~ clean
    println!("{}", person.email.contains('@')); //~ clean
    println!("{}", person.email.starts_with("ada")); //~ clean
    println!("{:?}", person.email.strip_prefix("ada")); //~ AG302: the rest of it
}

fn comparisons(person: &Person) {
    println!("{}", person.email == "ada@example.org"); //~ clean
    println!("{}", person.age >= 18); //~ clean
    println!("{:?}", person.name.cmp(&person.email)); //~ clean
    println!("{}", person.age.max(18)); //~ AG302: the age, where it is greater
}

fn what_depends_on_an_answer(person: &Person) {
    if person.email.ends_with("@example.org") {
        println!("one of us"); //~ clean
    }
    let group = if person.age >= 18 { "grown up" } else { "child" };
    println!("{group}"); //~ clean
    let age = if person.age >= 18 { person.age } else { 0 };
    println!("{age}"); //~ AG302
}

fn positions(person: &Person) {
    println!("{:?}", person.email.find('@')); //~ clean
    println!("{:?}", person.email.split('@').next_back()); //~ AG302
}

fn keyed_hashes(person: &Person) {
    let hasher = RandomState::new();
    println!("{:x}", hasher.hash_one(&person.email)); //~ clean: the key is random, and gone afterwards
    println!("{:x?}", person.email.bytes().rev().collect::<Vec<_>>()); //~ AG302: turned round, which hides nothing
}

fn rows(person: &Person) {
    println!("{}", person.row); //~ clean
    println!("{}-{}", person.theme, person.row); //~ clean
    println!("{}-{}", person.name, person.row); //~ AG302
}

fn variables_with_names(person: &Person) {
    let email = "nobody@example.org";
    let password = person.theme.as_str();
    println!("{email} {password}"); //~ clean: names say nothing
    let theme = person.email.as_str();
    println!("{theme}"); //~ AG302: in neither direction
}

fn counted(people: &[Person]) {
    println!("{}", people.len()); //~ clean
    println!("{}", people.iter().filter(|person| !person.name.is_empty()).count()); //~ clean
    println!("{}", people.iter().map(|person| u32::from(person.age)).sum::<u32>()); //~ AG302: of one person it is the age
}

fn sizes(person: &Person) {
    println!("{}", size_of_val(person)); //~ clean
    println!("{}", std::any::type_name_of_val(&person.email)); //~ clean
    println!("{}", person.email.capacity()); //~ clean
    println!("{:?}", person.email.bytes().map(u32::from).sum::<u32>()); //~ AG302
}

fn not_used(person: &Person) {
    let _address = person.email.clone();
    println!("done"); //~ clean
    let _ = (person.email.as_str(), println!("{}", person.row)); //~ clean
    println!("{}", (person.row, person.email.as_str()).0); //~ clean
    println!("{}", (person.row, person.email.as_str()).1); //~ AG302
}

fn main() {
    let person = ada();
    lengths(&person);
    answers(&person);
    comparisons(&person);
    what_depends_on_an_answer(&person);
    positions(&person);
    keyed_hashes(&person);
    rows(&person);
    variables_with_names(&person);
    counted(&[ada()]);
    sizes(&person);
    not_used(&person);
}
