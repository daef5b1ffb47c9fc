//! Generic types and functions that print what they are given: whether that is a person, only their users know. And methods of other crates'
//! traits, called for whatever has them.

use std::{
    fmt::{self, Debug, Display},
    io::{self, Write},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use futures::Sink;
use people::{Person, ada};

struct User {
    person: Person,
}

impl Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.person.name)
    }
}

struct Row {
    person: Person,
}

impl Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.person.row)
    }
}

struct Wrapper<T>(T);

impl<T> Wrapper<T> {
    fn new(inner: T) -> Self {
        Wrapper(inner)
    }
}

impl<T: Display> Display for Wrapper<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

fn wrapped(person: &Person) {
    println!("{}", Wrapper(User { person: person.clone() })); //~ AG302
    println!("{}", Wrapper::new(User { person: person.clone() })); //~ AG302
    println!("{}", Wrapper(Wrapper(User { person: person.clone() }))); //~ AG302
    println!("{}", Wrapper(Row { person: person.clone() })); //~ clean
    println!("{}", Wrapper(person.row)); //~ clean
    println!("{}", Wrapper(person.theme.clone())); //~ clean
    println!("{}", Wrapper(person.email.clone())); //~ AG302
}

#[derive(Debug)]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

fn paged(person: &Person) {
    let page = Page { items: vec![person.clone()], next: None };
    println!("{page:?}"); //~ AG302
    println!("{:?}", page.next); //~ clean
    let rows = Page { items: vec![person.row], next: Some(person.theme.clone()) };
    println!("{rows:?}"); //~ clean
    println!("{:?}", Page { items: rows.items, next: Some(person.email.clone()) }); //~ AG302
}

struct Id<T> {
    row: u64,
    of: PhantomData<T>,
}

impl<T> Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.row)
    }
}

fn typed_ids(person: &Person) {
    println!("{}", Id::<Person> { row: person.row, of: PhantomData }); //~ clean
    println!("{}", Id::<User> { row: person.row, of: PhantomData }); //~ clean
}

struct Logged<T> {
    inner: T,
}

impl<T: Debug> Logged<T> {
    fn log(&self) {
        println!("{:?}", self.inner); //~ AG302
    }
}

struct Named<T> {
    inner: T,
    name: &'static str,
}

impl<T> Named<T> {
    fn log(&self) {
        println!("{}", self.name); //~ clean
    }

    fn into_inner(self) -> T {
        self.inner
    }
}

#[derive(Debug)]
struct Session {
    person: Person,
}

fn methods(person: &Person) {
    Logged { inner: Session { person: person.clone() } }.log();
    Logged { inner: person.row }.log();
    let named = Named { inner: person.clone(), name: "a person" };
    named.log();
    println!("{}", named.into_inner().theme); //~ clean
}

fn traced<T: Debug>(value: T) -> T {
    println!("{value:?}"); //~ AG302
    value
}

fn traced_rows<T: Debug>(value: T) -> T {
    println!("{value:?}"); //~ clean
    value
}

fn traced_options(value: Option<impl Debug>) {
    println!("{value:?}"); //~ AG302
}

fn functions(person: &Person) {
    println!("{}", traced(Session { person: person.clone() }).person.row); //~ clean
    traced(person.row);
    traced_rows(person.row);
    traced_rows(person.theme.len());
    traced_options(Some(Session { person: person.clone() }));
}

struct Line(String);

impl From<&Person> for Line {
    fn from(person: &Person) -> Self {
        Line(person.email.clone())
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Line(text.to_owned())
    }
}

fn written(line: impl Into<Line>) {
    println!("{}", line.into().0); //~ AG302
}

fn printed(line: impl Into<Line> + Debug) {
    println!("{line:?}"); //~ AG302
}

fn lines(person: &Person) {
    written(person);
    written("a line");
    printed(person);
}

struct Tee(Vec<u8>);

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        println!("{}", String::from_utf8_lossy(bytes)); //~ AG302
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_to(to: &mut dyn Write, person: &Person) -> io::Result<()> {
    writeln!(to, "{}", person.email)
}

struct Printing;

impl Sink<String> for Printing {
    type Error = String;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), String>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, item: String) -> Result<(), String> {
        println!("{item}"); //~ AG302
        println!("{}", item.len()); //~ clean
        Err(item)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), String>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), String>> {
        Poll::Ready(Ok(()))
    }
}

fn sent<S: Sink<String, Error = String> + Unpin>(mut to: S, person: &Person) {
    if let Err(error) = Pin::new(&mut to).start_send(person.email.clone()) {
        println!("{error}"); //~ AG302
    }
}

fn main() -> io::Result<()> {
    let person = ada();
    wrapped(&person);
    paged(&person);
    typed_ids(&person);
    methods(&person);
    functions(&person);
    lines(&person);
    sent(Printing, &person);
    write_to(&mut Tee(vec![]), &person)
}
