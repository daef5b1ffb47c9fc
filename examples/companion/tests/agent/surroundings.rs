//! What a companion needs to run: an endpoint, and folders that end with the test.

use std::{error::Error, path::PathBuf};

use companion::{Companion, Config};
use stand_ins::Llm;
use tempfile::TempDir;

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

pub(crate) struct Surroundings {
    pub(crate) llm: Llm,
    folder: TempDir,
}

impl Surroundings {
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self { llm: Llm::start(), folder: TempDir::new()? })
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self, user: &str) -> Config {
        Config {
            user: user.to_owned(),
            llm_url: self.llm.url.clone(),
            llm_key: "none".to_owned(),
            chat_model: "chat".to_owned(),
            embedding_model: Some("embedding".to_owned()),
            data: self.path("data"),
            keys: self.path("keys"),
        }
    }

    /// Starts a companion, types some lines, and returns what it printed.
    pub(crate) async fn hears(&self, user: &str, lines: &str) -> Outcome<Vec<String>> {
        hears(&mut Companion::open(&self.config(user))?, lines).await
    }
}

/// Types some lines, and returns what was printed.
pub(crate) async fn hears(companion: &mut Companion, lines: &str) -> Outcome<Vec<String>> {
    let mut output = Vec::new();
    companion.run(lines.as_bytes(), &mut output).await?;
    Ok(String::from_utf8(output)?.lines().map(str::to_owned).collect())
}
