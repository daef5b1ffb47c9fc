//! Foreign code that calls ours: closures that look on, handlers kept for later, and traits of the standard library.

use std::fmt;
use std::iter::Sum;

use people::{Person, ada, everybody};

fn onlookers(people: &[Person]) {
    let _ = people.iter().inspect(|person| println!("{}", person.email)).count(); //~ AG302
    let _ = people.iter().inspect(|person| println!("{}", person.row)).count(); //~ clean
    let mut addresses: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    addresses.retain(|address| {
        println!("{address}"); //~ AG302
        true
    });
    addresses.sort_by(|a, b| {
        println!("{}", a.len()); //~ clean
        a.cmp(b)
    });
    addresses.sort_by_key(|address| {
        println!("{address}"); //~ AG302
        address.len()
    });
}

fn registered(person: &Person) -> Result<u64, String> {
    if person.row > 30 { Ok(person.row) } else { Err(format!("no account for {}", person.email)) }
}

fn errors_looked_at(person: &Person) {
    let _ = registered(person).inspect_err(|error| log::warn!("{error}")); //~ AG302
    let _ = registered(person).inspect(|row| log::warn!("{row}")); //~ clean
    let _ = registered(person).map_err(|error| log::warn!("{error}")); //~ AG302
    let _ = registered(person).map_err(|error| log::warn!("{}", error.len())); //~ clean
    let _ = registered(person).unwrap_or_else(|error| {
        eprintln!("{error}"); //~ AG302
        0
    });
}

type Handler = Box<dyn Fn(&str)>;

#[derive(Default)]
struct Events {
    handlers: Vec<Handler>,
    quiet: Vec<Handler>,
}

impl Events {
    fn on(&mut self, handler: impl Fn(&str) + 'static) {
        self.handlers.push(Box::new(handler));
    }

    fn on_theme(&mut self, handler: impl Fn(&str) + 'static) {
        self.quiet.push(Box::new(handler));
    }

    fn emit(&self, text: &str) {
        for handler in &self.handlers {
            handler(text);
        }
    }
}

fn handlers_kept_for_later(person: &Person) {
    let mut events = Events::default();
    events.on(|text| println!("{text}")); //~ AG302
    events.on(|text| println!("{}", text.len())); //~ clean
    events.on_theme(|_| println!("never")); //~ clean
    events.emit(&person.email);
    println!("{}", events.quiet.len()); //~ clean
}

fn jobs(person: &Person) {
    let (address, row) = (person.email.clone(), person.row);
    let mut jobs: Vec<Box<dyn FnOnce()>> = Vec::new();
    jobs.push(Box::new(move || println!("{address}"))); //~ AG302
    jobs.push(Box::new(move || println!("{row}"))); //~ clean
    for job in jobs {
        job();
    }
}

struct Line(String);

impl From<&Person> for Line {
    fn from(person: &Person) -> Self {
        Line(person.email.clone())
    }
}

struct Setting(String);

impl From<&Person> for Setting {
    fn from(person: &Person) -> Self {
        Setting(person.theme.clone())
    }
}

fn conversions_by_name(people: &[Person]) {
    let lines: Vec<Line> = people.iter().map(Into::into).collect();
    println!("{}", lines[0].0); //~ AG302
    let lines: Vec<Line> = people.iter().map(Line::from).collect();
    println!("{}", lines[0].0); //~ AG302
    let settings: Vec<Setting> = people.iter().map(Setting::from).collect();
    println!("{}", settings[0].0); //~ clean
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn texts_by_name(person: &Person) {
    let texts: Vec<String> = [Line::from(person)].iter().map(ToString::to_string).collect();
    println!("{texts:?}"); //~ AG302
    let texts: Vec<String> = [Setting::from(person)].iter().map(ToString::to_string).collect();
    println!("{texts:?}"); //~ clean
}

struct Total(String);

impl<'a> Sum<&'a Person> for Total {
    fn sum<I: Iterator<Item = &'a Person>>(people: I) -> Self {
        Total(people.map(|person| person.name.as_str()).collect())
    }
}

struct Rows(u64);

impl<'a> FromIterator<&'a Person> for Rows {
    fn from_iter<I: IntoIterator<Item = &'a Person>>(people: I) -> Self {
        Rows(people.into_iter().map(|person| person.row).sum())
    }
}

fn summed(people: &[Person]) {
    println!("{}", people.iter().sum::<Total>().0); //~ AG302
    println!("{}", people.iter().collect::<Rows>().0); //~ clean
}

#[derive(Default)]
struct Loud(usize);

impl fmt::Write for Loud {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        println!("{text}"); //~ AG302: given by `write!`
        Ok(())
    }
}

#[derive(Default)]
struct Counter(usize);

impl fmt::Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        println!("{}", text.len()); //~ clean
        Ok(())
    }
}

fn writers(person: &Person) -> fmt::Result {
    use fmt::Write;
    let (mut loud, mut counter) = (Loud::default(), Counter::default());
    write!(loud, "to {}", person.email)?;
    write!(counter, "to {}", person.email)?;
    println!("{} {}", loud.0, counter.0); //~ clean
    Ok(())
}

fn caught(person: &Person) {
    let address = person.email.clone();
    let caught = std::panic::catch_unwind(move || address);
    println!("{:?}", caught.ok()); //~ AG302
    let row = person.row;
    let caught = std::panic::catch_unwind(move || row);
    println!("{:?}", caught.ok()); //~ clean
}

fn asked(person: &Person) {
    let address = Some(person.email.clone());
    println!("{}", address.as_ref().is_some_and(|address| address.contains('@'))); //~ clean
    println!("{:?}", address.as_ref().filter(|address| address.contains('@'))); //~ AG302
    println!("{:?}", address.zip(Some(person.row)).map(|(_, row)| row)); //~ clean
}

fn main() {
    let (person, people) = (ada(), everybody());
    onlookers(&people);
    errors_looked_at(&person);
    handlers_kept_for_later(&person);
    jobs(&person);
    conversions_by_name(&people);
    texts_by_name(&person);
    summed(&people);
    let _ = writers(&person);
    caught(&person);
    asked(&person);
}
