//! Values whose types are lost before they are printed: in a derived `Debug`, in a `dyn`, in an error that takes in any other.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fmt::{self, Debug, Display},
    sync::{Arc, Mutex},
};

use people::{Person, ada};
use tokio::sync::broadcast;

#[derive(Debug, Clone)]
struct Session {
    person: Person,
    hits: u32,
}

#[derive(Debug)]
struct Outer {
    sessions: Vec<Session>,
    last: Option<Box<Session>>,
}

#[derive(Debug)]
enum State {
    Open(Person),
    Kept { session: Session },
}

#[derive(Debug)]
struct Theme {
    name: String,
}

#[derive(Debug)]
struct Settings {
    theme: Theme,
    row: u64,
}

fn nested(person: &Person) {
    let session = Session { person: person.clone(), hits: 3 };
    println!("{session:?}"); //~ AG302
    println!("{:?}", session.hits); //~ clean
    println!("{:?}", State::Kept { session: session.clone() }); //~ AG302
    println!("{:?}", State::Open(person.clone())); //~ AG302
    println!("{:?}", Some(&session)); //~ AG302
    println!("{:?}", Arc::new(Mutex::new(session.clone()))); //~ AG302
    println!("{:#?}", Outer { sessions: vec![], last: Some(Box::new(session)) }); //~ AG302
    println!("{:?}", Settings { theme: Theme { name: person.theme.clone() }, row: person.row }); //~ clean
}

struct ByHand(Person);

impl Debug for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByHand").field(&self.0).finish()
    }
}

struct Listed(Vec<Person>);

impl Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter()).finish()
    }
}

struct ListedRows(Vec<Person>);

impl Debug for ListedRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|person| person.row)).finish()
    }
}

fn by_hand(person: &Person) {
    println!("{:?}", ByHand(person.clone())); //~ AG302
    println!("{:?}", Listed(vec![person.clone()])); //~ AG302
    println!("{:?}", ListedRows(vec![person.clone()])); //~ clean
}

#[derive(Debug)]
struct Careful {
    person: Person,
}

impl Display for Careful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed for row {}", self.person.row)
    }
}

impl Error for Careful {}

struct Careless {
    person: Person,
}

impl Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed for {}", self.person.email)
    }
}

impl Debug for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed for row {}", self.person.row)
    }
}

impl Error for Careless {}

fn careful(person: &Person) -> Result<(), Box<dyn Error>> {
    Err(Box::new(Careful { person: person.clone() }))
}

fn careless(person: &Person) -> Result<(), Box<dyn Error>> {
    Err(Box::new(Careless { person: person.clone() }))
}

fn careless_by_question_mark(person: &Person) -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(Careless { person: person.clone() })?;
    Ok(())
}

fn boxed(person: &Person) {
    if let Err(error) = careful(person) {
        println!("{error}"); //~ clean
        println!("{error:?}"); //~ AG302
    }
    if let Err(error) = careless(person) {
        println!("{error}"); //~ AG302
        println!("{error:?}"); //~ clean
    }
    if let Err(error) = careless_by_question_mark(person) {
        println!("{error}"); //~ AG302
    }
}

fn careful_in_anyhow(person: &Person) -> anyhow::Result<()> {
    Err(Careful { person: person.clone() })?;
    Ok(())
}

fn careless_in_anyhow(person: &Person) -> anyhow::Result<()> {
    Err(anyhow::Error::from(Careless { person: person.clone() }))
}

fn in_anyhow(person: &Person) {
    if let Err(error) = careful_in_anyhow(person) {
        println!("{error:#}"); //~ clean
        println!("{error:?}"); //~ clean: it prints what `Display` does
    }
    if let Err(error) = careless_in_anyhow(person) {
        println!("{error}"); //~ AG302
        println!("{error:?}"); //~ AG302
    }
}

fn behind_a_dyn(person: &Person) {
    let shown: Box<dyn Display> = Box::new(Careless { person: person.clone() });
    println!("{shown}"); //~ AG302
    let shown: &dyn Display = &Careful { person: person.clone() };
    println!("{shown}"); //~ clean
    let all: Vec<Box<dyn Debug>> = vec![Box::new(person.clone()), Box::new(person.row)];
    for one in &all {
        println!("{one:?}"); //~ AG302
    }
    let all: [&dyn Display; 2] = [&person.theme, &person.row];
    println!("{} {}", all[0], all[1]); //~ clean
    let all: [&dyn Display; 2] = [&person.theme, &person.email];
    println!("{} {}", all[0], all[1]); //~ AG302
}

struct Quiet {
    person: Person,
}

impl Debug for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.person.row)
    }
}

fn beside_what_is_quiet(person: &Person) {
    let quiet = || Quiet { person: person.clone() };
    println!("{:?}", HashMap::from([(person.row, quiet())])); //~ clean
    println!("{:?}", BTreeMap::from([(person.email.clone(), quiet())])); //~ AG302
    println!("{:?}", BTreeMap::from([(person.theme.clone(), quiet())])); //~ clean
    let failed: Result<Quiet, String> = Err(person.email.clone());
    println!("{failed:?}"); //~ AG302
    let failed: Result<Quiet, String> = Err(person.theme.clone());
    println!("{failed:?}"); //~ clean
}

struct Line(String);

impl TryFrom<Person> for Line {
    type Error = String;

    fn try_from(person: Person) -> Result<Self, String> {
        if person.row == 0 { Err(person.name) } else { Ok(Line(person.theme)) }
    }
}

fn tried(person: &Person) {
    let line: Result<Line, String> = person.clone().try_into();
    match line {
        Ok(line) => println!("{}", line.0), //~ clean
        Err(error) => println!("{error}"), //~ AG302
    }
}

async fn subscribed(person: &Person) {
    let (sender, _) = broadcast::channel(3);
    let mut receiver = sender.subscribe();
    sender.send(person.email.clone()).unwrap();
    println!("{}", receiver.recv().await.unwrap()); //~ AG302
    let (sender, _) = broadcast::channel(3);
    let mut receiver = sender.subscribe();
    sender.send(person.theme.clone()).unwrap();
    println!("{}", receiver.recv().await.unwrap()); //~ clean
}

#[derive(thiserror::Error, Debug)]
enum Undelivered {
    #[error("no letter to {}", .0.email)]
    Letter(Person),
    #[error("no row {row}")]
    Row { row: u64 },
}

#[derive(thiserror::Error)]
#[error("no row {}", .0.row)]
struct NoRow(Person);

impl Debug for NoRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoRow")
    }
}

fn deliver(person: &Person) -> Result<(), Undelivered> {
    if person.row == 0 { Err(Undelivered::Row { row: person.row }) } else { Err(Undelivered::Letter(person.clone())) }
}

fn by_a_derive(person: &Person) {
    if let Err(error) = deliver(person) {
        println!("{error}"); //~ AG302
    }
    println!("{}", NoRow(person.clone())); //~ clean
    let error: Box<dyn Error> = Box::new(NoRow(person.clone()));
    println!("{error} {error:?}"); //~ clean
}

fn panicking(person: &Person) -> bool {
    let failed: Result<u64, Careful> = Err(Careful { person: person.clone() });
    let failed_quietly: Result<u64, Careless> = Err(Careless { person: person.clone() });
    match person.row {
        0 => failed.unwrap() == 0, //~ AG305
        1 => failed.expect("it works") == 0, //~ AG305
        2 => failed_quietly.expect("its `Debug` says nothing") == 0, //~ clean
        _ => true,
    }
}

#[derive(Debug, PartialEq)]
struct Letter {
    to: Recipient,
}

#[derive(PartialEq)]
struct Recipient(String, u64);

impl Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.1)
    }
}

#[derive(Debug, PartialEq)]
struct Visit {
    of: String,
}

fn asserted(person: &Person) {
    let letter = || Letter { to: Recipient(person.email.clone(), person.row) };
    assert_eq!(letter(), letter()); //~ clean: its `Debug` says nothing
    assert_eq!(letter(), letter(), "to {}", person.theme); //~ clean
    assert_eq!(letter(), letter(), "to {}", person.email); //~ AG305
    assert_ne!(Visit { of: person.name.clone() }, Visit { of: person.theme.clone() }); //~ AG305
}

struct Loud(Person);

impl Display for Loud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.email)
    }
}

struct Hushed(Person);

impl Display for Hushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.row)
    }
}

fn joined<T: ToString>(all: &[T]) -> String {
    all.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
}

fn to_string_as_a_value(person: &Person) {
    let all: Vec<String> = [Loud(person.clone())].iter().map(ToString::to_string).collect();
    println!("{all:?}"); //~ AG302
    let all: Vec<String> = [Hushed(person.clone())].iter().map(Hushed::to_string).collect();
    println!("{all:?}"); //~ clean
    println!("{}", joined(&[Loud(person.clone())])); //~ AG302
    println!("{}", joined(&[Hushed(person.clone())])); //~ clean
    println!("{}", joined(&[person.row])); //~ clean
}

/// Where data go by a channel.
trait Outbox {
    fn put(&self, person: Person) -> anyhow::Result<()>;
}

impl Outbox for std::sync::mpsc::Sender<Person> {
    fn put(&self, person: Person) -> anyhow::Result<()> {
        self.send(person).map_err(|_| anyhow::anyhow!("nobody is there"))
    }
}

/// The end of a channel prints nothing of what goes through it.
fn ends_of_channels(person: &Person) {
    let (sender, receiver) = std::sync::mpsc::channel::<Person>();
    println!("{sender:?} {receiver:?}"); //~ clean
    let outbox: Arc<dyn Outbox> = Arc::new(sender);
    if let Err(error) = outbox.put(person.clone()) {
        println!("{error}"); //~ clean
    }
    if let Ok(person) = receiver.recv() {
        println!("{person:?}"); //~ AG302
    }
}

struct Canvas<T>(T);

impl<T: Display> Canvas<T> {
    /// What goes wrong with a file says nothing of what is drawn.
    fn draw(&mut self, file: &mut std::fs::File) -> std::io::Result<()> {
        std::io::copy(&mut self.0.to_string().as_bytes(), file)?; //~ AG304
        Ok(())
    }
}

fn drawn(person: &Person, file: &mut std::fs::File) {
    if let Err(error) = Canvas(person.email.clone()).draw(file) {
        println!("{error}"); //~ clean
    }
}

fn main() {
    let person = ada();
    ends_of_channels(&person);
    if let Ok(mut file) = std::fs::File::create("people") {
        drawn(&person, &mut file);
    }
    nested(&person);
    by_hand(&person);
    boxed(&person);
    in_anyhow(&person);
    behind_a_dyn(&person);
    beside_what_is_quiet(&person);
    by_a_derive(&person);
    tried(&person);
    panicking(&person);
    asserted(&person);
    to_string_as_a_value(&person);
    drop(subscribed(&person));
}
