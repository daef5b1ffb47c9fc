//! A stand-in for `rusqlite`: its paths and signatures, no behaviour.

mod params;
mod row;
mod statement;

pub use params::Params;
pub use row::Row;
pub use statement::{MappedRows, Statement};

/// What fails.
#[derive(Debug)]
pub enum Error {
    /// No row.
    QueryReturnedNoRows,
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A database.
pub struct Connection;

impl Connection {
    pub fn open_in_memory() -> Result<Connection> {
        Ok(Connection)
    }

    pub fn open<P: AsRef<std::path::Path>>(_path: P) -> Result<Connection> {
        Ok(Connection)
    }

    pub fn pragma_update<V: ToString>(&self, _schema: Option<&str>, _name: &str, _value: V) -> Result<()> {
        Ok(())
    }

    pub fn execute<P: Params>(&self, _sql: &str, _params: P) -> Result<usize> {
        Ok(0)
    }

    pub fn execute_batch(&self, _sql: &str) -> Result<()> {
        Ok(())
    }

    pub fn query_row<T, P, F>(&self, _sql: &str, _params: P, _f: F) -> Result<T>
    where
        P: Params,
        F: FnOnce(&Row<'_>) -> Result<T>,
    {
        Err(Error::QueryReturnedNoRows)
    }

    pub fn prepare(&self, _sql: &str) -> Result<Statement<'_>> {
        Ok(Statement { conn: self })
    }
}
