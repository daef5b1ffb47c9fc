//! Statements that a function is given with what they are run with: what is stored each caller decides.

use agent_guard::{Consent, ConsentLedger, SubjectId, Vault, pii};
use helpers::{INSERT, Outcome, Recall, ada, vault};
use rusqlite::Connection;

const FORGET: &str = "DELETE FROM notes WHERE id = ?1 AND note = ?2";

fn read() -> String {
    std::io::read_to_string(std::io::stdin()).unwrap_or_default()
}

struct Plain {
    memory: Connection,
}

impl Plain {
    fn run(&self, sql: &str, note: &[u8]) -> rusqlite::Result<usize> {
        self.memory.execute(sql, (1, note)) //~ AG201: `remember` gives it a note as it is
    }

    fn remember(&self, note: &str) -> rusqlite::Result<usize> {
        self.run(INSERT, note.as_bytes())
    }

    fn forget(&self, note: &str) -> rusqlite::Result<usize> {
        self.run(FORGET, note.as_bytes())
    }
}

/// What is given in plain is compared, and not stored.
struct Sealed {
    memory: Connection,
}

impl Sealed {
    fn run(&self, sql: &str, note: &[u8]) -> rusqlite::Result<usize> {
        self.memory.execute(sql, (1, note)) //~ clean
    }

    fn remember(&self, vault: &Vault, note: &str) -> Outcome {
        self.run(INSERT, &vault.seal(&ada(), "notes", b"1", note.as_bytes())?)?;
        Ok(())
    }

    fn forget(&self, note: &str) -> rusqlite::Result<usize> {
        self.run(FORGET, note.as_bytes())
    }
}

/// What nobody knows may store it.
struct Unknown {
    memory: Connection,
}

impl Unknown {
    fn run(&self, sql: &str, note: &[u8]) -> rusqlite::Result<usize> {
        self.memory.execute(sql, (1, note)) //~ AG201
    }

    fn typed(&self, note: &str) -> rusqlite::Result<usize> {
        self.run(&read(), note.as_bytes())
    }

    fn forget(&self, note: &str) -> rusqlite::Result<usize> {
        self.run(FORGET, note.as_bytes())
    }
}

/// The content is in the statement.
struct InTheText {
    memory: Connection,
}

impl InTheText {
    fn insert(&self, sql: &str) -> rusqlite::Result<()> {
        self.memory.execute_batch(sql) //~ AG201
    }

    fn remember(&self, note: &str) -> rusqlite::Result<()> {
        self.insert(&format!("INSERT INTO notes (note) VALUES ('{note}')"))
    }

    fn erase(&self, sql: &str) -> rusqlite::Result<()> {
        self.memory.execute_batch(sql) //~ clean
    }

    fn forget(&self, note: &str) -> rusqlite::Result<()> {
        self.erase(&format!("DELETE FROM notes WHERE note = '{note}'"))
    }
}

/// Commands have names.
fn command(client: &mut redis::Connection, name: &str, note: &str) -> redis::RedisResult<()> {
    redis::cmd(name).arg("notes").arg(note).query(client) //~ AG201: by `RPUSH`
}

fn other_command(client: &mut redis::Connection, name: &str, note: &[u8]) -> redis::RedisResult<()> {
    redis::cmd(name).arg("notes").arg(note).query(client) //~ clean: what is written is sealed
}

fn commands(client: &mut redis::Connection, vault: &Vault, note: &str) -> Outcome {
    command(client, "RPUSH", note)?;
    command(client, "SREM", note)?;
    other_command(client, "RPUSH", &vault.seal(&ada(), "notes", b"1", note.as_bytes())?)?;
    other_command(client, "SISMEMBER", note.as_bytes())?;
    Ok(())
}

#[pii]
struct Person {
    #[pii(email)]
    email: String,
}

/// Personal data are stored beside what is sealed.
struct People {
    memory: Connection,
}

impl People {
    fn run(&self, sql: &str, email: &str, note: &[u8]) -> rusqlite::Result<usize> {
        self.memory.execute(sql, (email, note)) //~ AG201
    }

    fn remember(&self, vault: &Vault, person: &Person, note: &str) -> Outcome {
        let sealed = vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
        self.run("INSERT INTO notes (email, note) VALUES (?1, ?2)", &person.email, &sealed)?;
        Ok(())
    }

    fn find(&self, sql: &str, email: &str) -> rusqlite::Result<usize> {
        self.memory.execute(sql, [email]) //~ clean
    }

    fn forget(&self, person: &Person) -> rusqlite::Result<usize> {
        self.find("DELETE FROM notes WHERE email = ?1", &person.email)
    }
}

/// Whose data they are each caller decides, too.
struct Whose {
    memory: Connection,
}

impl Whose {
    fn one(&self, sql: &str, person: &str) -> rusqlite::Result<String> {
        self.memory.query_row(sql, [person], |row| row.get(0)) //~ AG108: `of_another` asks one person and reads another's
    }

    fn of_another(&self, ledger: &ConsentLedger, person: &str, other: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(ledger, &SubjectId::new(person))?;
        println!("{}", self.one("SELECT note FROM notes WHERE person = ?1", other)?);
        Ok(())
    }

    fn own(&self, sql: &str, person: &str) -> rusqlite::Result<String> {
        self.memory.query_row(sql, [person], |row| row.get(0)) //~ clean
    }

    fn of_the_person(&self, ledger: &ConsentLedger, person: &str, other: &str) -> Outcome {
        println!("{}", self.own("SELECT value FROM sqlite_sequence WHERE name = ?1", other)?);
        let _consent = Consent::<Recall>::require(ledger, &SubjectId::new(person))?;
        println!("{}", self.own("SELECT note FROM notes WHERE person = ?1", person)?);
        Ok(())
    }
}

fn main() -> Outcome {
    let (vault, note) = (vault()?, read());
    let open = || Connection::open("notes.db");
    let (plain, sealed, unknown, text) =
        (Plain { memory: open()? }, Sealed { memory: open()? }, Unknown { memory: open()? }, InTheText { memory: open()? });
    plain.remember(&note)?;
    plain.forget(&note)?;
    sealed.remember(&vault, &note)?;
    sealed.forget(&note)?;
    unknown.typed(&note)?;
    unknown.forget(&note)?;
    text.remember(&note)?;
    text.forget(&note)?;
    let (people, person) = (People { memory: open()? }, Person { email: read() });
    people.remember(&vault, &person, &note)?;
    people.forget(&person)?;
    let mut client = redis::Client::open("redis://127.0.0.1/")?.get_connection()?;
    commands(&mut client, &vault, &note)?;
    let (whose, ledger) = (Whose { memory: open()? }, ConsentLedger::new());
    let (person, other) = (std::env::args().nth(1).unwrap_or_default(), std::fs::read_to_string("other")?);
    whose.of_another(&ledger, &person, &other)?;
    whose.of_the_person(&ledger, &person, &other)
}
