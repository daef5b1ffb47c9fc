//! Statics: written in one function, read in another.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};

use people::{Person, ada};

static LAST: Mutex<String> = Mutex::new(String::new());
static THEME: Mutex<String> = Mutex::new(String::new());

fn remember(person: &Person) {
    if let Ok(mut last) = LAST.lock() {
        *last = person.email.clone();
    }
    if let Ok(mut theme) = THEME.lock() {
        *theme = person.theme.clone();
    }
}

fn show() {
    println!("{}", LAST.lock().unwrap()); //~ AG302
    println!("{}", THEME.lock().unwrap()); //~ clean
}

static OWNER: OnceLock<String> = OnceLock::new();
static COLOUR: OnceLock<String> = OnceLock::new();

fn set_once(person: &Person) {
    let _ = OWNER.set(person.name.clone());
    let _ = COLOUR.set(person.theme.clone());
}

fn show_once() {
    println!("{:?}", OWNER.get()); //~ AG302
    println!("{:?}", COLOUR.get()); //~ clean
}

static PEOPLE: LazyLock<RwLock<Vec<Person>>> = LazyLock::new(|| RwLock::new(vec![ada()]));

fn show_people() {
    for person in PEOPLE.read().unwrap().iter() {
        println!("{}", person.email); //~ AG302
        println!("{}", person.row); //~ clean
    }
}

static AGE: AtomicU8 = AtomicU8::new(0);
static ROW: AtomicU64 = AtomicU64::new(0);

fn count(person: &Person) {
    AGE.store(person.age, Ordering::Relaxed);
    ROW.store(person.row, Ordering::Relaxed);
    println!("{}", AGE.load(Ordering::Relaxed)); //~ AG302
    println!("{}", ROW.load(Ordering::Relaxed)); //~ clean
}

thread_local! {
    static CURRENT: RefCell<String> = const { RefCell::new(String::new()) };
    static SETTING: RefCell<String> = const { RefCell::new(String::new()) };
}

fn enter(person: &Person) {
    CURRENT.with_borrow_mut(|current| current.push_str(&person.email));
    SETTING.with_borrow_mut(|setting| setting.push_str(&person.theme));
}

fn current() -> String {
    CURRENT.with_borrow(|current| current.clone())
}

fn setting() -> String {
    SETTING.with_borrow(|setting| setting.clone())
}

fn show_current() {
    println!("{}", current()); //~ AG302
    println!("{}", setting()); //~ clean
}

const GREETING: &str = "good morning";

fn a_constant(person: &Person) {
    println!("{GREETING}"); //~ clean
    println!("{GREETING}, {}", person.name); //~ AG302
}

fn main() {
    let person = ada();
    remember(&person);
    show();
    set_once(&person);
    show_once();
    show_people();
    count(&person);
    enter(&person);
    show_current();
    a_constant(&person);
}
