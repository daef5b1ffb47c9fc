//! A statement that is formatted once more: what it begins with says what it does.

use rusqlite::Connection;

fn index(memory: &Connection, table: &str, columns: u32) -> rusqlite::Result<()> {
    let mut sql = format!("CREATE INDEX IF NOT EXISTS {table}_notes ON {table} (note)");
    if columns > 0 {
        sql = format!("{} WHERE columns > {}", sql, columns);
    }
    memory.execute(&sql, ())?;
    Ok(())
}

fn read(memory: &Connection, order: Option<&str>) -> rusqlite::Result<String> {
    let mut sql = "SELECT note FROM notes".to_owned();
    if let Some(order) = order {
        sql = format!("{sql} ORDER BY {order}");
    }
    memory.query_row(&sql, (), |row| row.get(0)) //~ AG101
}

fn main() -> rusqlite::Result<()> {
    let memory = Connection::open("notes.db")?;
    let table = std::env::args().nth(1).unwrap_or_default();
    index(&memory, &table, 3)?;
    println!("{}", read(&memory, Some(&table))?.len());
    Ok(())
}
