//! Functions of our own: one level, three levels, out-parameters, recursion, and the same function called with this and with that.

use people::{Person, ada};

fn show(text: &str) {
    println!("{text}"); //~ AG302
}

fn show_theme(text: &str) {
    println!("{text}"); //~ clean
}

fn one_level(person: &Person) {
    show(&person.email);
    show_theme(&person.theme);
}

fn first(text: &str) {
    second(text, "mail");
}

fn second(text: &str, label: &str) {
    let line = text.trim();
    third(line.to_owned(), label);
}

fn third(line: String, label: &str) {
    println!("{line}"); //~ AG302: three levels down
    println!("{label}"); //~ clean
}

fn three_levels(person: &Person) {
    first(&person.email);
}

fn echo(text: &str) -> &str {
    text
}

fn given_back(person: &Person) {
    println!("{}", echo(&person.email)); //~ AG302
    println!("{}", echo(&person.theme)); //~ clean: the same function, another argument
}

fn wrapped_once(text: &str) -> String {
    format!("<{text}>")
}

fn wrapped_twice(text: &str) -> String {
    wrapped_once(&wrapped_once(text))
}

fn wrapped_thrice(text: &str) -> String {
    wrapped_twice(&wrapped_once(text))
}

fn given_back_through_three(person: &Person) {
    println!("{}", wrapped_thrice(&person.name)); //~ AG302
    println!("{}", wrapped_thrice(&person.theme)); //~ clean
}

fn choose<'a>(first: &'a str, _second: &'a str) -> &'a str {
    first
}

fn of_two_arguments_one(person: &Person) {
    println!("{}", choose(&person.email, &person.theme)); //~ AG302
    println!("{}", choose(&person.theme, &person.email)); //~ clean: the second is not used
}

fn split(person: &Person) -> (String, String) {
    (person.email.clone(), person.theme.clone())
}

fn given_back_in_a_tuple(person: &Person) {
    let (address, theme) = split(person);
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
}

fn append(into: &mut String, text: &str) {
    into.push_str(text);
}

fn fill(into: &mut Vec<String>, count: &mut usize, person: &Person) {
    into.push(person.email.clone());
    *count += 1;
}

fn out_parameters(person: &Person) {
    let mut line = String::new();
    append(&mut line, &person.email);
    println!("{line}"); //~ AG302
    let mut line = String::new();
    append(&mut line, &person.theme);
    println!("{line}"); //~ clean
    let (mut lines, mut count) = (Vec::new(), 0);
    fill(&mut lines, &mut count, person);
    println!("{lines:?}"); //~ AG302
    println!("{count}"); //~ clean
}

fn clear(text: &mut String) {
    *text = String::new();
}

fn overwritten_by_a_function(person: &Person) {
    let mut text = person.email.clone();
    println!("{text}"); //~ AG302
    clear(&mut text);
    println!("{text}"); //~ clean
}

fn last_mut(lines: &mut [String; 2]) -> &mut String {
    &mut lines[1]
}

fn written_through_what_is_given_back(person: &Person) {
    let mut lines = [String::new(), String::new()];
    *last_mut(&mut lines) = person.email.clone();
    println!("{lines:?}"); //~ AG302
    let mut lines = [String::new(), String::new()];
    *last_mut(&mut lines) = person.theme.clone();
    println!("{lines:?}"); //~ clean
}

fn count_down(text: &str, left: u8) {
    if left == 0 {
        println!("{text}"); //~ AG302
    } else {
        println!("{left}"); //~ clean
        count_down(text, left - 1);
    }
}

fn repeat(text: &str, left: u8) -> String {
    if left == 0 { String::new() } else { repeat(text, left - 1) + text }
}

fn is_even(text: &str, left: u8) -> String {
    if left == 0 { text.to_owned() } else { is_odd(text, left - 1) }
}

fn is_odd(text: &str, left: u8) -> String {
    if left == 0 { String::new() } else { is_even(text, left - 1) }
}

fn recursion(person: &Person) {
    count_down(&person.email, 3);
    println!("{}", repeat(&person.email, 3)); //~ AG302
    println!("{}", repeat(&person.theme, 3)); //~ clean
    println!("{}", is_even(&person.email, 4)); //~ AG302
    println!("{}", is_even(&person.theme, 4)); //~ clean
}

fn row_of(person: &Person) -> u64 {
    person.row
}

fn length_of(person: &Person) -> usize {
    person.email.len()
}

fn what_is_asked_for(person: &Person) {
    println!("{}", row_of(person)); //~ clean
    println!("{}", length_of(person)); //~ clean
}

fn nested(person: &Person) {
    fn inside(text: &str) {
        println!("{text}"); //~ AG302
    }
    fn theme_inside(text: &str) {
        println!("{text}"); //~ clean
    }
    inside(&person.name);
    theme_inside(&person.theme);
}

fn main() {
    let person = ada();
    one_level(&person);
    three_levels(&person);
    given_back(&person);
    given_back_through_three(&person);
    of_two_arguments_one(&person);
    given_back_in_a_tuple(&person);
    out_parameters(&person);
    overwritten_by_a_function(&person);
    written_through_what_is_given_back(&person);
    recursion(&person);
    what_is_asked_for(&person);
    nested(&person);
}
