//! A stand-in for `libsql`: its paths and signatures, no behaviour.

pub mod builder;

pub use builder::Builder;

/// What fails.
#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it failed")
    }
}

impl std::error::Error for Error {}

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

/// A cipher.
pub enum Cipher {
    Aes256Cbc,
}

/// A key and what it is for.
pub struct EncryptionConfig;

impl EncryptionConfig {
    pub fn new(_cipher: Cipher, _encryption_key: Vec<u8>) -> Self {
        Self
    }
}

/// A database.
pub struct Database;

impl Database {
    pub fn connect(&self) -> Result<Connection> {
        Ok(Connection)
    }
}

/// A connection.
#[derive(Clone)]
pub struct Connection;

impl Connection {
    pub async fn execute(&self, _sql: &str, _params: impl IntoParams) -> Result<u64> {
        Ok(0)
    }
}

/// What can be bound.
pub trait IntoParams {}

impl<T: Into<String>, const N: usize> IntoParams for [T; N] {}
