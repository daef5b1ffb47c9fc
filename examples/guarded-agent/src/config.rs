//! Where the agent finds what it needs.

use std::{env, path::PathBuf};

/// The settings of an agent.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who is talking.
    pub user: String,
    /// The base URL of an OpenAI-compatible endpoint.
    pub llm_url: String,
    /// The key of that endpoint.
    pub llm_key: String,
    /// The model that answers.
    pub chat_model: String,
    /// The model that makes vectors.
    pub embedding_model: String,
    /// Qdrant's gRPC address.
    pub qdrant_url: String,
    /// The folder of the SQLite files.
    pub data: PathBuf,
    /// The folder of the keys, without which nothing in those files or in Qdrant can be read. Keep it apart from them.
    pub keys: PathBuf,
}

impl Config {
    /// The settings that the environment gives, for a user still to be named.
    pub fn from_env() -> Self {
        let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
        Self {
            user: setting("AGENT_USER", ""),
            llm_url: setting("LLM_URL", "https://api.openai.com/v1"),
            llm_key: setting("OPENAI_API_KEY", ""),
            chat_model: setting("CHAT_MODEL", "gpt-5-mini"),
            embedding_model: setting("EMBEDDING_MODEL", "text-embedding-3-small"),
            qdrant_url: setting("QDRANT_URL", "http://localhost:6334"),
            data: setting("AGENT_DATA", "agent-data").into(),
            keys: setting("AGENT_KEYS", "agent-keys").into(),
        }
    }
}
