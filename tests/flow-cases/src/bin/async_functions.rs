//! Async functions and blocks: what is kept over an await, what a future gives back.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use people::{Person, ada};
use tokio::task::yield_now;

async fn kept_over_an_await(person: &Person) {
    let (address, theme) = (person.email.clone(), person.theme.clone());
    yield_now().await;
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
}

async fn address_of(person: &Person) -> String {
    yield_now().await;
    person.email.clone()
}

async fn theme_of(person: &Person) -> String {
    yield_now().await;
    person.theme.clone()
}

async fn awaited(person: &Person) {
    println!("{}", address_of(person).await); //~ AG302
    println!("{}", theme_of(person).await); //~ clean
}

async fn awaited_later(person: &Person) {
    let address = address_of(person);
    let theme = theme_of(person);
    yield_now().await;
    println!("{}", address.await); //~ AG302
    println!("{}", theme.await); //~ clean
}

async fn show(text: String) {
    yield_now().await;
    println!("{text}"); //~ AG302
}

async fn show_theme(text: String) {
    yield_now().await;
    println!("{text}"); //~ clean
}

async fn given_to_an_async_function(person: &Person) {
    show(person.email.clone()).await;
    show_theme(person.theme.clone()).await;
}

async fn blocks(person: &Person) {
    let address = async { person.email.to_lowercase() };
    let theme = async { person.theme.to_lowercase() };
    println!("{}", address.await); //~ AG302
    println!("{}", theme.await); //~ clean
    async { println!("{}", person.name) }.await; //~ AG302
    async { println!("{}", person.row) }.await; //~ clean
}

async fn a_block_with_question_mark(person: &Person) {
    let found: Result<String, u64> = async {
        if person.row > 3 {
            Err(person.row)?;
        }
        Ok(address_of(person).await)
    }
    .await;
    match found {
        Ok(address) => println!("{address}"), //~ AG302
        Err(row) => println!("{row}"),        //~ clean
    }
}

fn later(person: &Person) -> impl Future<Output = String> {
    let address = person.email.clone();
    async move { address }
}

fn boxed(person: &Person) -> Pin<Box<dyn Future<Output = String> + '_>> {
    Box::pin(async { person.email.clone() })
}

fn boxed_theme(person: &Person) -> Pin<Box<dyn Future<Output = usize> + '_>> {
    Box::pin(async { person.theme.len() })
}

async fn returned_futures(person: &Person) {
    println!("{}", later(person).await); //~ AG302
    println!("{}", boxed(person).await); //~ AG302
    println!("{}", boxed_theme(person).await); //~ clean
}

async fn run<F: Future<Output = ()>>(future: F) {
    yield_now().await;
    future.await;
}

async fn passed_to_a_function(person: &Person) {
    run(async { println!("{}", person.email) }).await; //~ AG302
    run(async { println!("{}", person.row) }).await; //~ clean
}

async fn an_async_closure(person: &Person) {
    let show = async |text: &str| println!("{text}"); //~ AG302
    let show_theme = async |text: &str| println!("{text}"); //~ clean
    show(&person.email).await;
    show_theme(&person.theme).await;
}

async fn out_parameter(person: &Person, into: &mut String) {
    yield_now().await;
    into.push_str(&person.email);
}

async fn theme_out_parameter(person: &Person, into: &mut String) {
    yield_now().await;
    into.push_str(&person.theme);
}

async fn filled(person: &Person) {
    let (mut address, mut theme) = (String::new(), String::new());
    out_parameter(person, &mut address).await;
    theme_out_parameter(person, &mut theme).await;
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
}

async fn remember(person: &Person, seen: Arc<Mutex<String>>) {
    yield_now().await;
    seen.lock().unwrap().push_str(&person.email);
}

async fn remember_theme(person: &Person, seen: Arc<Mutex<String>>) {
    yield_now().await;
    seen.lock().unwrap().push_str(&person.theme);
}

async fn shared(person: &Person) {
    let (seen, themes) = (Arc::new(Mutex::new(String::new())), Arc::new(Mutex::new(String::new())));
    remember(person, seen.clone()).await;
    remember_theme(person, themes.clone()).await;
    println!("{:?}", seen.lock().map(|seen| seen.len()).ok()); //~ clean
    println!("{:?}", seen.lock().unwrap()); //~ AG302
    println!("{:?}", themes.lock().unwrap()); //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let person = ada();
    kept_over_an_await(&person).await;
    awaited(&person).await;
    awaited_later(&person).await;
    given_to_an_async_function(&person).await;
    blocks(&person).await;
    a_block_with_question_mark(&person).await;
    returned_futures(&person).await;
    passed_to_a_function(&person).await;
    an_async_closure(&person).await;
    filled(&person).await;
    shared(&person).await;
}
