//! Where the companion finds what it needs.

use std::{env, path::PathBuf};

/// The settings of a companion.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who is talking: their name.
    pub user: String,
    /// The base URL of an OpenAI-compatible endpoint.
    pub llm_url: String,
    /// The key of that endpoint.
    pub llm_key: String,
    /// The model that answers.
    pub chat_model: String,
    /// The model that makes vectors. Without one, memories are found by their words.
    pub embedding_model: Option<String>,
    /// The folder of the consent ledger and of the memory. Both are of no use without their keys.
    pub data: PathBuf,
    /// The folder of the keys. Who has both folders reads everything, so they are not in one place, and neither should their backups be.
    pub keys: PathBuf,
}

impl Config {
    /// The settings that the environment gives, for a user still to be named.
    pub fn from_env() -> Self {
        let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
        let folder = |name: &str, default: &str| match env::var_os(name) {
            Some(folder) => folder.into(),
            None => env::home_dir().unwrap_or_default().join(default),
        };
        Self {
            user: setting("COMPANION_USER", ""),
            llm_url: setting("LLM_URL", "https://api.openai.com/v1"),
            llm_key: setting("OPENAI_API_KEY", ""),
            chat_model: setting("CHAT_MODEL", "gpt-5-mini"),
            embedding_model: Some(setting("EMBEDDING_MODEL", "text-embedding-3-small")).filter(|model| !model.is_empty()),
            data: folder("COMPANION_DATA", ".companion"),
            keys: folder("COMPANION_KEYS", ".companion-keys"),
        }
    }
}
