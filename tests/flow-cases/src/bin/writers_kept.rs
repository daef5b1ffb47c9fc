//! Writers behind a `dyn Write` in fields, and those that functions give back: whoever puts one there says where what is written through it goes.

use std::fs::File;
use std::io::{self, BufWriter, Result, Write};
use std::net::TcpStream;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use people::{Person, ada, everybody};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// Somebody opens it, somebody else writes to it.
struct Journal {
    out: Box<dyn Write>,
    last: String,
}

impl Journal {
    fn open(path: &str) -> Result<Self> {
        Ok(Self { out: Box::new(File::create(path)?), last: String::new() }) //~ AG304
    }

    fn note(&mut self, person: &Person) -> Result<()> {
        self.last = person.email.clone();
        writeln!(self.out, "{}", person.email)
    }
}

/// What is written to it names nobody, whatever lies beside it.
struct Counts {
    out: Box<dyn Write>,
    last: String,
}

impl Counts {
    fn open(path: &str) -> Result<Self> {
        Ok(Self { out: Box::new(File::create(path)?), last: String::new() }) //~ clean
    }

    fn note(&mut self, person: &Person) -> Result<()> {
        self.last = person.email.clone();
        writeln!(self.out, "{}", person.row)
    }
}

/// It never leaves memory.
struct Draft {
    out: Box<dyn Write>,
}

impl Draft {
    fn new() -> Self {
        Self { out: Box::new(Vec::new()) } //~ clean
    }

    fn note(&mut self, person: &Person) -> Result<()> {
        writeln!(self.out, "{}", person.email)
    }
}

/// Its maker is handed where it goes.
struct Report {
    out: Box<dyn Write + Send>,
}

impl Report {
    fn new(out: Box<dyn Write + Send>) -> Self {
        Self { out }
    }

    fn to(out: impl Write + Send + 'static) -> Self {
        Self { out: Box::new(out) }
    }

    fn line(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes())
    }
}

fn reports(person: &Person) -> Result<()> {
    let mut report = Report::new(Box::new(TcpStream::connect("127.0.0.1:9")?)); //~ AG303
    report.line(&person.email)?;
    let mut report = Report::to(BufWriter::new(File::create("report.txt")?)); //~ AG304
    report.line(&person.theme)?;
    Report::new(Box::new(io::sink())).line(&person.email) //~ clean
}

/// Set later, shared, and locked.
#[derive(Clone, Default)]
struct Audit {
    out: Arc<Mutex<Option<Box<dyn Write + Send>>>>,
}

struct Trail {
    out: Option<Box<dyn Write>>,
    copies: Vec<Box<dyn Write>>,
}

impl Audit {
    fn opened() -> Self {
        Self { out: Arc::new(Mutex::new(Some(Box::new(io::stderr())))) } //~ AG302
    }

    fn note(&self, person: &Person) {
        if let Some(out) = self.out.lock().unwrap().as_mut() {
            let _ = writeln!(out, "{}", person.name);
        }
    }
}

impl Trail {
    fn open(&mut self) -> Result<()> {
        self.out = Some(Box::new(File::create("trail.txt")?)); //~ AG304
        self.copies.push(Box::new(io::stdout())); //~ AG302
        Ok(())
    }

    fn note(&mut self, person: &Person) -> Result<()> {
        if let Some(out) = &mut self.out {
            writeln!(out, "{}", person.name)?;
        }
        self.copies.iter_mut().try_for_each(|copy| writeln!(copy, "{}", person.email))
    }
}

/// To a file if one is named, else to everybody.
fn output(path: Option<&str>) -> Result<Box<dyn Write>> {
    Ok(match path {
        Some(path) => Box::new(File::create(path)?), //~ AG304
        None => Box::new(io::stdout()), //~ AG302
    })
}

fn settings(path: &str) -> Result<Box<dyn Write>> {
    Ok(Box::new(File::create(path)?)) //~ clean
}

fn memory() -> Box<dyn Write> {
    Box::new(io::Cursor::new(Vec::new())) //~ clean
}

fn buffered(out: Box<dyn Write>) -> Box<dyn Write> {
    Box::new(BufWriter::new(out))
}

fn given_back(person: &Person) -> Result<()> {
    writeln!(output(None)?, "{}", person.email)?;
    let mut out = settings("settings.txt")?;
    writeln!(out, "{}", person.theme)?;
    writeln!(memory(), "{}", person.email)?;
    let mut out = buffered(Box::new(File::create("people.txt")?)); //~ AG304
    writeln!(out, "{}", person.email)?;
    let mut out = buffered(Box::new(File::create("settings.txt")?)); //~ clean
    writeln!(out, "{}", person.theme)?;
    let mut out = buffered(memory()); //~ clean
    writeln!(out, "{}", person.email)
}

fn lines() -> Result<Box<dyn Write>> {
    Ok(Box::new(File::create("lines.txt")?)) //~ AG304
}

fn each(people: &[Person]) -> Result<()> {
    let mut out = lines()?;
    people.iter().try_for_each(|person| writeln!(out, "{}", person.email))
}

fn log() -> Result<impl Write> {
    File::create("log.txt") //~ AG304
}

fn opaque(person: &Person) -> Result<()> {
    let mut out = log()?;
    writeln!(out, "{}", person.email)
}

/// A journal of a journal: what is given back lies in a field.
struct Book {
    out: Box<dyn Write>,
}

fn pages() -> Result<Box<dyn Write>> {
    Ok(Box::new(File::create("pages.txt")?)) //~ AG304
}

impl Book {
    fn open() -> Result<Self> {
        Ok(Self { out: pages()? })
    }

    fn out(&mut self) -> &mut dyn Write {
        &mut *self.out
    }

    fn page(&mut self, person: &Person) -> Result<()> {
        writeln!(self.out(), "{}", person.email)
    }
}

/// By what calls a closure with the writer.
struct Maybe {
    out: Option<Box<dyn Write>>,
}

impl Maybe {
    fn open() -> Result<Self> {
        let file = File::create("maybe.txt")?;
        Ok(Maybe { out: Some(Box::new(file)) }) //~ AG304
    }

    fn note(&mut self, person: &Person) -> Option<()> {
        self.out.as_mut().and_then(|out| writeln!(out, "{}", person.email).ok())
    }

    fn count(&mut self, people: &[Person]) -> Option<()> {
        self.out.as_mut().map(|out| writeln!(out, "{}", people.len()).unwrap_or_default())
    }
}

fn listed(person: &Person) -> Result<()> {
    let mut all: Vec<Box<dyn Write>> = Vec::new();
    all.push(Box::new(File::create("one.txt")?));
    all.push(Box::new(Vec::new()));
    for out in &mut all {
        writeln!(out, "{}", person.email)?; //~ AG304
    }
    let mut none: Vec<Box<dyn Write>> = vec![Box::new(Vec::new())];
    for out in &mut none {
        writeln!(out, "{}", person.email)?; //~ clean
    }
    Ok(())
}

fn captured(people: &[Person]) -> Result<()> {
    let mut out: Box<dyn Write> = Box::new(File::create("captured.txt")?);
    people.iter().try_for_each(|person| writeln!(out, "{}", person.email))?; //~ AG304
    let mut kept: Box<dyn Write> = Box::new(Vec::new());
    people.iter().try_for_each(|person| writeln!(kept, "{}", person.email)) //~ clean
}

/// It calls what it is given with a writer.
fn with_file(name: &str, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut file = File::create(name)?;
    write(&mut file) //~ AG304
}

fn with_memory(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut memory = Vec::new();
    write(&mut memory) //~ clean
}

fn called_with_it(person: &Person) -> Result<()> {
    with_file("called.txt", |out| writeln!(out, "{}", person.email))?;
    with_memory(|out| writeln!(out, "{}", person.email))
}

static LOG: LazyLock<Mutex<Box<dyn Write + Send>>> = LazyLock::new(|| Mutex::new(Box::new(io::stderr()))); //~ AG302
static SCRATCH: LazyLock<Mutex<Box<dyn Write + Send>>> = LazyLock::new(|| Mutex::new(Box::new(Vec::new()))); //~ clean

fn in_a_static(person: &Person) -> Result<()> {
    writeln!(SCRATCH.lock().unwrap(), "{}", person.email)?;
    writeln!(LOG.lock().unwrap(), "{}", person.email)
}

/// Two places at once.
struct Tee {
    one: Box<dyn Write>,
    other: Box<dyn Write>,
}

impl Tee {
    fn open() -> Result<Self> {
        Ok(Self {
            one: Box::new(File::create("tee.txt")?), //~ AG304
            other: Box::new(io::stdout()), //~ AG302
        })
    }
}

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.one.write_all(bytes)?;
        self.other.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.one.flush()
    }
}

enum Target {
    Nowhere,
    Anywhere(Box<dyn Write>),
}

impl Target {
    fn note(&mut self, text: &str) -> Result<()> {
        match self {
            Target::Nowhere => Ok(()),
            Target::Anywhere(out) => out.write_all(text.as_bytes()),
        }
    }
}

fn by_writers_of_our_own(person: &Person) -> Result<()> {
    writeln!(Tee::open()?, "{}", person.email)?;
    let mut target = Target::Anywhere(Box::new(TcpStream::connect("127.0.0.1:9")?)); //~ AG303
    target.note(&person.email)?;
    target = Target::Nowhere;
    target.note(&person.email)
}

/// In the end it is a file; what was there before is none.
static CHOSEN: OnceLock<Mutex<Box<dyn Write + Send>>> = OnceLock::new();
static MADE: OnceLock<Mutex<Box<dyn Write + Send>>> = OnceLock::new();

fn chosen(person: &Person) -> Result<()> {
    let file = File::create("chosen.txt")?;
    let _ = CHOSEN.set(Mutex::new(Box::new(file))); //~ AG304
    let made = MADE.get_or_init(|| Mutex::new(Box::new(io::stderr()))); //~ AG302
    writeln!(made.lock().unwrap(), "{}", person.name)?;
    match CHOSEN.get() {
        Some(out) => writeln!(out.lock().unwrap(), "{}", person.email),
        None => Ok(()),
    }
}

struct Stream {
    out: Box<dyn AsyncWrite + Unpin + Send>,
}

async fn connected() -> Result<Box<dyn AsyncWrite + Unpin + Send>> {
    Ok(Box::new(tokio::net::TcpStream::connect("127.0.0.1:9").await?)) //~ AG303
}

impl Stream {
    async fn open() -> Result<Self> {
        Ok(Self { out: Box::new(tokio::fs::File::create("stream.txt").await?) }) //~ AG304
    }

    async fn note(&mut self, person: &Person) -> Result<()> {
        self.out.write_all(person.email.as_bytes()).await
    }
}

async fn streams(person: &Person) -> Result<()> {
    Stream::open().await?.note(person).await?;
    let mut out = connected().await?;
    out.write_all(person.email.as_bytes()).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (person, people) = (ada(), everybody());
    Journal::open("journal.txt")?.note(&person)?;
    Counts::open("counts.txt")?.note(&person)?;
    Draft::new().note(&person)?;
    reports(&person)?;
    Audit::opened().note(&person);
    let mut trail = Trail { out: None, copies: Vec::new() };
    trail.open()?;
    trail.note(&person)?;
    given_back(&person)?;
    each(&people)?;
    opaque(&person)?;
    Book::open()?.page(&person)?;
    let mut maybe = Maybe::open()?;
    maybe.note(&person);
    maybe.count(&people);
    listed(&person)?;
    captured(&people)?;
    called_with_it(&person)?;
    in_a_static(&person)?;
    by_writers_of_our_own(&person)?;
    chosen(&person)?;
    streams(&person).await
}
