//! What lies behind a guard, field by field: of a lock or a cell, kept, handed on, narrowed to a part.

use std::cell::{Ref, RefCell, RefMut};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use people::{Person, ada};

#[derive(Default)]
struct Seen {
    theme: String,
    last: String,
    all: Vec<Visit>,
}

#[derive(Default)]
struct Visit {
    row: u64,
    address: String,
}

fn in_a_cell(person: &Person) {
    let cell = RefCell::new(Seen::default());
    cell.borrow_mut().last = person.email.clone();
    cell.borrow_mut().theme.push_str(&person.theme);
    println!("{}", cell.borrow().theme); //~ clean
    println!("{}", cell.borrow().last); //~ AG302
    let seen = cell.borrow();
    println!("{}", seen.theme); //~ clean
    println!("{}", seen.last); //~ AG302
}

fn by_a_function(seen: &mut Seen, person: &Person) {
    seen.last = person.email.clone();
    seen.theme = person.theme.clone();
}

fn handed_on(person: &Person) {
    let lock = Arc::new(Mutex::new(Seen::default()));
    by_a_function(&mut lock.lock().unwrap(), person);
    println!("{}", lock.lock().unwrap().theme); //~ clean
    println!("{}", lock.lock().unwrap().last); //~ AG302
    let mut guard = lock.lock().unwrap();
    by_a_function(&mut guard, person);
    println!("{}", guard.theme); //~ clean
    println!("{}", guard.last); //~ AG302
}

struct Session<'a> {
    seen: MutexGuard<'a, Seen>,
    name: String,
}

fn kept_in_a_field(person: &Person) {
    let lock = Mutex::new(Seen::default());
    let mut session = Session { seen: lock.lock().unwrap(), name: person.theme.clone() };
    session.seen.last = person.email.clone();
    println!("{}", session.name); //~ clean
    println!("{}", session.seen.last); //~ AG302
    drop(session);
    println!("{}", lock.lock().unwrap().last); //~ AG302
    println!("{}", lock.into_inner().unwrap().last); //~ AG302
}

fn narrowed(person: &Person) {
    let cell = RefCell::new(Seen::default());
    {
        let mut last = RefMut::map(cell.borrow_mut(), |seen| &mut seen.last);
        last.push_str(&person.email);
    }
    println!("{}", Ref::map(cell.borrow(), |seen| &seen.last)); //~ AG302
    println!("{}", cell.borrow().last); //~ AG302
}

fn whole(person: &Person) {
    let lock = RwLock::new(Seen::default());
    *lock.write().unwrap() = Seen { last: person.email.clone(), theme: person.theme.clone(), all: Vec::new() };
    let seen = lock.read().unwrap();
    println!("{}", seen.last); //~ AG302
    println!("{}", seen.theme); //~ clean
}

fn lists(person: &Person) {
    let lock = Mutex::new(Seen::default());
    lock.lock().unwrap().all.push(Visit { row: person.row, address: person.email.clone() });
    let mut guard = lock.lock().unwrap();
    for visit in guard.all.iter_mut() {
        visit.row += 1;
    }
    println!("{}", guard.all[0].row); //~ clean
    println!("{}", guard.all[0].address); //~ AG302
    if let Some(visit) = guard.all.last_mut() {
        visit.address.push_str(&person.theme);
        println!("{}", visit.row); //~ clean
        println!("{}", visit.address); //~ AG302
    }
    println!("{}", guard.theme); //~ clean
    println!("{:?}", guard.all.pop().map(|visit| visit.address)); //~ AG302
}

fn one_of_two(person: &Person, is_first: bool) {
    let (first, second) = (Mutex::new(Seen::default()), Mutex::new(Seen::default()));
    {
        let mut either = if is_first { first.lock().unwrap() } else { second.lock().unwrap() };
        either.last = person.email.clone();
        either.theme = person.theme.clone();
    }
    println!("{}", first.lock().unwrap().last); //~ AG302
    println!("{}", second.lock().unwrap().last); //~ AG302
    println!("{}", second.lock().unwrap().theme); //~ clean
}

fn swapped(person: &Person) {
    let lock = Mutex::new(Seen::default());
    let mut other = Seen { last: person.email.clone(), ..Seen::default() };
    std::mem::swap(&mut *lock.lock().unwrap(), &mut other);
    println!("{}", lock.lock().unwrap().last); //~ AG302
    let mut text = person.name.clone();
    std::mem::swap(&mut lock.lock().unwrap().theme, &mut text);
    println!("{}", lock.lock().unwrap().theme); //~ AG302
}

fn main() {
    let person = ada();
    in_a_cell(&person);
    handed_on(&person);
    kept_in_a_field(&person);
    narrowed(&person);
    whole(&person);
    lists(&person);
    one_of_two(&person, person.row > 3);
    swapped(&person);
}
