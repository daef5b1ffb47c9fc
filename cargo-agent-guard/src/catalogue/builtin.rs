//! The catalogue that the tool carries with it.

use std::sync::LazyLock;

use super::StoreSource;

/// The files of `catalogue/`, without their ending. A test compares this with the folder.
macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../catalogue/", $name, ".toml")))),*]
    };
}

pub(super) const FILES: &[(&str, &str)] = files! {
    "aead"
    "age"
    "agent-guard"
    "anyhow"
    "arangors"
    "arroy"
    "async-anthropic"
    "async-openai"
    "attohttpc"
    "autoagents-core"
    "autoagents-llm"
    "autoagents-qdrant"
    "aws-lc-rs"
    "aws-sdk-bedrockruntime"
    "aws-sdk-dynamodb"
    "aws-sdk-s3"
    "blowfish"
    "cbc"
    "chroma"
    "chromadb"
    "cipher"
    "cohere-rust"
    "cozo"
    "curl"
    "data_privacy"
    "deadpool-postgres"
    "des"
    "diesel"
    "diesel-async"
    "diesel_migrations"
    "duckdb"
    "ecb"
    "elasticsearch"
    "eyre"
    "faiss"
    "fastembed"
    "fjall"
    "fred"
    "gemini-rust"
    "genai"
    "graph-flow"
    "groq-api-rust"
    "heed"
    "hmac"
    "hnsw_rs"
    "http"
    "hyper"
    "hyper-util"
    "instant-distance"
    "isahc"
    "kalosm"
    "lancedb"
    "langchain-rust"
    "lettre"
    "libsql"
    "llm"
    "llm-chain"
    "lmdb-rkv"
    "log"
    "meilisearch-sdk"
    "milvus-sdk-rust"
    "minreq"
    "misanthropic"
    "mistralai-client"
    "mistralrs"
    "mongodb"
    "mysql"
    "mysql_async"
    "native_db"
    "neo4rs"
    "object_store"
    "ollama-rest"
    "ollama-rs"
    "openai-api-rs"
    "opendal"
    "openrouter-rs"
    "opensearch"
    "openssl"
    "orion"
    "pgvector"
    "pinecone-sdk"
    "postgres"
    "qdrant-client"
    "redb"
    "redis"
    "reqwest"
    "reqwest-middleware"
    "rig-core"
    "rig-fastembed"
    "rig-lancedb"
    "rig-memory"
    "rig-mongodb"
    "rig-neo4j"
    "rig-postgres"
    "rig-qdrant"
    "rig-sqlite"
    "rig-surrealdb"
    "ring"
    "rmcp"
    "rocksdb"
    "rusqlite"
    "rusqlite_migration"
    "scylla"
    "sea-orm"
    "secrecy"
    "sentry-core"
    "serenity"
    "sled"
    "sodiumoxide"
    "sqlx"
    "std"
    "surrealdb"
    "swiftide"
    "tantivy"
    "teloxide-core"
    "tokio"
    "tokio-postgres"
    "tokio-rusqlite"
    "tracing"
    "tungstenite"
    "turso"
    "ureq"
    "usearch"
    "weaviate-community"
};

static SOURCES: LazyLock<Vec<StoreSource>> = LazyLock::new(|| FILES.iter().map(|(name, text)| read(name, text)).collect());

/// The tests validate each file; a run of the tool only reads them.
fn read(name: &str, text: &str) -> StoreSource {
    toml::from_str(text).unwrap_or_else(|error| panic!("catalogue/{name}.toml: {error}"))
}

/// The built-in catalogue, in the order of its files.
///
/// # Panics
/// Where a file is broken, which the tests exclude.
pub(super) fn sources() -> &'static [StoreSource] {
    &SOURCES
}
