//! Writers in a field of a generic type: what goes to them, and what goes to the fields beside them.

use std::fs::File;
use std::io::{self, BufWriter, Result, Write};
use std::net::TcpStream;

use people::{Person, ada, everybody};
use tokio::io::{AsyncWrite, AsyncWriteExt};

#[derive(Debug)]
struct Export<W> {
    out: W,
    lines: usize,
    last: String,
}

impl<W: Write> Export<W> {
    fn new(out: W) -> Self {
        Export { out, lines: 0, last: String::new() }
    }

    fn line(&mut self, text: &str) -> Result<()> {
        self.lines += 1;
        writeln!(self.out, "{text}")
    }

    fn remember(&mut self, text: &str) {
        self.last = text.to_owned();
    }

    fn flush_last(&mut self) -> Result<()> {
        self.out.write_all(self.last.as_bytes())
    }

    fn close(&mut self) -> Result<()> {
        writeln!(self.out, "{} lines", self.lines)
    }

    fn into_inner(self) -> W {
        self.out
    }
}

fn to_a_file(person: &Person) -> Result<()> {
    let mut export = Export::new(File::create("people.txt")?);
    export.line(&person.email)?; //~ AG304
    export.line(&person.theme)?; //~ clean
    export.remember(&person.email); //~ clean
    export.close() //~ clean
}

fn to_other_places(person: &Person) -> Result<()> {
    let mut export = Export { out: TcpStream::connect("127.0.0.1:9")?, lines: 0, last: String::new() };
    export.line(&person.email)?; //~ AG303
    export.line(&person.theme)?; //~ clean
    let mut export = Export::new(BufWriter::new(io::stdout()));
    export.line(&person.email)?; //~ AG302
    let mut export = Export::new(Vec::new());
    export.line(&person.email)?; //~ clean: into memory
    export.close()?; //~ clean
    let bytes = export.into_inner();
    std::fs::write("people.txt", bytes) //~ AG304
}

fn what_was_remembered(person: &Person) -> Result<()> {
    let mut export = Export::new(File::create("last.txt")?);
    export.remember(&person.email);
    export.flush_last()?; //~ AG304
    let mut export = Export::new(File::create("last.txt")?);
    export.remember(&person.theme);
    export.flush_last() //~ clean
}

/// It hands on what it is made of.
struct Report<W: Write> {
    title: String,
    export: Export<W>,
}

impl<W: Write> Report<W> {
    fn on(title: &str, out: W) -> Report<W> {
        Report { title: title.to_owned(), export: Export::new(out) }
    }

    fn person(&mut self, person: &Person) -> Result<()> {
        self.export.line(&person.name)
    }

    fn name_it_after(&mut self, person: &Person) {
        self.title = person.name.clone();
    }

    fn row(&mut self, person: &Person) -> Result<()> {
        self.export.line(&person.theme)
    }
}

fn nested(person: &Person) -> Result<()> {
    let mut report = Report::on("everybody", File::create("report.txt")?);
    report.person(person)?; //~ AG304
    report.row(person)?; //~ clean
    report.name_it_after(person); //~ clean
    let mut report = Report::on("nobody", io::sink());
    report.person(person) //~ clean
}

fn list<W: Write>(out: W, people: &[Person]) -> Result<()> {
    let mut export = Export::new(out);
    for person in people {
        export.line(&person.email)?;
    }
    export.close()
}

fn count<W: Write>(out: W, people: &[Person]) -> Result<()> {
    let mut export = Export::new(out);
    for person in people {
        export.remember(&person.email);
    }
    export.close()
}

fn made_of_a_parameter(people: &[Person]) -> Result<()> {
    list(File::create("people.txt")?, people)?; //~ AG304
    list(io::sink(), people)?; //~ clean
    count(File::create("count.txt")?, people) //~ clean
}

trait Put {
    fn put(&mut self, text: &str) -> Result<()>;
    fn keep(&mut self, text: &str);
}

impl<W: Write> Put for Export<W> {
    fn put(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes())
    }

    fn keep(&mut self, text: &str) {
        self.last.push_str(text);
    }
}

fn put_all<S: Put>(to: &mut S, people: &[Person]) -> Result<()> {
    for person in people {
        to.put(&person.email)?;
    }
    Ok(())
}

fn keep_all<S: Put>(to: &mut S, people: &[Person]) {
    for person in people {
        to.keep(&person.email);
    }
}

fn by_a_trait(people: &[Person]) -> Result<()> {
    let mut export = Export::new(File::create("people.txt")?);
    put_all(&mut export, people)?; //~ AG304
    let mut export = Export::new(File::create("people.txt")?);
    keep_all(&mut export, people); //~ clean
    put_all(&mut Export::new(Vec::new()), people) //~ clean
}

struct Lines<W> {
    out: W,
    last: String,
}

impl<W: AsyncWrite + Unpin> Lines<W> {
    async fn line(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).await
    }

    async fn remember(&mut self, text: &str) {
        self.last = text.to_owned();
    }
}

async fn asynchronously(person: &Person) -> Result<()> {
    let mut lines = Lines { out: tokio::fs::File::create("lines.txt").await?, last: String::new() };
    lines.line(&person.email).await?; //~ AG304
    lines.line(&person.theme).await?; //~ clean
    lines.remember(&person.email).await; //~ clean
    let mut lines = Lines { out: tokio::io::sink(), last: String::new() };
    lines.line(&person.email).await //~ clean
}

fn note<Out: Write>(out: &mut Out, text: &str) -> Result<()> {
    writeln!(out, "- {text}")
}

struct Table<Out> {
    out: Out,
}

impl<Out> Table<Out>
where
    Out: Write,
{
    fn row(&mut self, cells: &[&str]) -> Result<()> {
        cells.iter().try_for_each(|cell| self.out.write_all(cell.as_bytes()))
    }
}

fn by_longer_names(person: &Person) -> Result<()> {
    let mut file = File::create("notes.txt")?;
    note(&mut file, &person.email)?; //~ AG304
    note(&mut file, &person.theme)?; //~ clean
    note(&mut io::sink(), &person.email)?; //~ clean
    let mut table = Table { out: file };
    table.row(&[&person.email])?; //~ AG304
    table.row(&[&person.theme]) //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (person, people) = (ada(), everybody());
    to_a_file(&person)?;
    to_other_places(&person)?;
    what_was_remembered(&person)?;
    nested(&person)?;
    made_of_a_parameter(&people)?;
    by_a_trait(&people)?;
    by_longer_names(&person)?;
    asynchronously(&person).await
}
