//! SQLite.

use std::{borrow::Cow, str::FromStr};

use crate::{Database, Error, Pool, PoolOptions};

/// SQLite.
pub struct Sqlite;

impl Database for Sqlite {}

/// Connections to SQLite.
pub type SqlitePool = Pool<Sqlite>;

/// How these are made.
pub type SqlitePoolOptions = PoolOptions<Sqlite>;

/// How one is opened.
#[derive(Clone)]
pub struct SqliteConnectOptions;

impl SqliteConnectOptions {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self
    }

    pub fn filename(self, _filename: &str) -> Self {
        self
    }

    pub fn create_if_missing(self, _create: bool) -> Self {
        self
    }

    pub fn pragma<K: Into<Cow<'static, str>>, V: Into<Cow<'static, str>>>(self, _key: K, _value: V) -> Self {
        self
    }
}

impl FromStr for SqliteConnectOptions {
    type Err = Error;

    fn from_str(_url: &str) -> Result<Self, Error> {
        Ok(Self)
    }
}
