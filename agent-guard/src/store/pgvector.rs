//! Sealed memories in PostgreSQL, searched by pgvector.
//!
//! One table, `agent_guard.memories`. A search reads the vectors of one person, whom the primary key finds, and compares each: exact, and as
//! fast as an index would be for as many memories as a person has. There is no index over the vectors on purpose. Vectors of
//! different people are sealed under different keys, so that neighbours across people mean nothing, and a search in such an index
//! would find the nearest of everybody first and then drop whoever is not meant.
//!
//! The column takes vectors of any dimension. A search compares those that are as long as what it looks for: another embedding model can move in
//! beside the old one.

use std::error::Error;
use std::fmt;

use deadpool_postgres::{Client, Manager, Pool, PoolError};
use pgvector::Vector;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row, Socket};

use super::{MemoryId, SealedRecord, VectorStore};
use crate::seal::Pseudonym;

/// A table of PostgreSQL as a [`VectorStore`]: give it to [`SealedStore`](super::SealedStore). Feature `pgvector`.
///
/// ```no_run
/// # use agent_guard::store::{NewMemory, PgVectorStore, SealedStore};
/// # use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId, Vault};
/// # #[derive(Purpose)]
/// # /// Remember and recall.
/// # #[purpose(id = "memory.use")]
/// # struct Use;
/// # async fn example(vault: Vault, ledger: ConsentLedger) -> Result<(), Box<dyn std::error::Error>> {
/// let table = PgVectorStore::connect("host=/var/run/postgresql dbname=agent", "memories").await?;
/// let memory = SealedStore::<_, Use>::new(table, vault.into(), "memories");
/// let consent = Consent::<Use>::require(&ledger, &SubjectId::new("ada"))?;
/// memory.remember(&consent, NewMemory::new("likes tea").with_vector([0.1, 0.9])).await?;
/// # Ok(())
/// # }
/// ```
///
/// It has a few connections, which clones share, and needs tokio's runtime. A call during which a connection is lost fails; the next one makes a new
/// connection. Each call is one statement and so happens whole or not at all, and any of them may be repeated.
#[derive(Clone)]
pub struct PgVectorStore {
    pool: Pool,
    collection: String,
}

/// How many connections there are at most. Whoever finds all of them in use waits.
const CONNECTIONS: usize = 4;

/// The lock under which the consent ledger makes its tables: both make the schema.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1095191601, 1)";

/// Asks the catalogue and not `to_regclass`, which within a transaction may still know of what was not there when the transaction began.
const IS_MADE: &str = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'agent_guard' AND tablename = 'memories')";

const IS_AVAILABLE: &str = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')";

const MAKE: &str = "
    CREATE EXTENSION IF NOT EXISTS vector;
    CREATE SCHEMA IF NOT EXISTS agent_guard;
    CREATE TABLE agent_guard.memories (
        collection text NOT NULL, subject bytea NOT NULL, id bytea NOT NULL, content bytea NOT NULL, vector vector NOT NULL,
        PRIMARY KEY (collection, subject, id));
";

const PUT: &str = "
    INSERT INTO agent_guard.memories (collection, subject, id, content, vector) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (collection, subject, id) DO UPDATE SET content = excluded.content, vector = excluded.vector";

const NEAREST: &str = "
    SELECT id, content FROM agent_guard.memories
    WHERE collection = $1 AND subject = $2 AND vector_dims(vector) = vector_dims($3::vector)
    ORDER BY vector <-> $3::vector LIMIT $4";

const ALL: &str = "SELECT id, content FROM agent_guard.memories WHERE collection = $1 AND subject = $2";

const DELETE: &str = "DELETE FROM agent_guard.memories WHERE collection = $1 AND subject = $2 AND id = $3";

const DELETE_ALL: &str = "DELETE FROM agent_guard.memories WHERE collection = $1 AND subject = $2";

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl PgVectorStore {
    /// Connects without TLS: to a socket of this machine, or through a network that is private by other means. `config` is libpq's connection
    /// string; `collection` keeps apart what different stores put into the one table. Makes the schema `agent_guard`, the table and the extension
    /// `vector` where there are none; several processes may do so at once. A role that may not make them finds them made by one that may.
    ///
    /// # Errors
    /// [`PgVectorStoreError::Config`], [`PgVectorStoreError::Extension`], [`PgVectorStoreError::Refused`], [`PgVectorStoreError::Connection`].
    pub async fn connect(config: &str, collection: impl Into<String>) -> Result<Self, PgVectorStoreError> {
        // The cause is left out: it may quote a password.
        let config = config.parse().map_err(|_| PgVectorStoreError::Config)?;
        Self::connect_with(config, NoTls, collection).await
    }

    /// Connects by `tls`, such as that of `postgres-native-tls` or `tokio-postgres-rustls`.
    ///
    /// # Errors
    /// As for [`connect`](Self::connect).
    pub async fn connect_with<T>(config: Config, tls: T, collection: impl Into<String>) -> Result<Self, PgVectorStoreError>
    where
        T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
        T::TlsConnect: Send + Sync,
        T::Stream: Send + Sync,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        let pool = Pool::builder(Manager::new(config, tls)).max_size(CONNECTIONS).build();
        let pool = pool.map_err(|error| PgVectorStoreError::Connection(Box::new(error)))?;
        make(&mut pool.get().await?).await?;
        Ok(Self { pool, collection: collection.into() })
    }

    async fn query(&self, statement: &str, values: Values<'_>) -> Result<Vec<(MemoryId, Vec<u8>)>, PgVectorStoreError> {
        let client = self.pool.get().await?;
        let rows = client.query(&client.prepare_cached(statement).await?, values).await?;
        rows.iter().map(read).collect()
    }

    /// Runs a statement; says how many rows it changed.
    async fn execute(&self, statement: &str, values: Values<'_>) -> Result<u64, PgVectorStoreError> {
        let client = self.pool.get().await?;
        Ok(client.execute(&client.prepare_cached(statement).await?, values).await?)
    }
}

/// Makes what is not there.
async fn make(client: &mut Client) -> Result<(), PgVectorStoreError> {
    if client.query_one(IS_MADE, &[]).await?.get(0) {
        return Ok(());
    }
    if !client.query_one(IS_AVAILABLE, &[]).await?.get::<_, bool>(0) {
        return Err(PgVectorStoreError::Extension);
    }
    let transaction = client.transaction().await?;
    transaction.batch_execute(LOCK).await?;
    // Somebody may have made it while this waited.
    if !transaction.query_one(IS_MADE, &[]).await?.get::<_, bool>(0) {
        transaction.batch_execute(MAKE).await?;
    }
    Ok(transaction.commit().await?)
}

fn read(row: &Row) -> Result<(MemoryId, Vec<u8>), PgVectorStoreError> {
    let (id, content) = (row.try_get::<_, &[u8]>(0)?, row.try_get(1)?);
    let id = id.try_into().map_err(|_| PgVectorStoreError::Damaged)?;
    Ok((MemoryId::from_bytes(id), content))
}

impl VectorStore for PgVectorStore {
    type Error = PgVectorStoreError;

    async fn put(&self, subject: &Pseudonym, record: SealedRecord) -> Result<(), PgVectorStoreError> {
        let SealedRecord { id, content, vector } = record;
        let values: Values<'_> = &[&self.collection, &&subject.as_bytes()[..], &&id.as_bytes()[..], &content, &Vector::from(vector)];
        self.execute(PUT, values).await.map(drop)
    }

    async fn nearest(&self, subject: &Pseudonym, vector: &[f32], limit: usize) -> Result<Vec<(MemoryId, Vec<u8>)>, PgVectorStoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values: Values<'_> = &[&self.collection, &&subject.as_bytes()[..], &Vector::from(vector.to_vec()), &limit];
        self.query(NEAREST, values).await
    }

    async fn all(&self, subject: &Pseudonym) -> Result<Vec<(MemoryId, Vec<u8>)>, PgVectorStoreError> {
        self.query(ALL, &[&self.collection, &&subject.as_bytes()[..]]).await
    }

    async fn delete(&self, subject: &Pseudonym, id: MemoryId) -> Result<bool, PgVectorStoreError> {
        let deleted = self.execute(DELETE, &[&self.collection, &&subject.as_bytes()[..], &&id.as_bytes()[..]]).await?;
        Ok(deleted > 0)
    }

    async fn delete_all(&self, subject: &Pseudonym) -> Result<(), PgVectorStoreError> {
        self.execute(DELETE_ALL, &[&self.collection, &&subject.as_bytes()[..]]).await.map(drop)
    }
}

impl fmt::Debug for PgVectorStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgVectorStore").field("collection", &self.collection).finish_non_exhaustive()
    }
}

/// What can go wrong with PostgreSQL. What the server says in its own words is left out: it may quote the row that it was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum PgVectorStoreError {
    /// The connection string cannot be read.
    Config,
    /// The server has no pgvector.
    Extension,
    /// The server refused; its code (SQLSTATE) says why.
    Refused(SqlState),
    /// The server could not be reached, or the connection was lost.
    Connection(Box<dyn Error + Send + Sync>),
    /// A row is not as it was written: its id is not one.
    Damaged,
}

impl fmt::Display for PgVectorStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config => f.write_str("the connection string cannot be read: it is to be like `host=/var/run/postgresql dbname=agent`"),
            Self::Extension => f.write_str("the server has no pgvector: install it there"),
            Self::Refused(code) => write!(f, "PostgreSQL refused; SQLSTATE {} says why", code.code()),
            Self::Connection(_) => f.write_str("PostgreSQL cannot be reached, or the connection was lost: do it again"),
            Self::Damaged => f.write_str("a row of the table is not as it was written: restore it from a backup, or forget it"),
        }
    }
}

impl Error for PgVectorStoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connection(cause) => Some(&**cause),
            Self::Config | Self::Extension | Self::Refused(_) | Self::Damaged => None,
        }
    }
}

impl From<tokio_postgres::Error> for PgVectorStoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.code() {
            Some(code) => Self::Refused(code.clone()),
            None => Self::Connection(Box::new(error)),
        }
    }
}

impl From<PoolError> for PgVectorStoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            other => Self::Connection(Box::new(other)),
        }
    }
}
