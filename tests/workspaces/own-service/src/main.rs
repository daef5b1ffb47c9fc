//! An agent whose memory is a server that nobody else knows.

use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
use reqwest::{Client, Result};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

struct Memory {
    client: Client,
    base: String,
}

impl Memory {
    async fn post(&self, path: &str, body: &str) -> Result<String> {
        self.client.post(format!("{}{path}", self.base)).json(body).send().await?.text().await //~ AG101: by `hasty`
    }

    async fn hasty(&self, words: &str) -> Result<String> {
        self.post("/memories/notes/search", words).await
    }

    async fn careful(&self, words: &str, ledger: &ConsentLedger, user: &SubjectId) -> Option<String> {
        let _consent = Consent::<Recall>::require(ledger, user).ok()?;
        self.client.post(format!("{}/memories/notes/search", self.base)).json(words).send().await.ok()?.text().await.ok() //~ guarded
    }

    /// The policy does not say that this reads, so it is a request like any other.
    async fn export(&self) -> Result<String> {
        self.client.get(format!("{}/memories/notes/export", self.base)).send().await?.text().await //~ clean
    }

    async fn statistics(&self) -> Result<String> {
        self.post("/statistics", "{}").await
    }
}

fn main() {
    let memory = Memory { client: Client::new(), base: "http://localhost:7700".to_owned() };
    let (ledger, user) = (ConsentLedger::new(), SubjectId::new("ada"));
    drop((memory.hasty("colour"), memory.careful("colour", &ledger, &user), memory.export(), memory.statistics()));
}
