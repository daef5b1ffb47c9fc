//! The search that finds nothing at the guarded agent finds everything here: so it is known to work.

use std::error::Error;

use careless_agent::{Agent, Config};
use stand_ins::{
    Llm, Qdrant, bytes_of_files,
    conversation::{LINES, QUESTION, USER, texts, traces_of_it},
};
use tempfile::TempDir;

#[tokio::test]
async fn everything_that_is_said_is_in_the_database_at_qdrant_and_at_the_model() -> Result<(), Box<dyn Error>> {
    let (llm, qdrant, folder) = (Llm::start(), Qdrant::start(), TempDir::new()?);
    let config = Config {
        user: USER.to_owned(),
        llm_url: llm.url.clone(),
        llm_key: "none".to_owned(),
        chat_model: "chat".to_owned(),
        embedding_model: "embedding".to_owned(),
        qdrant_url: qdrant.url.clone(),
        database: folder.path().join("companion.db"),
    };
    let lines = format!("{}\n{QUESTION}\n", LINES.join("\n"));
    Agent::open(&config).await?.run(lines.as_bytes(), &mut Vec::new()).await?;

    let places = [("database", bytes_of_files(folder.path())), ("Qdrant", qdrant.received()), ("model", llm.received())];
    for (place, bytes) in &places {
        let traces = traces_of_it(&llm.vectors(), bytes);
        for text in texts() {
            assert!(traces.contains(&format!("{text}: plain")), "{text}, {place}: {traces:?}");
        }
    }
    // Vectors are at Qdrant, each of them: when it is stored, and when it is searched by.
    for vector in &llm.vectors()[1..] {
        assert!(traces_of_it(std::slice::from_ref(vector), &qdrant.received()).contains(&"vector: f32, little endian".to_owned()));
    }
    Ok(())
}
