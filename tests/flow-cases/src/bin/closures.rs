//! Closures: what they capture, what they are given, what they give back.

use people::{Person, ada};

fn captured_by_reference(person: &Person) {
    let address = person.email.clone();
    let theme = person.theme.clone();
    let show = || println!("{address}"); //~ AG302
    let show_theme = || println!("{theme}"); //~ clean
    show();
    show_theme();
}

fn captured_by_move(person: &Person) {
    let (address, row) = (person.email.clone(), person.row);
    let show = move || println!("{address}"); //~ AG302
    let show_row = move || println!("{row}"); //~ clean
    show();
    show_row();
}

fn a_captured_field(person: &Person) {
    let show = || println!("{}", person.name); //~ AG302
    let show_row = || println!("{}", person.row); //~ clean
    show();
    show_row();
}

fn given_as_an_argument(person: &Person) {
    let show = |text: &str| println!("{text}"); //~ AG302
    let show_theme = |text: &str| println!("{text}"); //~ clean
    show(&person.email);
    show_theme(&person.theme);
}

fn given_back(person: &Person) {
    let address = || person.email.to_lowercase();
    let theme = || person.theme.to_lowercase();
    println!("{}", address()); //~ AG302
    println!("{}", theme()); //~ clean
}

fn written_into_a_capture(person: &Person) {
    let mut seen = Vec::new();
    let mut remember = |text: &str| seen.push(text.to_owned());
    remember(&person.email);
    println!("{seen:?}"); //~ AG302
    let mut seen = Vec::new();
    let mut remember = |text: &str| seen.push(text.to_owned());
    remember(&person.theme);
    println!("{seen:?}"); //~ clean
}

fn call(action: impl FnOnce()) {
    action();
}

fn call_with(text: &str, action: impl Fn(&str)) {
    action(text);
}

fn call_for(action: impl Fn() -> String) -> String {
    action()
}

fn call_dyn(text: &str, action: &dyn Fn(&str)) {
    action(text);
}

fn passed_to_a_function(person: &Person) {
    call(|| println!("{}", person.email)); //~ AG302
    call(|| println!("{}", person.theme)); //~ clean
}

fn given_an_argument_by_a_function(person: &Person) {
    call_with(&person.email, |text| println!("{text}")); //~ AG302
    call_with(&person.email, |_| println!("done")); //~ clean
}

fn given_back_through_a_function(person: &Person) {
    println!("{}", call_for(|| person.name.clone())); //~ AG302
}

fn only_a_theme_through_a_function(person: &Person) {
    let length = call_for(|| person.theme.clone()).len();
    println!("{length}"); //~ clean
}

fn called_by_dyn(person: &Person) {
    call_dyn(&person.email, &|text| println!("{text}")); //~ AG302
    call_dyn(&person.email, &|_| println!("done")); //~ clean
}

fn shower() -> impl Fn(&str) {
    |text| println!("{text}") //~ AG302
}

fn theme_shower() -> Box<dyn Fn(&str)> {
    Box::new(|text| println!("{}", text.len())) //~ clean
}

fn returned(person: &Person) {
    shower()(&person.email);
    theme_shower()(&person.theme);
}

fn with_what_it_holds(address: String) -> impl Fn() -> String {
    move || address.clone()
}

fn returned_with_a_capture(person: &Person) {
    let later = with_what_it_holds(person.email.clone());
    println!("{}", later()); //~ AG302
}

fn nested(person: &Person) {
    let outer = || {
        let inner = || println!("{}", person.email); //~ AG302
        inner();
        println!("{}", person.row); //~ clean
    };
    outer();
}

fn kept_in_a_struct(person: &Person) {
    struct Handler<F: Fn(&str)> {
        action: F,
    }
    let handler = Handler { action: |text: &str| println!("{text}") }; //~ AG302
    (handler.action)(&person.name);
    let quiet = Handler { action: |text: &str| println!("{}", text.is_empty()) }; //~ clean
    (quiet.action)(&person.name);
}

fn main() {
    let person = ada();
    captured_by_reference(&person);
    captured_by_move(&person);
    a_captured_field(&person);
    given_as_an_argument(&person);
    given_back(&person);
    written_into_a_capture(&person);
    passed_to_a_function(&person);
    given_an_argument_by_a_function(&person);
    given_back_through_a_function(&person);
    only_a_theme_through_a_function(&person);
    called_by_dyn(&person);
    returned(&person);
    returned_with_a_capture(&person);
    nested(&person);
    kept_in_a_struct(&person);
}
