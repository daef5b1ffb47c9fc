//! Pointers and cells: what is put in comes out, also through another handle to the same.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use people::{Person, ada};

fn boxed(person: &Person) {
    let address = Box::new(person.email.clone());
    println!("{address}"); //~ AG302
    let address = *address;
    println!("{address}"); //~ AG302
    let theme = Box::new(person.theme.clone());
    println!("{theme}"); //~ clean
}

fn a_boxed_person() {
    let person = Box::new(ada());
    println!("{}", person.email); //~ AG302
    println!("{}", person.row); //~ clean
}

fn counted(person: &Person) {
    let address: Rc<str> = Rc::from(person.email.as_str());
    let also = Rc::clone(&address);
    println!("{also}"); //~ AG302
    println!("{}", Rc::strong_count(&address)); //~ clean
}

fn a_counted_person() {
    let person = Arc::new(ada());
    let also = Arc::clone(&person);
    println!("{}", also.name); //~ AG302
    println!("{}", also.theme); //~ clean
}

fn a_cell(person: &Person) {
    let age = Cell::new(0);
    println!("{}", Cell::new(person.row).get()); //~ clean
    age.set(person.age);
    println!("{}", age.get()); //~ AG302
}

fn a_ref_cell(person: &Person) {
    let cell = RefCell::new(String::new());
    cell.borrow_mut().push_str(&person.email);
    println!("{}", cell.borrow()); //~ AG302
    let cell = RefCell::new(String::new());
    cell.borrow_mut().push_str(&person.theme);
    println!("{}", cell.borrow()); //~ clean
}

fn a_shared_ref_cell(person: &Person) {
    let cell = Rc::new(RefCell::new(String::new()));
    let writer = Rc::clone(&cell);
    *writer.borrow_mut() = person.email.clone();
    println!("{}", cell.borrow()); //~ AG302: through the other handle
    let cell = Rc::new(RefCell::new(String::new()));
    let writer = Rc::clone(&cell);
    *writer.borrow_mut() = person.theme.clone();
    println!("{}", cell.borrow()); //~ clean
}

fn locked(person: &Person) {
    let shared = Arc::new(Mutex::new(Vec::new()));
    let writer = Arc::clone(&shared);
    if let Ok(mut addresses) = writer.lock() {
        addresses.push(person.email.clone());
    }
    if let Ok(addresses) = shared.lock() {
        println!("{addresses:?}"); //~ AG302
        println!("{}", addresses.len()); //~ clean
    }
    let shared = Arc::new(Mutex::new(Vec::new()));
    let writer = Arc::clone(&shared);
    writer.lock().unwrap().push(person.row);
    println!("{:?}", shared.lock().unwrap()); //~ clean
}

fn locked_for_reading(person: &Person) {
    let shared = RwLock::new(String::new());
    *shared.write().unwrap() = person.name.clone();
    println!("{}", shared.read().unwrap()); //~ AG302
    let shared = RwLock::new(String::new());
    *shared.write().unwrap() = person.theme.clone();
    println!("{}", shared.read().unwrap()); //~ clean
}

fn set_once(person: &Person) {
    let address = OnceLock::new();
    let _ = address.set(person.email.clone());
    println!("{:?}", address.get()); //~ AG302
    let theme = OnceLock::new();
    println!("{}", theme.get_or_init(|| person.theme.clone())); //~ clean
}

fn borrowed_or_owned(person: &Person) {
    let address: Cow<'_, str> = Cow::Borrowed(&person.email);
    println!("{}", address.into_owned()); //~ AG302
    let theme: Cow<'_, str> = Cow::Borrowed(&person.theme);
    println!("{}", theme.into_owned()); //~ clean
}

fn main() {
    let person = ada();
    boxed(&person);
    a_boxed_person();
    counted(&person);
    a_counted_person();
    a_cell(&person);
    a_ref_cell(&person);
    a_shared_ref_cell(&person);
    locked(&person);
    locked_for_reading(&person);
    set_once(&person);
    borrowed_or_owned(&person);
}
