//! A stand-in for `sqlx`: its paths and signatures, no behaviour.

use std::marker::PhantomData;

pub mod sqlite;

pub use sqlite::{Sqlite, SqlitePool};

/// What fails.
#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it failed")
    }
}

impl std::error::Error for Error {}

/// A kind of database.
pub trait Database {}

/// What a statement is run on.
pub trait Executor<'c> {}

impl<DB: Database> Executor<'_> for &'_ Pool<DB> {}

impl<DB: Database> Executor<'_> for &'_ mut Transaction<DB> {}

/// Connections.
#[derive(Clone)]
pub struct Pool<DB: Database>(PhantomData<DB>);

impl<DB: Database> Pool<DB> {
    pub async fn connect(_url: &str) -> Result<Self, Error> {
        Ok(Pool(PhantomData))
    }

    pub async fn begin(&self) -> Result<Transaction<DB>, Error> {
        Ok(Transaction(PhantomData))
    }
}

/// A transaction.
pub struct Transaction<DB: Database>(PhantomData<DB>);

/// How connections are made.
pub struct PoolOptions<DB: Database>(PhantomData<DB>);

impl<DB: Database> PoolOptions<DB> {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        PoolOptions(PhantomData)
    }

    pub fn max_connections(self, _most: u32) -> Self {
        self
    }

    pub async fn connect_with(self, _options: sqlite::SqliteConnectOptions) -> Result<Pool<DB>, Error> {
        Ok(Pool(PhantomData))
    }
}

/// A statement with its values.
pub struct Query<'q>(PhantomData<&'q str>);

/// Begins a statement.
pub fn query(_sql: &str) -> Query<'_> {
    Query(PhantomData)
}

impl<'q> Query<'q> {
    pub fn bind<T>(self, _value: T) -> Self {
        self
    }

    pub async fn execute<'e, E: Executor<'e>>(self, _executor: E) -> Result<u64, Error> {
        Ok(0)
    }
}
