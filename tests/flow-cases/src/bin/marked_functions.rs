//! `#[pii]` on functions: what they return, what they take.

use agent_guard::pii;
use people::{Person, ada};

#[pii(name)]
fn returned(row: u64) -> String {
    format!("whoever is in row {row}")
}

fn not_marked(row: u64) -> String {
    format!("row {row}")
}

fn results() {
    println!("{}", returned(7)); //~ AG302
    println!("{}", returned(7).len()); //~ clean
    println!("{}", not_marked(7)); //~ clean
}

#[pii]
fn marked_alone(row: u64) -> Option<String> {
    Some(format!("whoever is in row {row}"))
}

fn results_in_an_option() {
    if let Some(name) = marked_alone(7) {
        println!("{name}"); //~ AG302
    }
    println!("{}", marked_alone(7).is_some()); //~ clean
}

#[pii]
fn one_parameter(#[pii(communication)] message: &str, row: u64) {
    println!("{message}"); //~ AG302: whoever calls it
    println!("{row}"); //~ clean
}

fn no_parameter(message: &str, row: u64) {
    println!("{message}"); //~ clean: its callers give it nothing personal
    println!("{row}"); //~ clean
}

#[pii]
fn patterns((row, theme): (u64, &str), #[pii] (name, age): (&str, u8)) {
    println!("{name}"); //~ AG302
    println!("{age}"); //~ AG302
    println!("{row} {theme}"); //~ clean
}

#[pii(preference)]
fn both(#[pii(communication)] mut message: String) -> String {
    println!("{message}"); //~ AG302
    message.push('!');
    message.len().to_string()
}

fn results_of_both() {
    println!("{}", both("hello".to_owned())); //~ AG302: the mark says so, though it is but a length
    println!("{}", both("hello".to_owned()) == "5"); //~ clean
}

struct Directory;

impl Directory {
    #[pii(phone)]
    fn number_of(&self, row: u64) -> u64 {
        row + 118
    }

    fn row_of(&self, row: u64) -> u64 {
        row
    }

    #[pii]
    fn remember(&mut self, #[pii(name)] name: &str, row: u64) -> u64 {
        println!("{name}"); //~ AG302
        println!("{row}"); //~ clean
        row
    }
}

fn methods(directory: &mut Directory) {
    println!("{}", directory.number_of(7)); //~ AG302
    println!("{}", directory.row_of(7)); //~ clean
    println!("{}", directory.remember("Ada", 7)); //~ clean
}

#[pii(email)]
async fn found(row: u64) -> String {
    tokio::task::yield_now().await;
    format!("whoever is in row {row}")
}

#[pii]
async fn told(#[pii(communication)] what: String, row: u64) {
    tokio::task::yield_now().await;
    println!("{what}"); //~ AG302
    println!("{row}"); //~ clean
}

async fn async_functions() {
    println!("{}", found(7).await); //~ AG302
    println!("{}", found(7).await.len()); //~ clean
    told("hello".to_owned(), 7).await;
}

trait Profile {
    #[pii(age)]
    fn age(&self) -> u8 {
        36
    }

    fn row(&self) -> u8 {
        7
    }
}

impl Profile for Directory {}

fn default_methods(profile: &impl Profile) {
    println!("{}", profile.age()); //~ AG302
    println!("{}", profile.row()); //~ clean
}

#[pii(name)]
fn name_of(person: &Person) -> &str {
    &person.name
}

fn as_values(people: &[Person]) {
    println!("{:?}", people.iter().map(name_of).collect::<Vec<_>>()); //~ AG302
    println!("{:?}", (7..9).map(returned).collect::<Vec<_>>()); //~ AG302
    println!("{:?}", (7..9).map(not_marked).collect::<Vec<_>>()); //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    results();
    results_in_an_option();
    one_parameter("hello", 7);
    no_parameter("hello", 7);
    patterns((7, "dark"), ("Ada", 36));
    results_of_both();
    methods(&mut Directory);
    async_functions().await;
    default_methods(&Directory);
    as_values(&[ada()]);
}
