//! Stores that are opened by a builder which is given a key, or is not.

use std::str::FromStr;

use libsql::{Builder, Cipher, EncryptionConfig};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const INSERT: &str = "INSERT INTO notes (note) VALUES ($1)";

fn key() -> Vec<u8> {
    std::env::var("MEMORY_KEY").unwrap_or_default().into_bytes()
}

async fn with_libsql(note: &str, is_private: bool) -> Outcome {
    let config = EncryptionConfig::new(Cipher::Aes256Cbc, key());
    let database = Builder::new_local("memory.db").encryption_config(config).build().await?;
    let memory = database.connect()?;
    memory.execute(INSERT, [note]).await?; //~ clean: libsql encrypts the file
    let plain = Builder::new_local("plain.db").build().await?.connect()?;
    plain.execute(INSERT, [note]).await?; //~ AG201
    let mut builder = Builder::new_local("some.db");
    if is_private {
        builder = builder.encryption_config(EncryptionConfig::new(Cipher::Aes256Cbc, key()));
    }
    let some = builder.build().await?.connect()?;
    some.execute(INSERT, [note]).await?; //~ AG201: on one path it has no key
    let config = EncryptionConfig::new(Cipher::Aes256Cbc, b"correct horse".to_vec()); //~ AG203
    let constant = Builder::new_local("constant.db").encryption_config(config).build().await?.connect()?;
    constant.execute(INSERT, [note]).await?; //~ clean: the key is what is wrong
    let config = EncryptionConfig::new(Cipher::Aes256Cbc, key());
    let replica = Builder::new_remote_replica("copy.db", note.to_owned(), note.to_owned()).encryption_config(config);
    replica.build().await?.connect()?.execute(INSERT, [note]).await?; //~ AG201: on the server it is as it was
    Ok(())
}

fn options(path: &str) -> Result<SqliteConnectOptions, sqlx::Error> {
    Ok(SqliteConnectOptions::from_str(path)?.create_if_missing(true).pragma("key", std::env::var("MEMORY_KEY").unwrap_or_default()))
}

/// An agent that keeps a pool.
struct Agent {
    pool: SqlitePool,
    cache: SqlitePool,
}

impl Agent {
    async fn start() -> Result<Self, sqlx::Error> {
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options("sqlite:memory.db")?).await?;
        let cache = SqlitePoolOptions::new().connect_with(SqliteConnectOptions::new().filename("cache.db").pragma("foreign_keys", "on")).await?;
        Ok(Self { pool, cache })
    }

    async fn remember(&self, note: &str) -> Outcome {
        sqlx::query(INSERT).bind(note.to_owned()).execute(&self.pool).await?; //~ clean
        let mut transaction = self.pool.begin().await?;
        sqlx::query(INSERT).bind(note.to_owned()).execute(&mut transaction).await?; //~ clean
        sqlx::query(INSERT).bind(note.to_owned()).execute(&self.cache).await?; //~ AG201
        let plain = SqlitePool::connect("sqlite:plain.db").await?;
        sqlx::query(INSERT).bind(note.to_owned()).execute(&plain).await?; //~ AG201
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    with_libsql(&words[1], words.len() > 2).await?;
    Agent::start().await?.remember(&words[1]).await
}
