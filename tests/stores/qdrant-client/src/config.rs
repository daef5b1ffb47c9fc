//! How a client is set up.

use crate::{Qdrant, QdrantError};

/// Where the store is, and the key to it.
#[derive(Default)]
pub struct QdrantConfig {
    uri: String,
    api_key: Option<String>,
}

/// The same, by its usual name.
pub type QdrantBuilder = QdrantConfig;

/// What can be a key, or none.
pub trait AsOptionApiKey {
    fn api_key(self) -> Option<String>;
}

impl AsOptionApiKey for &str {
    fn api_key(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl AsOptionApiKey for String {
    fn api_key(self) -> Option<String> {
        Some(self)
    }
}

impl AsOptionApiKey for Option<String> {
    fn api_key(self) -> Option<String> {
        self
    }
}

impl AsOptionApiKey for Option<&String> {
    fn api_key(self) -> Option<String> {
        self.cloned()
    }
}

impl QdrantConfig {
    pub fn from_url(url: &str) -> Self {
        QdrantConfig { uri: url.to_owned(), api_key: None }
    }

    pub fn api_key(mut self, api_key: impl AsOptionApiKey) -> Self {
        self.api_key = api_key.api_key();
        self
    }

    pub fn build(self) -> Result<Qdrant, QdrantError> {
        let _ = (self.uri, self.api_key);
        Ok(Qdrant::default())
    }
}
