//! Writers behind a type parameter or a `dyn`: where it goes, only those say who give the writer.

use std::fs::File;
use std::io::{self, BufWriter, Result, Write};
use std::net::TcpStream;

use people::{Person, ada, everybody};
use tokio::io::{AsyncWrite, AsyncWriteExt};

fn note<W: Write>(out: &mut W, text: &str) -> Result<()> {
    writeln!(out, "- {text}")
}

fn by_reference(person: &Person) -> Result<()> {
    let mut file = File::create("notes.txt")?;
    note(&mut file, &person.email)?; //~ AG304
    note(&mut file, &person.theme)?; //~ clean
    let mut bytes = Vec::new();
    note(&mut bytes, &person.email)?; //~ clean: into memory
    note(&mut io::sink(), &person.email)?; //~ clean
    let mut lines = by_lines(BufWriter::new(File::create("lines.txt")?));
    note(&mut lines, &person.email)?; //~ AG304
    note(&mut lines, &person.theme) //~ clean
}

fn by_lines<W: Write>(out: W) -> io::LineWriter<W> {
    io::LineWriter::new(out)
}

fn export<W: Write>(out: W, people: &[Person]) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    for person in people {
        table.write_record([&person.email])?;
    }
    Ok(())
}

fn export_settings<W: Write>(mut out: W, people: &[Person]) -> Result<()> {
    for person in people {
        writeln!(out, "{};{}", person.row, person.theme)?;
    }
    out.flush()
}

fn export_buffered(out: impl Write, people: &[Person]) -> Result<()> {
    let mut out = BufWriter::new(out);
    for person in people {
        write!(out, "{}", person.name)?;
    }
    out.flush()
}

fn by_value(people: &[Person]) -> Result<()> {
    export(File::create("people.csv")?, people)?; //~ AG304
    export_settings(File::create("settings.csv")?, people)?; //~ clean
    export(&mut Vec::new(), people)?; //~ clean
    export_buffered(File::create("names.txt")?, people)?; //~ AG304
    export_buffered(TcpStream::connect("127.0.0.1:9")?, people)?; //~ AG303
    export_buffered(io::stdout().lock(), people)?; //~ AG302
    export(BufWriter::new(File::create("people.csv")?), people)?; //~ AG304
    Ok(())
}

/// Passes it on, and passes it on again.
fn outer<W: Write>(out: W, people: &[Person]) -> csv::Result<()> {
    inner(out, people)
}

fn inner<W: Write>(out: W, people: &[Person]) -> csv::Result<()> {
    export(out, people)
}

fn passed_on(people: &[Person]) -> csv::Result<()> {
    outer(File::create("people.csv")?, people)?; //~ AG304
    outer(Vec::new(), people) //~ clean
}

fn dynamic(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes())
}

fn boxed(mut out: Box<dyn Write>, text: &str) -> Result<()> {
    out.write_all(text.as_bytes())
}

fn behind_a_dyn(person: &Person) -> Result<()> {
    let mut file = File::create("notes.txt")?;
    dynamic(&mut file, &person.email)?; //~ AG304
    dynamic(&mut file, &person.theme)?; //~ clean
    dynamic(&mut io::stderr(), &person.name)?; //~ AG302
    dynamic(&mut io::Cursor::new(Vec::new()), &person.name)?; //~ clean
    boxed(Box::new(file), &person.name)?; //~ AG304
    boxed(Box::new(Vec::new()), &person.name) //~ clean
}

/// To a file if one is named, else to everybody.
fn wherever(person: &Person, file: Option<&str>) -> Result<()> {
    let mut out: Box<dyn Write> = match file {
        Some(name) => Box::new(File::create(name)?),
        None => Box::new(io::stdout()),
    };
    writeln!(out, "{}", person.email)?; //~ AG302 AG304
    writeln!(out, "{}", person.theme)?; //~ clean
    let mut kept: Box<dyn Write> = Box::new(Vec::new());
    writeln!(kept, "{}", person.email) //~ clean
}

async fn later<W: AsyncWrite + Unpin>(out: &mut W, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).await
}

async fn by_tokio(person: &Person) -> Result<()> {
    let mut file = tokio::fs::File::create("notes.txt").await?;
    later(&mut file, &person.email).await?; //~ AG304
    later(&mut file, &person.theme).await?; //~ clean
    later(&mut tokio::io::sink(), &person.email).await //~ clean
}

async fn taken<W: AsyncWrite + Unpin>(mut out: W, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).await
}

async fn by_tokio_and_value(person: &Person) -> Result<()> {
    taken(tokio::fs::File::create("notes.txt").await?, &person.email).await?; //~ AG304
    taken(tokio::fs::File::create("notes.txt").await?, &person.theme).await?; //~ clean
    taken(tokio::io::stdout(), &person.email).await?; //~ AG302
    taken(tokio::io::stdout(), &person.theme).await?; //~ clean
    taken(tokio::io::sink(), &person.email).await //~ clean
}

/// Something that can be written somewhere.
trait Report {
    fn write_to<W: Write>(&self, out: &mut W) -> Result<()>;
}

struct Names<'a>(&'a [Person]);

impl Report for Names<'_> {
    fn write_to<W: Write>(&self, out: &mut W) -> Result<()> {
        self.0.iter().try_for_each(|person| writeln!(out, "{}", person.name))
    }
}

struct Rows<'a>(&'a [Person]);

impl Report for Rows<'_> {
    fn write_to<W: Write>(&self, out: &mut W) -> Result<()> {
        self.0.iter().try_for_each(|person| writeln!(out, "{}", person.row))
    }
}

fn reported(people: &[Person]) -> Result<()> {
    let mut file = File::create("report.txt")?;
    Names(people).write_to(&mut file)?; //~ AG304
    Rows(people).write_to(&mut file) //~ clean
}

/// It knows what it writes to, and is judged there.
fn to_a_file(file: &mut File, text: &str) -> Result<()> {
    file.write_all(text.as_bytes()) //~ AG304
}

/// It has a writer, and counts.
struct Counted<W> {
    out: W,
    lines: u64,
}

impl<W: Write> Counted<W> {
    fn note(&mut self, text: &str) -> Result<()> {
        self.lines += 1;
        writeln!(self.out, "{text}")
    }
}

fn counted(person: &Person) -> Result<()> {
    let mut counted = Counted { out: Vec::new(), lines: 0 };
    counted.note(&person.email)?;
    println!("{} lines", counted.lines); //~ clean
    println!("{:?}", counted.out); //~ AG302
    Ok(())
}

/// A file and what it is called.
fn rename<W: Write>(named: &mut (W, String), name: &str) -> Result<()> {
    named.1.push_str(name);
    named.0.flush()
}

fn renamed(person: &Person) -> Result<()> {
    let mut named = (File::create("notes.txt")?, String::new());
    rename(&mut named, &person.email) //~ clean
}

/// A writer of its own, which knows more than where it writes.
struct NamedWriter<W> {
    out: W,
    name: String,
}

fn call_it<W: Write>(named: &mut NamedWriter<W>, name: &str) -> Result<()> {
    named.name.push_str(name);
    named.out.flush()
}

fn named(person: &Person) -> Result<()> {
    call_it(&mut NamedWriter { out: File::create("notes.txt")?, name: String::new() }, &person.email) //~ clean
}

/// The file's name is all that it is given.
fn named_only<W: Write>(out: &mut W, name: &mut String) -> Result<()> {
    name.push_str(".txt");
    out.flush()
}

fn once_only(person: &Person) -> Result<()> {
    let mut file = File::create("notes.txt")?;
    to_a_file(&mut file, &person.email)?; //~ clean
    named_only(&mut file, &mut person.email.clone()) //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (person, people) = (ada(), everybody());
    by_reference(&person)?;
    by_value(&people)?;
    passed_on(&people)?;
    behind_a_dyn(&person)?;
    wherever(&person, None)?;
    by_tokio(&person).await?;
    by_tokio_and_value(&person).await?;
    reported(&people)?;
    counted(&person)?;
    renamed(&person)?;
    named(&person)?;
    once_only(&person)
}
