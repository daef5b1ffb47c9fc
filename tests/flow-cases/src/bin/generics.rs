//! Generic functions: what they print is what their callers give.

use std::fmt::{Debug, Display};

use people::{Person, ada};

fn show<T: Debug>(value: &T) {
    println!("{value:?}"); //~ AG302
}

fn show_row<T: Debug>(value: &T) {
    println!("{value:?}"); //~ clean
}

fn debugged(person: &Person) {
    show(&person.email);
    show_row(&person.row);
}

fn show_whole<T: Debug>(value: T) {
    println!("{value:?}"); //~ AG302: a whole person, whose `Debug` prints the address
}

fn a_whole_person(person: &Person) {
    show_whole(person.clone());
}

fn show_each<T: Display>(values: &[T]) {
    for value in values {
        println!("{value}"); //~ AG302
    }
    println!("{}", values.len()); //~ clean
}

fn several(person: &Person) {
    show_each(&[&person.name, &person.email]);
}

fn same<T>(value: T) -> T {
    value
}

fn given_back(person: &Person) {
    println!("{}", same(&person.email)); //~ AG302
    println!("{}", same(&person.theme)); //~ clean
    println!("{}", same(same(person.row))); //~ clean
}

struct Holder<T> {
    value: T,
}

impl<T: Display> Holder<T> {
    fn show(&self) {
        println!("{}", self.value); //~ AG302
    }
}

impl<T: Debug> Holder<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Holder<U> {
        Holder { value: change(self.value) }
    }
}

fn held(person: &Person) {
    Holder { value: person.email.clone() }.show();
    println!("{}", Holder { value: person.email.clone() }.map(|email| email.to_uppercase()).value); //~ AG302
    println!("{}", Holder { value: person.email.clone() }.map(|email| email.len()).value); //~ clean
}

fn pair<A, B>(first: A, second: B) -> (B, A) {
    (second, first)
}

fn turned_round(person: &Person) {
    let (theme, address) = pair(&person.email, &person.theme);
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
}

fn apply<T, R>(value: T, function: impl Fn(T) -> R) -> R {
    function(value)
}

fn applied(person: &Person) {
    println!("{}", apply(&person.email, |email| email.to_uppercase())); //~ AG302
    println!("{}", apply(&person.email, |email| email.is_empty())); //~ clean
}

fn main() {
    let person = ada();
    debugged(&person);
    a_whole_person(&person);
    several(&person);
    given_back(&person);
    held(&person);
    turned_round(&person);
    applied(&person);
}
