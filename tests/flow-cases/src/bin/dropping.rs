//! What values hold when they are dropped, for types that have something done then.

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    sync::{Arc, Mutex, OnceLock},
};

use people::{Person, ada};

struct Farewell {
    name: String,
    row: u64,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        println!("goodbye, {}", self.name); //~ AG302
        println!("{}", self.row); //~ clean
    }
}

fn made(person: &Person) {
    let _farewell = Farewell { name: person.name.clone(), row: person.row };
}

struct Harmless {
    theme: String,
}

impl Drop for Harmless {
    fn drop(&mut self) {
        println!("{}", self.theme); //~ clean
    }
}

fn made_of_what_is_not_personal(person: &Person) {
    let _harmless = Harmless { theme: person.theme.clone() };
}

struct Boxed {
    name: String,
}

impl Drop for Boxed {
    fn drop(&mut self) {
        eprintln!("{}", self.name); //~ AG302
    }
}

trait Ends {}

impl Ends for Boxed {}

fn behind_a_dyn(person: &Person) -> Vec<Box<dyn Ends>> {
    vec![Box::new(Boxed { name: person.name.clone() })]
}

struct Buffer {
    lines: Vec<String>,
    count: usize,
}

impl Buffer {
    fn new() -> Self {
        Buffer { lines: Vec::new(), count: 0 }
    }

    fn add(&mut self, line: &str) {
        self.lines.push(line.to_owned());
        self.count += 1;
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        for line in &self.lines {
            println!("{line}"); //~ AG302
        }
        println!("{}", self.count); //~ clean
    }
}

struct Session {
    buffer: Buffer,
    person: String,
}

fn written_later(person: &Person) {
    let mut buffer = Buffer::new();
    buffer.add(&person.email);
    let session = Session { buffer, person: person.name.clone() };
    println!("{}", session.buffer.count); //~ clean
    println!("{}", session.person.len()); //~ clean
}

struct Journal {
    last: String,
}

impl Drop for Journal {
    fn drop(&mut self) {
        println!("{}", self.last); //~ AG302
    }
}

struct Desk {
    journal: Journal,
    note: String,
}

impl Desk {
    fn note(&mut self, what: &str) {
        self.journal.last = what.to_owned();
    }

    fn remark(&mut self, what: &str) {
        self.note = what.to_owned();
    }
}

fn written_through_what_it_is_in(person: &Person) {
    let mut desk = Desk { journal: Journal { last: String::new() }, note: String::new() };
    desk.note(&person.email);
    println!("{}", desk.note); //~ clean
}

struct Quiet {
    last: String,
}

impl Drop for Quiet {
    fn drop(&mut self) {
        println!("{}", self.last); //~ clean
    }
}

struct Shelf {
    quiet: Quiet,
    note: String,
}

fn written_beside_it(person: &Person) {
    let mut shelf = Shelf { quiet: Quiet { last: String::new() }, note: String::new() };
    shelf.note.push_str(&person.email);
    shelf.quiet.last.push_str(&person.theme);
    println!("{}", shelf.note.len()); //~ clean
}

struct Appended {
    text: String,
}

impl Drop for Appended {
    fn drop(&mut self) {
        println!("{}", self.text); //~ AG302
    }
}

struct Room {
    appended: Appended,
}

fn appended_to(room: &mut Room, person: &Person) {
    room.appended.text.push_str(&person.email);
}

struct Shared {
    seen: Vec<String>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        println!("{:?}", self.seen); //~ AG302
    }
}

fn behind_a_lock(person: &Person) {
    let shared = Arc::new(Mutex::new(Shared { seen: vec![] }));
    let other = Arc::clone(&shared);
    std::thread::spawn(move || drop(other));
    shared.lock().unwrap().seen.push(person.email.clone());
}

struct Counted {
    rows: Vec<u64>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        println!("{:?}", self.rows); //~ clean
    }
}

fn behind_a_cell(person: &Person) {
    let counted = Rc::new(RefCell::new(Counted { rows: vec![] }));
    counted.borrow_mut().rows.push(person.row);
}

struct Kept(String);

impl Drop for Kept {
    fn drop(&mut self) {
        println!("{}", self.0); //~ AG302
    }
}

static KEPT: OnceLock<Mutex<HashMap<u64, Kept>>> = OnceLock::new();

fn kept(person: &Person) {
    let all = KEPT.get_or_init(Mutex::default);
    all.lock().unwrap().insert(person.row, Kept(person.email.clone()));
    drop(all.lock().unwrap().remove(&person.row));
}

struct Generic<T: std::fmt::Display> {
    value: T,
}

impl<T: std::fmt::Display> Drop for Generic<T> {
    fn drop(&mut self) {
        println!("{}", self.value); //~ AG302
    }
}

fn generic(person: &Person) {
    let _generic = Generic { value: person.email.clone() };
    let _other = Generic { value: person.row };
}

enum State {
    Open { by: String },
    Closed,
}

impl Drop for State {
    fn drop(&mut self) {
        match self {
            State::Open { by } => println!("{by}"), //~ AG302
            State::Closed => println!("closed"), //~ clean
        }
    }
}

fn opened_and_closed(person: &Person) {
    let _open = State::Open { by: person.name.clone() };
    let _closed = State::Closed;
}

macro_rules! guard {
    ($name:ident) => {
        struct $name {
            what: String,
        }

        impl Drop for $name {
            fn drop(&mut self) {
                println!("{}", self.what); //~ AG302
            }
        }
    };
}

guard!(Timer);

fn made_by_a_macro(person: &Person) {
    let _timer = Timer { what: format!("{} spoke", person.name) };
}

struct Timing<'a> {
    what: &'a str,
    whom: &'a Person,
}

impl Drop for Timing<'_> {
    fn drop(&mut self) {
        println!("{} took a while", self.what); //~ clean
        println!("{}", self.whom.email); //~ AG302
        println!("{}", self.whom.theme); //~ clean
    }
}

async fn answered(person: &Person) {
    let timing = Timing { what: "answering", whom: person };
    std::future::ready(()).await;
    drop(timing);
}

struct Deferred<F: FnMut()> {
    what: F,
}

impl<F: FnMut()> Drop for Deferred<F> {
    fn drop(&mut self) {
        (self.what)();
    }
}

fn deferred(person: &Person) {
    let name = person.name.clone();
    let _deferred = Deferred { what: move || println!("{name}") }; //~ AG302
    let row = person.row;
    let _deferred = Deferred { what: move || println!("{row}") }; //~ clean
}

fn of_another_crate(person: &Person) {
    let mut closing = audit::Closing { who: String::new(), what: person.theme.clone() };
    closing.who.push_str(&person.email);
}

fn main() {
    let person = ada();
    made(&person);
    made_of_what_is_not_personal(&person);
    drop(behind_a_dyn(&person));
    written_later(&person);
    written_through_what_it_is_in(&person);
    written_beside_it(&person);
    let mut room = Room { appended: Appended { text: String::new() } };
    appended_to(&mut room, &person);
    behind_a_lock(&person);
    behind_a_cell(&person);
    kept(&person);
    generic(&person);
    opened_and_closed(&person);
    made_by_a_macro(&person);
    drop(answered(&person));
    deferred(&person);
    of_another_crate(&person);
}
