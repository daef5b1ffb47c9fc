//! Threads and tasks: what is moved in, what comes back.

use std::sync::{Arc, Mutex};
use std::thread;

use people::{Person, ada};

fn moved_into_a_thread(person: Person) {
    let (address, row) = (person.email, person.row);
    let shows = thread::spawn(move || println!("{address}")); //~ AG302
    let counts = thread::spawn(move || println!("{row}")); //~ clean
    let _ = (shows.join(), counts.join());
}

fn given_back_by_a_thread(person: &Person) {
    let also = person.clone();
    if let Ok(address) = thread::spawn(move || also.email).join() {
        println!("{address}"); //~ AG302
    }
    let also = person.clone();
    if let Ok(theme) = thread::spawn(move || also.theme).join() {
        println!("{theme}"); //~ clean
    }
}

fn in_a_scope(person: &Person) {
    thread::scope(|scope| {
        scope.spawn(|| println!("{}", person.email)); //~ AG302
        scope.spawn(|| println!("{}", person.theme)); //~ clean
    });
}

fn shared_with_a_thread(person: Person) {
    let shared = Arc::new(Mutex::new(String::new()));
    let writer = Arc::clone(&shared);
    let _ = thread::spawn(move || writer.lock().unwrap().push_str(&person.email)).join();
    println!("{}", shared.lock().unwrap()); //~ AG302
    let shared = Arc::new(Mutex::new(String::new()));
    let writer = Arc::clone(&shared);
    let _ = thread::spawn(move || writer.lock().unwrap().push_str(&person.theme)).join();
    println!("{}", shared.lock().unwrap()); //~ clean
}

async fn in_a_task(person: Person) {
    let (address, row) = (person.email.clone(), person.row);
    let shows = tokio::spawn(async move { println!("{address}") }); //~ AG302
    let counts = tokio::spawn(async move { println!("{row}") }); //~ clean
    let _ = (shows.await, counts.await);
}

async fn given_back_by_a_task(person: Person) {
    let also = person.clone();
    if let Ok(name) = tokio::spawn(async move { also.name }).await {
        println!("{name}"); //~ AG302
    }
    if let Ok(theme) = tokio::spawn(async move { person.theme }).await {
        println!("{theme}"); //~ clean
    }
}

async fn where_it_may_block(person: Person) {
    let also = person.clone();
    let name = tokio::task::spawn_blocking(move || also.name.to_uppercase()).await;
    println!("{name:?}"); //~ AG302
    let theme = tokio::task::spawn_blocking(move || person.theme.to_uppercase()).await;
    println!("{theme:?}"); //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let person = ada();
    moved_into_a_thread(person.clone());
    given_back_by_a_thread(&person);
    in_a_scope(&person);
    shared_with_a_thread(person.clone());
    in_a_task(person.clone()).await;
    given_back_by_a_task(person.clone()).await;
    where_it_may_block(person).await;
}
