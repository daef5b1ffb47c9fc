//! Files: what is written stays.

use std::fs;
use std::io::Result;
use std::path::Path;

use agent_guard::Redactor;
use people::{Person, ada, everybody};

fn written(person: &Person) -> Result<()> {
    fs::write("notes.txt", &person.email)?; //~ AG304
    fs::write("theme.txt", &person.theme)?; //~ clean
    Ok(())
}

fn written_as_json(person: &Person) -> Result<()> {
    fs::write("person.json", serde_json::to_vec(&person.name)?)?; //~ AG304
    fs::write("row.json", serde_json::to_vec(&person.row)?)?; //~ clean
    Ok(())
}

fn a_report(people: &[Person]) -> Result<()> {
    let lines: Vec<String> = people.iter().map(|person| format!("{};{}", person.row, person.email)).collect();
    fs::write("report.csv", lines.join("\n"))?; //~ AG304
    let lines: Vec<String> = people.iter().map(|person| format!("{};{}", person.row, person.theme)).collect();
    fs::write("themes.csv", lines.join("\n"))?; //~ clean
    Ok(())
}

fn save(path: impl AsRef<Path>, content: &[u8]) -> Result<()> {
    fs::write(path, content) //~ AG304
}

fn save_setting(path: impl AsRef<Path>, content: &[u8]) -> Result<()> {
    fs::write(path, content) //~ clean
}

fn by_a_function(person: &Person) -> Result<()> {
    save("email.txt", person.email.as_bytes())?;
    save_setting("theme.txt", person.theme.as_bytes())
}

fn named_after_somebody(person: &Person) -> Result<()> {
    fs::write(format!("{}.txt", person.name), "hello")?; //~ AG304: the name of a file stays, too
    fs::write(format!("{}.txt", person.row), "hello")?; //~ clean
    Ok(())
}

async fn written_by_tokio(person: &Person) -> Result<()> {
    tokio::fs::write("notes.txt", &person.email).await?; //~ AG304
    tokio::fs::write("theme.txt", &person.theme).await?; //~ clean
    Ok(())
}

async fn redacted(person: &Person) -> Result<()> {
    let mut session = Redactor::new().session();
    let redacted = session.redact(&person.email);
    tokio::fs::write("notes.txt", redacted).await?; //~ clean
    tokio::fs::write("notes.txt", person.email.to_lowercase()).await?; //~ AG304
    Ok(())
}

fn read_from_a_file(person: &Person) -> Result<()> {
    let text = fs::read_to_string("theme.txt")?;
    println!("{text}"); //~ clean: what is in a file is not known
    println!("{text}{}", person.name); //~ AG302
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let person = ada();
    written(&person)?;
    written_as_json(&person)?;
    a_report(&everybody())?;
    by_a_function(&person)?;
    named_after_somebody(&person)?;
    written_by_tokio(&person).await?;
    redacted(&person).await?;
    read_from_a_file(&person)
}
