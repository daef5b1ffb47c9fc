//! Methods that keep what they are given, and log it later; builders; types that drop.

use people::{Person, ada};

#[derive(Default)]
struct Recorder {
    last: String,
    theme: String,
    count: u32,
}

impl Recorder {
    fn record(&mut self, text: &str) {
        self.last = text.to_owned();
        self.count += 1;
    }

    fn set_theme(&mut self, theme: &str) {
        theme.clone_into(&mut self.theme);
    }

    fn last(&self) -> &str {
        &self.last
    }

    fn theme(&self) -> &str {
        &self.theme
    }

    fn show(&self) {
        println!("{}", self.last); //~ AG302: recorded before
        println!("{}", self.theme); //~ clean
        println!("{}", self.count); //~ clean
    }

    fn show_by_getter(&self) {
        println!("{}", self.last()); //~ AG302
        println!("{}", self.theme()); //~ clean
    }

    fn last_mut(&mut self) -> &mut String {
        &mut self.last
    }
}

fn recorded_and_shown(person: &Person) {
    let mut recorder = Recorder::default();
    recorder.record(&person.email);
    recorder.set_theme(&person.theme);
    recorder.show();
    recorder.show_by_getter();
    println!("{}", recorder.last()); //~ AG302
    println!("{}", recorder.theme()); //~ clean
}

fn another_that_is_empty(person: &Person) {
    let mut recorder = Recorder::default();
    recorder.record(&person.theme);
    println!("{}", recorder.last()); //~ clean: another recorder holds the address
}

fn written_through_a_getter(person: &Person) {
    let mut recorder = Recorder::default();
    recorder.last_mut().push_str(&person.name);
    println!("{}", recorder.last); //~ AG302
    println!("{}", recorder.theme); //~ clean
}

#[derive(Default)]
struct Letter {
    to: String,
    colour: String,
    is_urgent: bool,
}

impl Letter {
    fn new() -> Self {
        Self::default()
    }

    fn to(mut self, to: impl Into<String>) -> Self {
        self.to = to.into();
        self
    }

    fn colour(mut self, colour: impl Into<String>) -> Self {
        self.colour = colour.into();
        self
    }

    fn urgent(self) -> Self {
        Letter { is_urgent: true, ..self }
    }

    fn build(self) -> Built {
        Built { address: self.to, colour: self.colour, is_urgent: self.is_urgent }
    }
}

struct Built {
    address: String,
    colour: String,
    is_urgent: bool,
}

fn built(person: &Person) {
    let letter = Letter::new().to(&person.email).colour(&person.theme).urgent().build();
    println!("{}", letter.address); //~ AG302
    println!("{}", letter.colour); //~ clean
    println!("{}", letter.is_urgent); //~ clean
}

struct Query {
    parts: Vec<String>,
}

impl Query {
    fn bind(&mut self, value: &str) -> &mut Self {
        self.parts.push(value.to_owned());
        self
    }

    fn text(&self) -> String {
        self.parts.join(" ")
    }
}

fn bound(person: &Person) {
    let mut query = Query { parts: vec![] };
    println!("{}", query.bind("email =").bind(&person.email).text()); //~ AG302
    let mut query = Query { parts: vec![] };
    println!("{}", query.bind("theme =").bind(&person.theme).text()); //~ clean
}

struct Farewell {
    name: String,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        println!("goodbye, {}", self.name); //~ AG302: nobody calls it, and it runs
    }
}

struct Tally {
    count: u64,
}

impl Drop for Tally {
    fn drop(&mut self) {
        println!("{}", self.count); //~ clean
    }
}

fn dropped(person: &Person) {
    let _farewell = Farewell { name: person.name.clone() };
    let _tally = Tally { count: person.row };
}

struct Cache<T> {
    entries: Vec<T>,
}

impl<T: Clone> Cache<T> {
    fn put(&mut self, value: T) {
        self.entries.push(value);
    }

    fn get(&self, index: usize) -> Option<T> {
        self.entries.get(index).cloned()
    }
}

fn cached(person: &Person) {
    let mut cache = Cache { entries: vec![] };
    cache.put(person.email.clone());
    println!("{:?}", cache.get(0)); //~ AG302
    let mut cache = Cache { entries: vec![] };
    cache.put(person.row);
    println!("{:?}", cache.get(0)); //~ clean
}

struct View<'a> {
    person: &'a Person,
}

impl View<'_> {
    fn address(&self) -> &str {
        &self.person.email
    }

    fn theme(&self) -> &str {
        &self.person.theme
    }
}

fn viewed(person: &Person) {
    let view = View { person };
    println!("{}", view.address()); //~ AG302
    println!("{}", view.theme()); //~ clean
}

fn main() {
    let person = ada();
    recorded_and_shown(&person);
    another_that_is_empty(&person);
    written_through_a_getter(&person);
    built(&person);
    bound(&person);
    dropped(&person);
    cached(&person);
    viewed(&person);
}
