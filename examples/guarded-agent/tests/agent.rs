//! The agent's loop, whole: its own clients, over the network, against servers on this machine that record what reaches them.

use std::{error::Error, fs};

use guarded_agent::{Agent, Config};
use stand_ins::{Llm, Qdrant};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// An agent with its surroundings.
struct Companion {
    llm: Llm,
    qdrant: Qdrant,
    folder: TempDir,
    agent: Agent,
}

impl Companion {
    async fn of(user: &str) -> Result<Self, Box<dyn Error>> {
        let (llm, qdrant, folder) = (Llm::start(), Qdrant::start(), TempDir::new()?);
        let config = Config {
            user: user.to_owned(),
            llm_url: llm.url.clone(),
            llm_key: "none".to_owned(),
            chat_model: "chat".to_owned(),
            embedding_model: "embedding".to_owned(),
            qdrant_url: qdrant.url.clone(),
            database: folder.path().join("companion.db"),
        };
        let agent = Agent::open(&config).await?;
        Ok(Self { llm, qdrant, folder, agent })
    }

    /// Types some lines and returns what the agent printed.
    async fn hears(&self, lines: &str) -> Result<String, Box<dyn Error>> {
        let mut output = Vec::new();
        self.agent.run(lines.as_bytes(), &mut output).await?;
        Ok(String::from_utf8(output)?)
    }

    /// Whether the database file has a text in it.
    fn database_has(&self, text: &str) -> Result<bool, Box<dyn Error>> {
        let bytes = fs::read(self.folder.path().join("companion.db"))?;
        Ok(bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }
}

#[tokio::test]
async fn without_consent_it_talks_and_nothing_reaches_a_store() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("I like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(heard, "You said: I like green tea\nYou said: Which tea do I like?\n");

    assert!(companion.qdrant.calls().is_empty());
    assert!(!companion.database_has("green tea")?);
    // Nor is a vector made of it: the only one was for the length of the vectors.
    assert_eq!(companion.llm.embeddings().len(), 1);
    // The second request to the model is as bare as the first.
    assert_eq!(companion.llm.chats()[1]["messages"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn without_consent_each_command_says_what_it_would_take() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("/profile\n/profile I am Ada\n/find tea\n/count\n/export\n/newsletter\n").await?;
    let refusal = |purpose: &str| format!("I may not: no consent for `{purpose}`: never asked. Say /consent {purpose} to allow it.");
    let expected = ["memory.recall", "memory.remember", "memory.recall", "memory.recall", "memory.recall", "newsletter"].map(refusal);
    assert_eq!(heard.lines().collect::<Vec<_>>(), expected);

    assert!(companion.qdrant.calls().is_empty());
    assert!(!companion.database_has("I am Ada")?);
    Ok(())
}

#[tokio::test]
async fn with_consent_it_remembers_and_recalls() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\n/consent memory.recall\nI like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(companion.qdrant.texts(), ["I like green tea", "Which tea do I like?"]);
    assert!(companion.database_has("I like green tea")?);
    let sent = companion.llm.chats()[1]["messages"].clone();
    assert!(sent[0]["content"].as_str().is_some_and(|text| text.ends_with("the user said: I like green tea")), "{sent}");
    assert_eq!(sent[1]["content"], "I like green tea");
    Ok(())
}

#[tokio::test]
async fn consent_to_remember_is_not_consent_to_recall() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\nI like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(companion.qdrant.calls(), ["Upsert", "Upsert"]);
    assert_eq!(companion.llm.chats()[1]["messages"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn the_newsletter_takes_consent_to_both_of_its_purposes() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\nI like green tea\n").await?;
    let heard = companion.hears("/consent newsletter\n/newsletter\n/consent memory.recall\n/newsletter\n").await?;
    let lines: Vec<&str> = heard.lines().collect();
    assert!(lines[1].starts_with("I may not: no consent for `memory.recall`"), "{heard}");
    assert_eq!(lines[3], "This week you talked about: I like green tea");
    Ok(())
}

#[tokio::test]
async fn every_command_works_with_consent() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\n/consent memory.recall\nI like green tea\n").await?;
    let heard = companion.hears("/profile\n/profile I am Ada\n/profile\n/find tea\n/find coffee\n/count\n/export\n").await?;
    let expected = [
        "I know nothing about you.",
        "Good to know.",
        "I am Ada",
        "I like green tea",
        "You never said that.",
        "I remember 1 things.",
        "I like green tea",
    ];
    assert_eq!(heard.lines().collect::<Vec<_>>(), expected);
    Ok(())
}

#[tokio::test]
async fn after_withdrawal_it_neither_remembers_nor_recalls() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\n/consent memory.recall\nI like green tea\n").await?;
    let calls_before = companion.qdrant.calls();
    let heard = companion.hears("/withdraw memory.remember\n/withdraw memory.recall\nI moved to Paris\n/find tea\n").await?;
    assert!(heard.ends_with("I may not: no consent for `memory.recall`: withdrawn. Say /consent memory.recall to allow it.\n"), "{heard}");

    assert_eq!(companion.qdrant.calls(), calls_before);
    assert_eq!(companion.qdrant.texts(), ["I like green tea"]);
    assert!(!companion.database_has("Paris")?);
    assert_eq!(companion.llm.chats()[1]["messages"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn forgetting_needs_no_consent_and_leaves_nothing_in_the_stores() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\nI like green tea\n/profile I am Ada\n/withdraw memory.remember\n").await?;
    assert!(companion.database_has("green tea")? && companion.database_has("I am Ada")?);

    assert_eq!(companion.hears("/forget\n").await?, "Forgotten.\n");
    assert!(companion.qdrant.texts().is_empty());
    assert!(!companion.database_has("green tea")?);
    assert!(!companion.database_has("I am Ada")?);
    Ok(())
}

#[tokio::test]
async fn it_lists_the_purposes_and_what_was_said_to_each() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion
        .hears("/consent memory.recall\n/consent newsletter\n/withdraw newsletter\n/consent everything\n/withdraw everything\n/consent\n")
        .await?;
    let expected = [
        "There is no purpose `everything`; /consent lists them.",
        "There is no purpose `everything`; /consent lists them.",
        "memory.remember: Remember what you say. (no, never asked)",
        "memory.recall: Use what you said earlier to answer you. (yes)",
        "newsletter: Send you a weekly newsletter. (no, withdrawn)",
    ];
    assert_eq!(heard.lines().skip(3).collect::<Vec<_>>(), expected);
    Ok(())
}
