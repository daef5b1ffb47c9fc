//! Tuples keep their fields apart; arrays do not keep their elements apart.

use people::{Person, ada};

fn a_field_of_a_tuple(person: &Person) {
    let pair = (person.email.as_str(), person.row);
    println!("{}", pair.0); //~ AG302
    println!("{}", pair.1); //~ clean
}

fn a_tuple_taken_apart(person: &Person) {
    let (address, (theme, row)) = (&person.email, (&person.theme, person.row));
    println!("{address}"); //~ AG302
    println!("{theme} {row}"); //~ clean
}

fn a_tuple_in_a_tuple(person: &Person) {
    let nested = (1, (person.email.clone(), 2));
    println!("{}", nested.1.0); //~ AG302
    println!("{}", nested.1.1); //~ clean
    println!("{}", nested.0); //~ clean
}

fn a_tuple_printed_whole(person: &Person) {
    println!("{:?}", (person.row, &person.email)); //~ AG302
    println!("{:?}", (person.row, &person.theme)); //~ clean
}

fn a_field_of_a_tuple_assigned(person: &Person) {
    let mut pair = (String::new(), String::new());
    pair.1 = person.email.clone();
    println!("{}", pair.1); //~ AG302
    println!("{}", pair.0); //~ clean
}

fn elements_of_an_array(person: &Person, index: usize) {
    let addresses = [person.email.as_str(), "nobody@example.org"];
    println!("{}", addresses[index]); //~ AG302
    let themes = [person.theme.as_str(), "light"];
    println!("{}", themes[index]); //~ clean
}

fn an_array_taken_apart(person: &Person) {
    let [_, second] = [person.theme.clone(), person.email.clone()];
    println!("{second}"); //~ AG302
    let [_, second] = [person.theme.clone(), person.theme.to_uppercase()];
    println!("{second}"); //~ clean
}

fn a_slice(person: &Person) {
    let addresses = [person.email.clone(), person.name.clone(), String::new()];
    if let [first, ..] = &addresses[..2] {
        println!("{first}"); //~ AG302
    }
    let themes = [person.theme.clone(), String::new()];
    if let [first, ..] = &themes[..1] {
        println!("{first}"); //~ clean
    }
}

fn an_element_assigned(person: &Person) {
    let mut lines = [const { String::new() }; 2];
    lines[1] = person.email.clone();
    println!("{lines:?}"); //~ AG302
    let mut rows = [0; 2];
    rows[1] = person.row;
    println!("{rows:?}"); //~ clean
}

fn main() {
    let person = ada();
    a_field_of_a_tuple(&person);
    a_tuple_taken_apart(&person);
    a_tuple_in_a_tuple(&person);
    a_tuple_printed_whole(&person);
    a_field_of_a_tuple_assigned(&person);
    elements_of_an_array(&person, 1);
    an_array_taken_apart(&person);
    a_slice(&person);
    an_element_assigned(&person);
}
