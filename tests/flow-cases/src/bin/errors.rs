//! Errors whose text is made of personal data, and errors that are logged.

use std::error::Error;
use std::fmt;

use anyhow::{Context, Result, anyhow, bail, ensure};
use people::{Person, ada};

fn made(person: &Person) -> [anyhow::Error; 3] {
    let email = &person.email;
    let row = anyhow!("no row {}", person.row); //~ clean
    let by_name = anyhow!("no account for {email}"); //~ AG305
    let by_position = anyhow!("no account for {}", person.email); //~ AG305
    [row, by_name, by_position]
}

fn bailed_out(person: &Person) -> Result<()> {
    if person.row > 3 {
        bail!("no account for {}", person.email); //~ AG305
    }
    bail!("no row {}", person.row); //~ clean
}

fn ensured(person: &Person) -> Result<()> {
    ensure!(person.row > 3, "no row {}", person.row); //~ clean
    ensure!(person.email.contains('@'), "{} is no address", person.email); //~ AG305
    ensure!(person.email.contains('@')); //~ clean: the condition is printed as it is written
    Ok(())
}

fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn in_a_context(person: &Person) -> Result<String> {
    read("settings").with_context(|| format!("no settings for {}", person.email))?; //~ AG305
    read("settings").with_context(|| format!("no settings for row {}", person.row))?; //~ clean
    read("settings").context(format!("no settings for {}", person.name))?; //~ AG305
    read("settings").context(person.row)?; //~ clean
    None.context(person.email.clone()) //~ AG305
}

fn from_a_text(person: &Person) -> [anyhow::Error; 2] {
    let theme = anyhow::Error::msg(person.theme.clone()); //~ clean
    let email = anyhow::Error::msg(person.email.clone()); //~ AG305
    [email, theme]
}

fn boxed(person: &Person) -> Result<(), Box<dyn Error>> {
    if person.row > 3 { Err(format!("no account for {}", person.email).into()) } else { Ok(()) }
}

fn boxed_row(person: &Person) -> Result<(), Box<dyn Error>> {
    if person.row > 3 { Err(format!("no row {}", person.row).into()) } else { Ok(()) }
}

fn logged(person: &Person) {
    if let Err(error) = boxed(person) {
        log::error!("{error}"); //~ AG302
    }
    if let Err(error) = boxed_row(person) {
        log::error!("{error}"); //~ clean
    }
}

fn texts(person: &Person) -> Result<(), String> {
    Err(format!("no account for {}", person.name))
}

fn passed_up(person: &Person) -> Result<(), String> {
    texts(person)?;
    Ok(())
}

fn passed_up_with_more(person: &Person) -> Result<(), String> {
    passed_up(person).map_err(|error| format!("cannot register: {error}"))
}

fn logged_three_levels_up(person: &Person) {
    if let Err(error) = passed_up_with_more(person) {
        eprintln!("{error}"); //~ AG302
        eprintln!("{}", error.len()); //~ clean
    }
}

#[derive(Debug)]
enum Failure {
    Unknown { email: String },
    Empty(u64),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unknown { .. } => write!(f, "nobody has this address"),
            Failure::Empty(row) => write!(f, "row {row} is empty"),
        }
    }
}

impl Error for Failure {}

fn typed(person: &Person) -> Result<(), Failure> {
    if person.row > 3 { Err(Failure::Unknown { email: person.email.clone() }) } else { Err(Failure::Empty(person.row)) }
}

fn a_type_that_says_less(person: &Person) {
    if let Err(failure) = typed(person) {
        eprintln!("{failure}"); //~ clean: `Display` leaves the address out
        eprintln!("{failure:?}"); //~ AG302: `Debug` does not
    }
    if let Err(Failure::Unknown { email }) = typed(person) {
        eprintln!("{email}"); //~ AG302
    }
}

#[derive(Debug)]
struct Wrapping {
    row: u64,
    source: Failure,
}

impl From<Failure> for Wrapping {
    fn from(source: Failure) -> Self {
        Wrapping { row: 3, source }
    }
}

fn converted_by_question_mark(person: &Person) -> Result<(), Wrapping> {
    typed(person)?;
    Ok(())
}

fn converted_and_logged(person: &Person) {
    if let Err(wrapping) = converted_by_question_mark(person) {
        eprintln!("{:?}", wrapping.source); //~ AG302
        eprintln!("{}", wrapping.row); //~ clean
    }
}

fn an_error_of_io(person: &Person) -> std::io::Error {
    let row = std::io::Error::other(format!("no row {}", person.row));
    println!("{row}"); //~ clean
    let email = std::io::Error::other(format!("no account for {}", person.email));
    println!("{email}"); //~ AG302
    email
}

fn main() {
    let person = ada();
    let _ = made(&person);
    let _ = bailed_out(&person);
    let _ = ensured(&person);
    let _ = in_a_context(&person);
    let _ = from_a_text(&person);
    logged(&person);
    logged_three_levels_up(&person);
    a_type_that_says_less(&person);
    converted_and_logged(&person);
    let _ = an_error_of_io(&person);
}
