//! Assignment, reassignment, shadowing, loops: what a variable holds at a point, not what it is called.

use agent_guard::Redactor;
use people::{Person, ada, everybody};

fn overwritten(person: &Person) {
    let mut text = person.email.clone();
    println!("{text}"); //~ AG302
    text = person.theme.clone();
    println!("{text}"); //~ clean
}

fn overwritten_by_personal_data(person: &Person) {
    let mut text = person.theme.clone();
    println!("{text}"); //~ clean
    text = person.email.clone();
    println!("{text}"); //~ AG302
}

fn redacted_into_itself(person: &Person) {
    let mut session = Redactor::new().session();
    let mut text = person.email.clone();
    text = session.redact(&text);
    println!("{text}"); //~ clean
    text.push_str(&person.name);
    println!("{text}"); //~ AG302: added afterwards
}

fn redacted_on_one_path(person: &Person, is_careful: bool) {
    let mut session = Redactor::new().session();
    let mut text = person.email.clone();
    if is_careful {
        text = session.redact(&text);
        println!("{text}"); //~ clean
    }
    println!("{text}"); //~ AG302
}

fn overwritten_on_one_path(person: &Person, is_careful: bool) {
    let mut text = person.email.clone();
    if is_careful {
        text = String::from("nobody");
    }
    println!("{text}"); //~ AG302
    let mut text = person.email.clone();
    if is_careful {
        text = String::from("nobody");
    } else {
        text = text.len().to_string();
    }
    println!("{text}"); //~ clean
}

fn shadowed(person: &Person) {
    let text = &person.theme;
    {
        let text = &person.email;
        println!("{text}"); //~ AG302
    }
    println!("{text}"); //~ clean
    let text = &person.email;
    let text = text.len();
    println!("{text}"); //~ clean
}

fn appended(person: &Person) {
    let mut text = String::from("from ");
    text += &person.email;
    println!("{text}"); //~ AG302
    let mut text = String::from("in ");
    text += &person.theme;
    println!("{text}"); //~ clean
}

fn carried_by_a_loop() {
    let mut last = String::new();
    for person in everybody() {
        println!("after {last}"); //~ AG302: from the time before
        last = person.email;
    }
    let mut last = String::new();
    for person in everybody() {
        println!("after {last}"); //~ clean
        last = person.theme;
    }
}

fn carried_through_several_variables() {
    let (mut first, mut second, mut third) = (String::new(), String::new(), String::new());
    for person in everybody() {
        println!("{first}"); //~ AG302: three times round
        first = second;
        second = third;
        third = person.email.clone();
        println!("{}", person.theme); //~ clean
    }
    println!("{second}{third}"); //~ AG302
}

fn cleared_in_each_turn() {
    let mut line = String::new();
    for person in everybody() {
        println!("{line}"); //~ clean: what was there has been replaced
        line = person.email.clone();
        println!("{line}"); //~ AG302
        line = String::new();
    }
}

fn the_value_of_a_loop() {
    let mut people = everybody().into_iter();
    let found = loop {
        match people.next() {
            Some(person) if person.row > 3 => break person.name,
            Some(_) => {}
            None => return,
        }
    };
    println!("{found}"); //~ AG302
    let mut people = everybody().into_iter();
    let found = loop {
        match people.next() {
            Some(person) if person.row > 3 => break person.row,
            Some(_) => {}
            None => return,
        }
    };
    println!("{found}"); //~ clean
}

fn a_range_of_rows(person: &Person) {
    for index in 0..person.email.len() {
        println!("{index}"); //~ clean
    }
    for letter in person.email.chars() {
        println!("{letter}"); //~ AG302
    }
    for letter in person.theme.chars() {
        println!("{letter}"); //~ clean
    }
}

fn left_early(person: &Person) {
    let mut text = String::new();
    for _ in 0..2 {
        if person.row > 3 {
            break;
        }
        text = person.email.clone();
    }
    println!("{text}"); //~ AG302
}

fn main() {
    let person = ada();
    overwritten(&person);
    overwritten_by_personal_data(&person);
    redacted_into_itself(&person);
    redacted_on_one_path(&person, person.row > 3);
    overwritten_on_one_path(&person, person.row > 3);
    shadowed(&person);
    appended(&person);
    carried_by_a_loop();
    carried_through_several_variables();
    cleared_in_each_turn();
    the_value_of_a_loop();
    a_range_of_rows(&person);
    left_early(&person);
}
