//! `mem::take`, `mem::replace`, `mem::swap`: two values move at once.

use std::mem;

use people::{Person, ada};

fn taken(person: &Person) {
    let mut text = person.email.clone();
    let taken = mem::take(&mut text);
    println!("{taken}"); //~ AG302
    let mut theme = person.theme.clone();
    let taken = mem::take(&mut theme);
    println!("{taken}{theme}"); //~ clean
}

fn replaced(person: &Person) {
    let mut text = person.theme.clone();
    let before = mem::replace(&mut text, person.email.clone());
    println!("{text}"); //~ AG302
    println!("{before}"); //~ clean: what was there before
}

fn swapped(person: &Person) {
    let (mut first, mut second) = (person.email.clone(), String::new());
    mem::swap(&mut first, &mut second);
    println!("{second}"); //~ AG302
    let (mut third, mut fourth) = (person.theme.clone(), String::new());
    mem::swap(&mut third, &mut fourth);
    println!("{third}{fourth}"); //~ clean
}

struct Outbox {
    waiting: Vec<String>,
    sent: u32,
}

fn drained(outbox: &mut Outbox, person: &Person) {
    outbox.waiting.push(person.email.clone());
    outbox.sent += 1;
    for line in outbox.waiting.drain(..) {
        println!("{line}"); //~ AG302
    }
    println!("{}", outbox.sent); //~ clean
}

fn taken_out_of_a_field(outbox: &mut Outbox) {
    let waiting = mem::take(&mut outbox.waiting);
    println!("{waiting:?}"); //~ AG302: put there below
    println!("{}", mem::take(&mut outbox.sent)); //~ clean
}

fn swapped_by_assignment(person: &Person) {
    let (mut first, mut second) = (person.email.clone(), person.theme.clone());
    (first, second) = (second, first);
    println!("{second}"); //~ AG302
    println!("{first}"); //~ clean
}

fn main() {
    let person = ada();
    taken(&person);
    replaced(&person);
    swapped(&person);
    let mut outbox = Outbox { waiting: vec![person.name.clone()], sent: 0 };
    taken_out_of_a_field(&mut outbox);
    drained(&mut outbox, &person);
    swapped_by_assignment(&person);
}
