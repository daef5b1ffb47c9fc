//! Methods of traits, by `dyn` and by generics: every implementation that may be meant counts.

use people::{Person, ada};

trait Sink {
    fn take(&self, text: &str);
}

struct Printer;
struct Counter;
struct Relay(Box<dyn Sink>);

impl Sink for Printer {
    fn take(&self, text: &str) {
        println!("{text}"); //~ AG302
    }
}

impl Sink for Counter {
    fn take(&self, text: &str) {
        println!("{}", text.len()); //~ clean
    }
}

impl Sink for Relay {
    fn take(&self, text: &str) {
        println!("relayed"); //~ clean
        self.0.take(text);
    }
}

fn by_dyn(sinks: &[Box<dyn Sink>], person: &Person) {
    for sink in sinks {
        sink.take(&person.email);
    }
}

trait Screen {
    fn draw(&self, text: &str);
}

struct Window;
struct Terminal;

impl Screen for Window {
    fn draw(&self, text: &str) {
        println!("{text}"); //~ AG302: called by a generic function
    }
}

impl Screen for Terminal {
    fn draw(&self, text: &str) {
        println!("{} letters drawn", text.len()); //~ clean
    }
}

fn draw<S: Screen>(screen: &S, text: &str) {
    screen.draw(text);
}

fn by_generics(person: &Person) {
    draw(&Window, &person.email);
    draw(&Terminal, &person.email);
}

trait Describes {
    fn describe(&self) -> String;
}

impl Describes for Person {
    fn describe(&self) -> String {
        format!("{} <{}>", self.name, self.email)
    }
}

struct Lamp;

impl Describes for Lamp {
    fn describe(&self) -> String {
        "a lamp".to_owned()
    }
}

fn whatever_it_is(thing: &dyn Describes) {
    println!("{}", thing.describe()); //~ AG302: a person may be meant
}

fn what_it_surely_is() {
    println!("{}", Lamp.describe()); //~ clean: no person is meant
}

trait Greeting {
    fn name(&self) -> String;

    fn title(&self) -> String {
        "Dr.".to_owned()
    }

    fn greet(&self) {
        println!("hello, {}", self.name()); //~ AG302: a default method, and a name of a person
        println!("{}", self.title()); //~ clean
    }
}

impl Greeting for Person {
    fn name(&self) -> String {
        self.name.clone()
    }
}

trait Row {
    fn number(&self) -> u64;

    fn show(&self) {
        println!("{}", self.number()); //~ clean
    }
}

impl Row for Person {
    fn number(&self) -> u64 {
        self.row
    }
}

trait Named {
    const LABEL: &'static str;

    fn of(person: &Person) -> String;
}

struct ByMail;
struct ByTheme;

impl Named for ByMail {
    const LABEL: &'static str = "mail";

    fn of(person: &Person) -> String {
        person.email.clone()
    }
}

impl Named for ByTheme {
    const LABEL: &'static str = "theme";

    fn of(person: &Person) -> String {
        person.theme.clone()
    }
}

fn associated<N: Named>(person: &Person) {
    println!("{}", N::LABEL); //~ clean
    println!("{}", N::of(person)); //~ AG302: by mail
}

fn chosen(person: &Person) {
    associated::<ByMail>(person);
    println!("{}", ByTheme::of(person)); //~ clean
    println!("{}", <ByMail as Named>::of(person)); //~ AG302
}

trait Extension {
    fn masked(&self) -> usize;
    fn quoted(&self) -> String;
}

impl<T: AsRef<str>> Extension for T {
    fn masked(&self) -> usize {
        self.as_ref().len()
    }

    fn quoted(&self) -> String {
        format!("'{}'", self.as_ref())
    }
}

fn by_a_blanket_implementation(person: &Person) {
    println!("{}", person.email.masked()); //~ clean
    println!("{}", person.email.quoted()); //~ AG302
    println!("{}", person.theme.quoted()); //~ clean
}

fn by_impl_trait(text: impl AsRef<str>) {
    println!("{}", text.as_ref()); //~ AG302
}

fn theme_by_impl_trait(text: impl AsRef<str>) {
    println!("{}", text.as_ref()); //~ clean
}

fn main() {
    let person = ada();
    by_dyn(&[Box::new(Printer), Box::new(Counter), Box::new(Relay(Box::new(Counter)))], &person);
    by_generics(&person);
    whatever_it_is(&person);
    what_it_surely_is();
    person.greet();
    person.show();
    chosen(&person);
    by_a_blanket_implementation(&person);
    by_impl_trait(&person.email);
    theme_by_impl_trait(&person.theme);
}
