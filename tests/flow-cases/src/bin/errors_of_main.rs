//! What `main` gives back as an error is printed for it, by `Debug`.

use people::{Person, ada};

#[derive(Debug)]
struct Failed {
    person: Person,
}

fn run(person: &Person) -> Result<(), Failed> {
    if person.row == 0 { Ok(()) } else { Err(Failed { person: person.clone() }) }
}

mod quiet {
    use super::Person;

    /// It is called like the program's own, and whoever calls it has the error.
    pub fn main(person: &Person) -> Result<(), String> {
        Err(person.email.clone()) //~ clean
    }
}

fn main() -> Result<(), Failed> { //~ AG302
    let person = ada();
    if let Err(error) = quiet::main(&person) {
        println!("{error}"); //~ AG302
        println!("{}", error.len()); //~ clean
    }
    let failed = run(&person);
    if let Err(failed) = &failed {
        println!("{}", failed.person.row); //~ clean
    }
    failed
}
