//! Open files, connections and the streams that everybody sees: what is written to them bit by bit.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Cursor, LineWriter, Read, Result, Seek, Write};
use std::net::TcpStream;

use people::{Person, ada, everybody};
use serde::Serialize;
use tokio::io::AsyncWriteExt;

fn written(person: &Person) -> Result<()> {
    let mut file = File::create("notes.txt")?;
    file.write_all(person.email.as_bytes())?; //~ AG304
    file.write_all(person.theme.as_bytes())?; //~ clean
    writeln!(file, "{}", person.name)?; //~ AG304
    writeln!(file, "{}", person.row)?; //~ clean
    file.flush() //~ clean
}

fn appended(person: &Person) -> Result<()> {
    let mut file = OpenOptions::new().append(true).open("log.txt")?;
    write!(file, "{} was here", person.name)?; //~ AG304
    write!(&file, "in row {}", person.row)?; //~ clean
    (&file).write_all(person.email.as_bytes()) //~ AG304
}

fn through_a_buffer(people: &[Person]) -> Result<()> {
    let mut out = BufWriter::new(File::create("report.csv")?);
    for person in people {
        writeln!(out, "{};{}", person.row, person.email)?; //~ AG304
        writeln!(out, "{};{}", person.row, person.theme)?; //~ clean
    }
    let mut lines = LineWriter::new(File::create("themes.csv")?);
    lines.write_all(people[0].theme.as_bytes())?; //~ clean
    lines.write_all(people[0].name.as_bytes()) //~ AG304
}

#[derive(Serialize)]
struct Row<'a> {
    email: &'a str,
    row: u64,
}

#[derive(Serialize)]
struct Setting<'a> {
    theme: &'a str,
}

fn as_json(person: &Person) -> Result<()> {
    let file = File::create("person.json")?;
    serde_json::to_writer(&file, &Row { email: &person.email, row: person.row })?; //~ AG304
    serde_json::to_writer_pretty(&file, &Setting { theme: &person.theme })?; //~ clean
    serde_json::to_writer(file, &vec![&person.name])?; //~ AG304
    Ok(())
}

fn as_a_table(people: &[Person]) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(File::create("people.csv")?);
    for person in people {
        table.write_record([&person.email, &person.theme])?; //~ AG304
        table.write_record([&person.theme])?; //~ clean
        table.serialize(Row { email: &person.email, row: person.row })?; //~ AG304
        table.serialize(Setting { theme: &person.theme })?; //~ clean
    }
    let mut rows = csv::WriterBuilder::new().from_writer(Vec::new());
    rows.write_record([&people[0].email])?; //~ clean: into memory
    Ok(())
}

/// Keeps a file open.
struct Journal {
    file: BufWriter<File>,
    lines: u64,
}

impl Journal {
    fn note(&mut self, text: &str) -> Result<()> {
        self.lines += 1;
        self.file.write_all(text.as_bytes()) //~ AG304
    }

    fn note_setting(&mut self, text: &str) -> Result<()> {
        writeln!(self.file, "{text}") //~ clean
    }
}

fn kept_open(person: &Person, journal: &mut Journal) -> Result<()> {
    journal.note(&person.email)?;
    journal.note_setting(&person.theme)?;
    println!("{} lines", journal.lines); //~ clean
    Ok(())
}

fn copied(person: &Person) -> Result<()> {
    let mut text = person.email.as_bytes();
    let mut file = File::create("notes.txt")?;
    io::copy(&mut text, &mut file)?; //~ AG304
    let mut copy = person.email.clone().into_bytes();
    io::copy(&mut File::open("theme.txt")?, &mut copy)?; //~ clean: it is read
    file.read_to_end(&mut copy)?; //~ clean: it is read
    file.rewind()
}

fn in_memory(person: &Person) -> Result<usize> {
    let mut bytes = Vec::new();
    write!(bytes, "{}", person.email)?; //~ clean
    let mut cursor = Cursor::new(bytes);
    Write::write_all(&mut cursor, person.name.as_bytes())?; //~ clean
    println!("{:?}", cursor.get_ref()); //~ AG302
    Ok(cursor.into_inner().len())
}

fn to_another_machine(person: &Person) -> Result<()> {
    let stream = TcpStream::connect("127.0.0.1:9")?;
    let mut out = BufWriter::new(&stream);
    out.write_all(person.email.as_bytes())?; //~ AG303
    out.write_all(person.theme.as_bytes()) //~ clean
}

fn to_everybody(person: &Person) -> Result<()> {
    writeln!(io::stdout(), "{}", person.email)?; //~ AG302
    let mut out = io::stdout().lock();
    writeln!(out, "{}", person.theme)?; //~ clean
    writeln!(out, "{}", person.name)?; //~ AG302
    io::stderr().write_all(person.name.as_bytes()) //~ AG302
}

async fn written_by_tokio(person: &Person) -> Result<()> {
    let mut file = tokio::fs::File::create("notes.txt").await?;
    file.write_all(person.email.as_bytes()).await?; //~ AG304
    file.write_all(person.theme.as_bytes()).await?; //~ clean
    let mut out = tokio::io::BufWriter::new(file);
    out.write_all(person.name.as_bytes()).await?; //~ AG304
    out.write_u64(person.row).await //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (person, people) = (ada(), everybody());
    written(&person)?;
    appended(&person)?;
    through_a_buffer(&people)?;
    as_json(&person)?;
    as_a_table(&people)?;
    kept_open(&person, &mut Journal { file: BufWriter::new(File::create("journal.txt")?), lines: 0 })?;
    copied(&person)?;
    in_memory(&person)?;
    to_another_machine(&person)?;
    to_everybody(&person)?;
    written_by_tokio(&person).await
}
