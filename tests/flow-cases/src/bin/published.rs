//! Reduced from published crates: each is a false alarm, or a miss, of the field test (docs/field-test.md).

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, mpsc};

use anyhow::Context;
use people::{Person, ada};
use web_router::{Frame, Router, Terminal};

/// chatty-rs: two modules, each with a static of the same name.
mod clipboard {
    use super::{OnceLock, Person};

    static SENDER: OnceLock<String> = OnceLock::new();

    pub fn set(person: &Person) {
        let _ = SENDER.set(person.email.clone());
    }

    pub fn show() {
        println!("{:?}", SENDER.get()); //~ AG302
    }
}

mod progress {
    use super::{OnceLock, Person};

    static SENDER: OnceLock<String> = OnceLock::new();

    pub fn set(person: &Person) {
        let _ = SENDER.set(person.theme.clone());
    }

    pub fn show() {
        println!("{:?}", SENDER.get()); //~ clean
    }
}

/// memory-agent: the tools of a server, registered one after the other. What one answers is not what another is asked.
async fn detail(person: Person) -> String {
    println!("asked for {}", person.email); //~ AG302
    person.email
}

async fn relate(relation: String) -> String {
    println!("asked to relate {relation}"); //~ clean
    relation
}

fn server() -> Router {
    Router::default().route("/detail", detail).route("/relate", relate)
}

/// memory-agent: what a closure gives is not what it is called with.
fn find(row: u64) -> Option<Person> {
    eprintln!("looking for {row}"); //~ clean
    (row == 7).then(ada)
}

fn looked_up(rows: &[u64]) -> Vec<String> {
    rows.iter().filter_map(|row| find(*row).map(|person| person.email)).collect()
}

fn show_looked_up() {
    println!("{:?}", looked_up(&[7])); //~ AG302
}

/// memory-agent: what a closure draws goes to what it draws on, and not into what else it has at hand.
struct App {
    person: Person,
    settings: String,
}

fn detail_view(frame: &mut Frame, app: &App) {
    frame.line(&app.person.email);
}

fn drawn(terminal: &mut Terminal, app: &mut App) {
    let _ = terminal.draw(|frame| {
        detail_view(frame, app);
        app.settings.push('!');
    });
    println!("{}", app.settings); //~ clean
    println!("{}", app.person.email); //~ AG302
}

/// chatty-rs: an error of the terminal is no text that was drawn.
fn drawn_in_vain(terminal: &mut Terminal, app: &App) {
    if let Err(error) = terminal.draw(|frame| detail_view(frame, app)) {
        eprintln!("the terminal is gone: {error}"); //~ clean
    }
}

/// your-llm-chat, chatty-rs: nor is that of a file what was to be written. A channel's holds it, and does not print it.
fn errors(person: &Person, mut file: std::fs::File, sender: &mpsc::Sender<String>) {
    if let Err(error) = file.write_all(person.email.as_bytes()) { //~ AG304
        eprintln!("not written: {error}"); //~ clean
    }
    if let Err(error) = sender.send(person.email.clone()) {
        eprintln!("not sent: {error}"); //~ clean
        eprintln!("not sent: {}", error.0); //~ AG302
    }
}

/// chatty-rs (with eyre): what an error is given as its context is its text; what the function would have given is not.
fn load(row: u64) -> anyhow::Result<Person> {
    anyhow::ensure!(row == 7, "no row {row}");
    Ok(ada())
}

fn loaded(row: u64) -> anyhow::Result<u64> {
    let person = load(row).context("loading somebody")?; //~ clean
    println!("{}", person.row); //~ clean
    println!("{}", person.email); //~ AG302
    load(person.row).with_context(|| format!("loading {}", person.email))?; //~ AG305
    Ok(person.row)
}

fn loaded_in_vain() {
    if let Err(error) = loaded(8) {
        eprintln!("{error}"); //~ AG302
    }
    if let Err(error) = load(8).context("loading somebody") {
        eprintln!("{error:#}"); //~ clean
    }
}

/// memory-agent: what a store answers is not what it was asked.
fn known(people: &rusqlite::Connection, person: &Person) -> rusqlite::Result<i64> {
    let row: i64 = people.query_row("SELECT row FROM people WHERE email = ?1", [&person.email], |row| row.get(0))?;
    println!("known as {row}"); //~ clean
    println!("known for {}", person.email); //~ AG302
    Ok(row)
}

/// corrosive_agents: what one part of an agent keeps is not in another part.
trait Sessions {
    fn append(&self, message: String);
    fn last(&self) -> String;
}

#[derive(Default)]
struct InMemory(Mutex<HashMap<u64, String>>);

impl Sessions for InMemory {
    fn append(&self, message: String) {
        self.0.lock().unwrap().insert(0, message);
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().get(&0).cloned().unwrap_or_default()
    }
}

trait Model {
    fn ask(&self, prompt: &str) -> usize;
}

struct Server {
    address: String,
}

impl Model for Server {
    fn ask(&self, prompt: &str) -> usize {
        println!("asking {}", self.address); //~ clean
        println!("for {prompt}"); //~ AG302
        prompt.len()
    }
}

struct Agent {
    sessions: Arc<dyn Sessions>,
    model: Arc<dyn Model>,
}

impl Agent {
    fn chat(&self, person: &Person) -> usize {
        let tokens = self.model.clone().ask(&person.email);
        self.sessions.append(person.email.clone());
        tokens + self.sessions.last().len()
    }
}

struct Failed(String);

/// memory-agent, mem0-rust: an error kept in one of the crate's own says what it was made of, and not what was to be written.
fn kept(person: &Person, mut file: std::fs::File) {
    let written = file.write_all(person.email.as_bytes()).map_err(|error| Failed(error.to_string())); //~ AG304
    if let Err(error) = written {
        eprintln!("not written: {}", error.0); //~ clean
    }
    let written = file.write_all(b"x").map_err(|error| Failed(format!("{}: {error}", person.email)));
    if let Err(error) = written {
        eprintln!("not written: {}", error.0); //~ AG302
    }
}

/// chatty-rs: neither does an error say more that was made of it.
fn sent(person: &Person, sender: &mpsc::Sender<String>) -> anyhow::Result<()> {
    sender.send(person.email.clone())?;
    Ok(())
}

fn sent_in_vain(person: &Person, sender: &mpsc::Sender<String>) {
    if let Err(error) = sent(person, sender) {
        eprintln!("not sent: {error}"); //~ clean
    }
    match sender.send(person.name.clone()) {
        Err(mpsc::SendError(text)) => eprintln!("not sent: {text}"), //~ AG302
        Ok(()) => eprintln!("sent"),                                 //~ clean
    }
}

fn main() {
    let person = ada();
    clipboard::set(&person);
    clipboard::show();
    progress::set(&person);
    progress::show();
    server().serve();
    show_looked_up();
    let mut app = App { person: person.clone(), settings: String::new() };
    let mut terminal = Terminal::default();
    drawn(&mut terminal, &mut app);
    drawn_in_vain(&mut terminal, &app);
    let (sender, _) = mpsc::channel();
    errors(&person, std::fs::File::create("/dev/null").unwrap(), &sender);
    sent_in_vain(&person, &sender);
    kept(&person, std::fs::File::create("/dev/null").unwrap());
    loaded_in_vain();
    let _ = rusqlite::Connection::open_in_memory().and_then(|people| known(&people, &person));
    let agent = Agent { sessions: Arc::new(InMemory::default()), model: Arc::new(Server { address: "127.0.0.1".to_owned() }) };
    agent.chat(&person);
}
