//! Where the companion finds what it needs.

use std::{env, path::PathBuf};

/// The settings of a companion.
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
    /// The file of the consent ledger.
    pub ledger: PathBuf,
    /// The file of the ledger's key; keep it apart from the ledger.
    pub ledger_key: PathBuf,
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
            ledger: setting("COMPANION_LEDGER", "companion-consent.db").into(),
            ledger_key: setting("COMPANION_LEDGER_KEY", "companion-consent.key").into(),
        }
    }
}
