//! Statements that a function is given, finds in a field or gets back from another one: each caller decides what it runs.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rusqlite::{Connection, Row};
use support::{Agent, Outcome, Recall, Remember};

const SELECT: &str = "SELECT text FROM notes WHERE person = ?1";

fn text(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}

/// Each of the callers is the access with its own statement.
struct Notes {
    connection: Connection,
}

impl Notes {
    fn run(&self, sql: &str) -> rusqlite::Result<usize> {
        self.connection.execute(sql, ()) //~ AG102 erase: by `remember` and `forget`
    }

    fn one(&self, sql: &str) -> rusqlite::Result<String> {
        self.connection.query_row(sql, ["ada"], text) //~ AG101: by `recall`
    }

    fn remember(&self) {
        let _ = self.run("INSERT INTO notes VALUES ('ada', 'blue')");
    }

    fn forget(&self) {
        let _ = self.run("DELETE FROM notes WHERE person = 'ada'");
    }

    fn create(&self) {
        let _ = self.run("CREATE TABLE IF NOT EXISTS notes (person TEXT, text TEXT)");
    }

    fn recall(&self) {
        let _ = self.one(SELECT);
    }

    fn version(&self) {
        let _ = self.one("SELECT sqlite_version()");
    }
}

/// Whoever reads has asked before.
struct Guarded {
    connection: Connection,
}

impl Guarded {
    fn run(&self, sql: &str) -> rusqlite::Result<usize> {
        self.connection.execute(sql, ()) //~ guarded
    }

    fn remember(&self, agent: &Agent) -> Outcome {
        let _consent = Consent::<Remember>::require(&agent.ledger, &agent.user)?;
        let _ = self.run("INSERT INTO notes VALUES ('ada', 'blue')");
        Ok(())
    }

    fn create(&self) {
        let _ = self.run("CREATE TABLE IF NOT EXISTS notes (person TEXT, text TEXT)");
    }
}

/// Nobody asks anything of people's data.
struct Schema {
    connection: Connection,
}

impl Schema {
    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(sql) //~ clean
    }

    fn create(&self) -> rusqlite::Result<()> {
        for table in ["notes", "people"] {
            self.run(&format!("CREATE TABLE IF NOT EXISTS {table} (person TEXT, text TEXT)"))?;
        }
        self.run("PRAGMA journal_mode = WAL")
    }
}

/// The statements are elements of a list, or the list is the argument.
struct Migrations {
    connection: Connection,
}

const DEFINITIONS: &[&str] = &["CREATE TABLE IF NOT EXISTS notes (person TEXT)", "CREATE INDEX by_person ON notes(person)"];
const SEEDS: &[(u32, &str)] = &[(1, "BEGIN"), (2, "INSERT INTO notes VALUES ('ada')")];

impl Migrations {
    fn define(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(sql) //~ clean
    }

    fn seed(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(sql) //~ AG102
    }

    fn all(&self, statements: &[&str]) -> rusqlite::Result<()> {
        for statement in statements {
            self.connection.execute_batch(statement)?; //~ erase: by `run`
        }
        Ok(())
    }

    fn lines(&self, statements: Vec<String>) -> rusqlite::Result<()> {
        for statement in statements {
            self.connection.execute_batch(&statement)?; //~ AG101: by `run`, of a file
        }
        Ok(())
    }

    fn part(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(sql) //~ AG101: what it is a part of says something else
    }

    fn run(&self) -> rusqlite::Result<()> {
        for definition in DEFINITIONS.iter().rev() {
            self.define(definition)?;
        }
        for (_, seed) in SEEDS {
            self.seed(seed)?;
        }
        self.all(&["BEGIN", "DELETE FROM notes", "COMMIT"])?;
        self.lines(std::fs::read_to_string("schema.sql").unwrap_or_default().lines().map(str::to_owned).collect())?;
        for part in "BEGIN; COMMIT".split(';') {
            self.part(part)?;
        }
        Ok(())
    }
}

/// What one caller gives nobody knows: that one may do anything, and the others what they do.
struct Console {
    connection: Connection,
}

impl Console {
    fn run(&self, sql: &str) -> rusqlite::Result<usize> {
        self.connection.execute(sql, ()) //~ AG101 erase: by `typed` and `forget`
    }

    fn forget(&self) {
        let _ = self.run("DELETE FROM notes");
    }

    fn typed(&self) {
        let sql = std::io::read_to_string(std::io::stdin()).unwrap_or_default();
        let _ = self.run(&sql);
    }
}

/// A part of the statement is the argument: a table, a condition, the verb.
struct Parts {
    connection: Connection,
}

impl Parts {
    fn all(&self, table: &str) -> rusqlite::Result<String> {
        self.connection.query_row(&format!("SELECT * FROM {table}"), (), text) //~ AG101: from `notes`
    }

    fn tables(&self) {
        let _ = (self.all("notes"), self.all("sqlite_master"));
    }

    fn schema(&self, table: &str) -> rusqlite::Result<String> {
        self.connection.query_row(&format!("SELECT * FROM {table}"), (), text) //~ clean
    }

    fn tables_of_the_database(&self) {
        let _ = (self.schema("sqlite_master"), self.schema("pragma_table_info('notes')"));
    }

    fn change(&self, verb: &str, rest: &str) -> rusqlite::Result<usize> {
        let sql = format!("{verb} notes {rest}");
        self.connection.execute(&sql, ()) //~ AG102 erase
    }

    fn changes(&self) {
        let _ = (self.change("UPDATE", "SET text = 'red'"), self.change("DELETE FROM", "WHERE person = 'ada'"));
    }

    fn added(&self, table: &str) -> rusqlite::Result<String> {
        let sql = "SELECT name FROM ".to_owned() + table;
        self.connection.query_row(&sql, (), text) //~ clean
    }

    fn by_adding(&self) {
        let _ = self.added("sqlite_master");
    }

    fn twice(&self, column: &str, table: &str) -> rusqlite::Result<String> {
        self.connection.query_row(&format!("SELECT {1} FROM {0} ORDER BY {1}", table, column), (), text) //~ clean
    }

    fn in_another_order(&self) {
        let _ = self.twice("name", "sqlite_master");
    }
}

/// The statement, or the table, is a field.
struct Table {
    connection: Connection,
    name: String,
    insert: &'static str,
    create: String,
}

impl Table {
    fn new(connection: Connection, name: &str) -> Self {
        let create = format!("CREATE TABLE IF NOT EXISTS {name} (person TEXT, text TEXT)");
        Table { connection, name: name.to_owned(), insert: "INSERT INTO notes VALUES ('ada', 'blue')", create }
    }

    fn ready(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch(&self.create) //~ clean
    }

    fn remember(&self) -> rusqlite::Result<usize> {
        self.connection.execute(self.insert, ()) //~ AG102
    }

    fn recall(&self) -> rusqlite::Result<String> {
        self.connection.query_row(&format!("SELECT text FROM {}", self.name), (), text) //~ AG101
    }
}

/// The same, and it is changed afterwards.
struct Changing {
    connection: Connection,
    sql: String,
    other: String,
    last: String,
}

impl Changing {
    fn new(connection: Connection) -> Self {
        let begin = String::from("BEGIN");
        Changing { connection, sql: begin.clone(), other: begin.clone(), last: begin }
    }

    fn set(&mut self, sql: String) {
        self.sql = sql;
        self.other.push_str("; INSERT INTO notes VALUES ('ada')");
        self.last = String::from("COMMIT");
    }

    fn run(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch(&self.sql)?; //~ AG101: it is what `set` was given
        self.connection.execute_batch(&self.other)?; //~ AG101
        self.connection.execute_batch(&self.last) //~ clean
    }
}

/// A function gives it back.
fn insert_into(table: &str) -> String {
    format!("INSERT INTO {table} VALUES ('ada', 'blue')")
}

fn definition(is_first: bool) -> Option<&'static str> {
    match is_first {
        true => Some("CREATE TABLE IF NOT EXISTS notes (person TEXT)"),
        false => None,
    }
}

fn from_a_file() -> std::io::Result<String> {
    Ok(std::fs::read_to_string("schema.sql")?)
}

fn given_back(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(&insert_into("notes"), ())?; //~ AG102
    if let Some(sql) = definition(true) {
        connection.execute_batch(sql)?; //~ clean
    }
    connection.execute_batch(&from_a_file().unwrap()) //~ AG101
}

/// A `match` decides, between constants and between tables.
enum Kind {
    Note,
    Version,
    Setting,
}

fn of_kind(connection: &Connection, kind: &Kind) -> rusqlite::Result<String> {
    let table = match kind {
        Kind::Note => "notes",
        Kind::Version => "sqlite_sequence",
        Kind::Setting => "sqlite_master",
    };
    connection.query_row(&format!("SELECT * FROM {table}"), (), text) //~ AG101
}

fn of_the_database(connection: &Connection, kind: &Kind) -> rusqlite::Result<String> {
    let table = match kind {
        Kind::Version => "sqlite_sequence",
        _ => "sqlite_master",
    };
    connection.query_row(&format!("SELECT * FROM {table}"), (), text) //~ clean
}

/// Through two functions, a closure and an async fn.
struct Layers {
    connection: Connection,
}

impl Layers {
    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(sql) //~ AG102
    }

    fn change(&self, verb: &str) -> rusqlite::Result<()> {
        self.run(&format!("{verb} notes SET text = 'red'"))
    }

    fn changes(&self) {
        let _ = self.change("UPDATE");
    }

    async fn later(&self, sql: String) -> rusqlite::Result<()> {
        self.connection.execute_batch(&sql) //~ AG102 erase
    }

    async fn now(&self) {
        let _ = self.later("INSERT INTO notes VALUES ('ada')".to_owned()).await;
        let _ = self.later("DELETE FROM notes".to_owned()).await;
        let _ = self.later("BEGIN".to_owned()).await;
    }

    fn on_a_thread(&self, sql: &str) -> rusqlite::Result<()> {
        let run = move |connection: &Connection| connection.execute_batch(sql); //~ erase
        run(&self.connection)
    }

    fn threads(&self) {
        let _ = self.on_a_thread("DELETE FROM notes");
    }

    fn prepared(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(sql)?; //~ free
        let rows = statement.query_map((), |row| row.get::<String>(0))?; //~ AG101
        rows.for_each(drop);
        Ok(())
    }

    fn prepares(&self) {
        let _ = (self.prepared(SELECT), self.prepared("SELECT 1"));
    }
}

/// A trait's method is every implementation's.
trait Store {
    fn run(&self, sql: &str) -> rusqlite::Result<()>;
}

impl Store for Connection {
    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.execute_batch(sql) //~ AG102
    }
}

fn through_a_trait(store: &dyn Store) {
    let _ = (store.run("INSERT INTO notes VALUES ('ada')"), store.run("BEGIN"));
}

/// What a trait of others is called with nobody here knows, nor what a function is that is a value.
struct Request<'c>(&'c Connection);

impl Extend<String> for Request<'_> {
    fn extend<T: IntoIterator<Item = String>>(&mut self, all: T) {
        for sql in all {
            let _ = self.0.execute_batch(&sql); //~ AG101
        }
    }
}

fn as_a_value(sql: &str) -> rusqlite::Result<()> {
    Connection::open_in_memory()?.execute_batch(sql) //~ AG101
}

fn values() {
    let _ = as_a_value("BEGIN");
    let run: fn(&str) -> rusqlite::Result<()> = as_a_value;
    let _ = run(&std::env::args().collect::<String>());
}

/// What is made of the argument is not the argument.
fn made_of_it(connection: &Connection, table: &str) -> rusqlite::Result<String> {
    connection.query_row(&"SELECT * FROM sqlite_master".replace("sqlite_master", table), (), text) //~ AG101
}

fn changed(connection: &Connection, mut sql: String) -> rusqlite::Result<()> {
    sql.insert_str(0, "INSERT INTO notes VALUES ('ada'); ");
    connection.execute_batch(&sql) //~ AG101
}

fn changed_and_passed_on(connection: &Connection, mut sql: String) -> rusqlite::Result<()> {
    sql.push_str("; INSERT INTO notes VALUES ('ada')");
    as_it_is(connection, &sql)
}

fn as_it_is(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.execute_batch(sql) //~ AG101
}

fn grows(connection: &Connection, condition: &str) -> rusqlite::Result<usize> {
    let mut sql = String::from("DELETE FROM notes WHERE person = 'ada'");
    sql.push_str(condition);
    connection.execute(&sql, ()) //~ erase
}

fn grows_by_another_statement(connection: &Connection, rest: &str) -> rusqlite::Result<()> {
    let mut sql = String::from("DELETE FROM notes");
    sql.push_str(rest);
    connection.execute_batch(&sql) //~ AG102
}

fn made(connection: &Connection) {
    let _ = (made_of_it(connection, "notes"), changed(connection, "BEGIN".to_owned()));
    let _ = changed_and_passed_on(connection, "BEGIN".to_owned());
    let _ = (grows(connection, " AND text = 'blue'"), grows_by_another_statement(connection, "; INSERT INTO notes VALUES ('ada')"));
}

/// Round in a circle: what is added on the way is not known.
fn again(connection: &Connection, sql: &str, times: u32) -> rusqlite::Result<()> {
    connection.execute_batch(sql)?; //~ AG101
    if times > 0 { again(connection, &format!("{sql}, 'blue'"), times - 1) } else { Ok(()) }
}

fn as_before(connection: &Connection, sql: &str, times: u32) -> rusqlite::Result<()> {
    connection.execute_batch(sql)?; //~ clean
    if times > 0 { as_before(connection, sql, times - 1) } else { Ok(()) }
}

fn main() {
    let connection = || Connection::open_in_memory().unwrap();
    let agent = Agent::new();
    let notes = Notes { connection: connection() };
    let _ = (notes.remember(), notes.forget(), notes.create(), notes.recall(), notes.version());
    let guarded = Guarded { connection: connection() };
    let _ = Migrations { connection: connection() }.run();
    drop((guarded.remember(&agent), guarded.create(), Schema { connection: connection() }.create()));
    let console = Console { connection: connection() };
    let _ = (console.forget(), console.typed());
    let parts = Parts { connection: connection() };
    let _ = (parts.tables(), parts.tables_of_the_database(), parts.changes(), parts.by_adding(), parts.in_another_order());
    let table = Table::new(connection(), "notes");
    drop((table.ready(), table.remember(), table.recall()));
    let mut changing = Changing::new(connection());
    changing.set(std::env::args().collect());
    drop((changing.run(), given_back(&connection()), of_kind(&connection(), &Kind::Note), of_the_database(&connection(), &Kind::Version)));
    let layers = Layers { connection: connection() };
    drop((layers.changes(), layers.now(), layers.threads(), layers.prepares()));
    through_a_trait(&connection());
    Request(&connection()).extend(std::env::args());
    drop((values(), made(&connection()), again(&connection(), "BEGIN", 1), as_before(&connection(), "BEGIN", 1)));
}
