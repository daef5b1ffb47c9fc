//! Statements that are made where a closure or an async block is made, and run in it.
#![allow(dead_code, unused)]

use rusqlite::Connection;

fn on_thread<T>(run: impl FnOnce(&Connection) -> T) -> T {
    run(&Connection::open_in_memory().unwrap())
}

fn definitions(table: &str, columns: &[String]) -> rusqlite::Result<()> {
    let mut create = format!("CREATE TABLE IF NOT EXISTS {table} (");
    for column in columns {
        create.push_str(&format!("\n    {column} TEXT,"));
    }
    create.push_str("\n    id INTEGER)");
    let mut indexes = vec![format!("CREATE INDEX IF NOT EXISTS idx_{table} ON {table}(id)")];
    indexes.push(format!("CREATE INDEX IF NOT EXISTS idx2_{table} ON {table}(text)"));
    on_thread(move |notes| {
        notes.execute_batch("BEGIN")?;
        notes.execute_batch(&create)?;
        for index in indexes {
            notes.execute_batch(&index)?;
        }
        Ok(())
    })
}

fn one_of_them_inserts(table: &str) -> rusqlite::Result<()> {
    let mut statements = vec![format!("CREATE INDEX IF NOT EXISTS idx_{table} ON {table}(id)")];
    statements.push("INSERT INTO notes VALUES ('ada', 'blue')".to_owned());
    on_thread(move |notes| {
        for statement in statements {
            notes.execute_batch(&statement)?; //~ AG102
        }
        Ok(())
    })
}

fn one_of_them_is_not_known(extra: String) -> rusqlite::Result<()> {
    let mut statements = vec!["BEGIN".to_owned()];
    statements.push(extra);
    on_thread(move |notes| {
        for statement in statements {
            notes.execute_batch(&statement)?; //~ AG101
        }
        Ok(())
    })
}

fn appended_behind_the_end(extra: &str) -> rusqlite::Result<()> {
    let mut script = String::from("CREATE TABLE IF NOT EXISTS notes (person TEXT);");
    script.push_str(extra);
    on_thread(move |notes| notes.execute_batch(&script)) //~ AG101
}

fn appended_in_the_closure(extra: String) -> rusqlite::Result<()> {
    let mut script = String::from("BEGIN");
    on_thread(move |notes| {
        script.push_str(&extra);
        notes.execute_batch(&script) //~ AG101
    })
}

fn appended_by_another_closure(extra: &str) -> rusqlite::Result<()> {
    let mut script = String::from("BEGIN");
    let mut add = |text: &str| script.push_str(text);
    add(extra);
    on_thread(|notes| notes.execute_batch(&script)) //~ AG101
}

fn appended_by_a_function(notes: &Connection) -> rusqlite::Result<()> {
    fn complete(script: &mut String) {
        script.push_str("; INSERT INTO notes VALUES ('ada', 'blue')");
    }
    let mut script = String::from("BEGIN");
    complete(&mut script);
    notes.execute_batch(&script) //~ AG101
}

fn read_from_a_file(notes: &Connection) -> rusqlite::Result<()> {
    let script = if notes.execute_batch("BEGIN").is_ok() { std::fs::read_to_string("schema.sql").unwrap() } else { "COMMIT".to_owned() };
    notes.execute_batch(&script) //~ AG101
}

fn nested(table: &str) -> rusqlite::Result<()> {
    let create = format!("CREATE TABLE IF NOT EXISTS {table} (person TEXT)");
    let insert = format!("INSERT INTO {table} VALUES ('ada')");
    on_thread(|_| {
        on_thread(|notes| {
            notes.execute_batch(&create)?;
            notes.execute_batch(&insert) //~ AG102
        })
    })
}

async fn in_an_async_block(notes: &Connection) -> rusqlite::Result<()> {
    let create = "CREATE TABLE IF NOT EXISTS notes (person TEXT)".to_owned();
    let insert = String::from("INSERT INTO notes VALUES ('ada')");
    let ready = async move {
        notes.execute_batch(&create)?;
        notes.execute_batch(&insert) //~ AG102
    };
    ready.await
}

async fn in_an_async_fn(notes: &Connection, statement: String) -> rusqlite::Result<()> {
    notes.execute_batch(&statement) //~ AG101
}

fn main() {
    let notes = Connection::open_in_memory().unwrap();
    let _ = (definitions("notes", &[]), one_of_them_inserts("notes"), one_of_them_is_not_known(String::new()), nested("notes"));
    let extra: String = std::env::args().collect();
    let _ = (appended_behind_the_end(&extra), appended_in_the_closure(extra.clone()), appended_by_another_closure(&extra));
    let _ = (appended_by_a_function(&notes), read_from_a_file(&notes));
    drop((in_an_async_block(&notes), in_an_async_fn(&notes, String::new())));
}
