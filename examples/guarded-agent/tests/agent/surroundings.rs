//! What an agent needs to run: servers, and folders that end with the test.

use std::{error::Error, path::PathBuf};

use guarded_agent::{Agent, Config};
use stand_ins::{Llm, Qdrant, blobs_in, bytes_of_files};
use tempfile::TempDir;

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

pub(crate) const COLLECTION: &str = "sealed-memories";

/// An agent with its surroundings.
pub(crate) struct Companion {
    pub(crate) llm: Llm,
    pub(crate) qdrant: Qdrant,
    pub(crate) agent: Agent,
    pub(crate) folder: TempDir,
    config: Config,
}

impl Companion {
    pub(crate) async fn of(user: &str) -> Outcome<Self> {
        let (llm, qdrant, folder) = (Llm::start(), Qdrant::start(), TempDir::new()?);
        let config = Config {
            user: user.to_owned(),
            llm_url: llm.url.clone(),
            llm_key: "none".to_owned(),
            chat_model: "chat".to_owned(),
            embedding_model: "embedding".to_owned(),
            qdrant_url: qdrant.url.clone(),
            data: folder.path().join("data"),
            keys: folder.path().join("keys"),
        };
        Ok(Self { agent: Agent::open(&config).await?, llm, qdrant, folder, config })
    }

    /// The same after its end and a new start.
    pub(crate) async fn restarted(self) -> Outcome<Self> {
        drop(self.agent);
        Ok(Self { agent: Agent::open(&self.config).await?, ..self })
    }

    /// Types some lines and returns what the agent printed.
    pub(crate) async fn hears(&self, lines: &str) -> Outcome<String> {
        let mut output = Vec::new();
        self.agent.run(lines.as_bytes(), &mut output).await?;
        Ok(String::from_utf8(output)?)
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that the databases hold: files, logs, indexes.
    pub(crate) fn database(&self) -> Vec<u8> {
        bytes_of_files(&self.path("data"))
    }

    /// The wrapped keys of people, then what is sealed in the databases.
    pub(crate) fn sealed(&self) -> Vec<Vec<u8>> {
        let keys = "SELECT wrapped FROM agent_guard_data_keys WHERE wrapped NOT NULL";
        let queries = [
            ("turns.db", keys),
            ("keys.db", keys),
            ("turns.db", "SELECT content FROM agent_guard_memories"),
            ("profiles.db", "SELECT sealed FROM profiles"),
        ];
        queries.iter().flat_map(|(file, sql)| blobs_in(&self.path("data").join(file), sql)).collect()
    }

    /// How many memories Qdrant has.
    pub(crate) fn points(&self) -> usize {
        self.qdrant.collection(COLLECTION, |collection| collection.points.len())
    }
}
