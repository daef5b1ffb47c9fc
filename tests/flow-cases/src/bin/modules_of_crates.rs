//! Modules that are called like a crate and stand below the root: rustc's paths do not begin with them, so what begins so is the crate's.

use std::fs::File;

use people::{Person, ada};
use tokio::io::AsyncWriteExt;

mod exports {
    /// The export as a table: the crate `csv` inside a module of its name.
    pub mod csv {
        use std::fs::File;

        use people::Person;

        pub fn write(person: &Person) -> ::csv::Result<()> {
            let mut table = ::csv::Writer::from_writer(File::create("people.csv")?);
            table.write_record([&person.email])?; //~ AG304
            table.write_record([&person.theme])?; //~ clean
            table.flush()?;
            Ok(())
        }
    }

    /// Sends nothing anywhere.
    pub mod tokio {
        pub fn write_all(text: &str) -> usize {
            text.len()
        }
    }
}

async fn by_a_trait_of_the_crate(person: &Person) -> std::io::Result<()> {
    let mut file = tokio::fs::File::create("notes.txt").await?;
    file.write_all(person.email.as_bytes()).await?; //~ AG304
    file.write_all(person.theme.as_bytes()).await?; //~ clean
    // What the crate's trait says of its failure is not what was written.
    if let Err(error) = file.write_all(person.email.as_bytes()).await { //~ AG304
        println!("{error}"); //~ clean
    }
    Ok(())
}

fn of_the_modules_own(person: &Person) -> std::io::Result<()> {
    println!("{}", exports::tokio::write_all(&person.email)); //~ clean
    File::create("empty.txt")?.set_len(0) //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let person = ada();
    exports::csv::write(&person)?;
    by_a_trait_of_the_crate(&person).await?;
    of_the_modules_own(&person)?;
    Ok(())
}
