//! Async methods of traits: by `async_trait`, and as the language has them.

use async_trait::async_trait;
use people::{Person, ada};
use tokio::task::yield_now;

#[async_trait]
trait Notifier: Send + Sync {
    async fn notify(&self, text: &str);
}

struct Loud;
struct Quiet;

#[async_trait]
impl Notifier for Loud {
    async fn notify(&self, text: &str) {
        yield_now().await;
        println!("{text}"); //~ AG302
    }
}

#[async_trait]
impl Notifier for Quiet {
    async fn notify(&self, text: &str) {
        yield_now().await;
        println!("{}", text.len()); //~ clean
    }
}

async fn notify_all(notifiers: &[Box<dyn Notifier>], person: &Person) {
    for notifier in notifiers {
        notifier.notify(&person.email).await;
    }
}

#[async_trait]
trait Directory {
    async fn find(&self, row: u64) -> Option<String>;
}

#[async_trait]
impl Directory for Vec<Person> {
    async fn find(&self, row: u64) -> Option<String> {
        self.iter().find(|person| person.row == row).map(|person| person.email.clone())
    }
}

#[async_trait]
trait Themes {
    async fn theme(&self) -> String;
}

#[async_trait]
impl Themes for Vec<Person> {
    async fn theme(&self) -> String {
        self.iter().map(|person| person.theme.clone()).collect()
    }
}

async fn look_up(directory: &dyn Directory, themes: &dyn Themes) {
    println!("{:?}", directory.find(7).await); //~ AG302
    println!("{}", themes.theme().await); //~ clean
}

trait Greets {
    async fn greet(&self, name: &str) -> String;
    async fn bow(&self, name: &str) -> String;
}

impl Greets for Loud {
    async fn greet(&self, name: &str) -> String {
        format!("hello, {name}")
    }

    async fn bow(&self, _: &str) -> String {
        "a bow".to_owned()
    }
}

async fn greeted<G: Greets>(greets: &G, person: &Person) {
    println!("{}", greets.greet(&person.name).await); //~ AG302
    println!("{}", greets.bow(&person.name).await); //~ clean
}

#[async_trait]
trait Fallback {
    fn text(&self) -> String;

    async fn tell(&self) {
        println!("{}", self.text()); //~ AG302: what a person says
    }
}

#[async_trait]
impl Fallback for Person {
    fn text(&self) -> String {
        self.email.clone()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let people = vec![ada()];
    notify_all(&[Box::new(Loud), Box::new(Quiet)], &people[0]).await;
    look_up(&people, &people).await;
    greeted(&Loud, &people[0]).await;
    people[0].tell().await;
}
