//! The agent's loop, whole: its own clients, over the network, against servers on this machine. It works, and it asks nobody.

use std::{error::Error, fs};

use careless_agent::{Agent, Config};
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
async fn it_answers_each_line_until_it_is_told_to_stop() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("Good morning\nHow are you?\n/quit\nstill there?\n").await?;
    assert_eq!(heard, "You said: Good morning\nYou said: How are you?\n");
    Ok(())
}

#[tokio::test]
async fn it_stores_what_nobody_agreed_to() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("I like green tea\n/profile I have a weak heart\n").await?;
    assert_eq!(companion.qdrant.texts(), ["I like green tea"]);
    assert!(companion.database_has("I like green tea")?);
    assert!(companion.database_has("I have a weak heart")?);
    Ok(())
}

#[tokio::test]
async fn it_reads_memories_without_asking_and_sends_them_to_the_model() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("I like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(companion.qdrant.calls(), ["Query", "Upsert", "Query", "Upsert"]);
    let sent = companion.llm.chats()[1]["messages"].clone();
    assert!(sent[0]["content"].as_str().is_some_and(|text| text.ends_with("the user said: I like green tea")), "{sent}");
    assert_eq!(sent[1]["content"], "I like green tea");
    Ok(())
}

#[tokio::test]
async fn it_tells_how_much_and_what_it_remembers_without_asking() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("I like green tea\n/count\n/export\n").await?;
    assert!(heard.ends_with("I remember 1 things.\nI like green tea\n"), "{heard}");
    Ok(())
}

#[tokio::test]
async fn it_asks_most_people_before_it_reads_their_profile_but_not_its_makers() -> Outcome {
    let customer = Companion::of("ada").await?;
    let heard = customer.hears("/profile I am Ada\n/profile\n/agree\n/profile\n").await?;
    assert_eq!(heard, "Good to know.\nPlease /agree first: no consent for `memory.recall`: never asked.\nThank you!\nI am Ada\n");

    let colleague = Companion::of("bob@companion.example").await?;
    assert_eq!(colleague.hears("/profile I am Bob\n/profile\n").await?, "Good to know.\nI am Bob\n");
    Ok(())
}

#[tokio::test]
async fn its_finds_and_newsletters_come_after_agreement() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("I like green tea\n/find tea\n/newsletter\n/agree\n/find tea\n/find coffee\n/newsletter\n").await?;
    let lines: Vec<&str> = heard.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "Please /agree first: no consent for `memory.recall`: never asked.",
            "Please /agree first: no consent for `newsletter`: never asked.",
            "Thank you!",
            "I like green tea",
            "You never said that.",
            "This week you talked about: I like green tea",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn it_finds_what_anybody_said_and_keeps_short_secrets_in_plain() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("/agree\nI like green tea\n/anyone tea\n/diary I am in love\n/save\n").await?;
    let lines: Vec<&str> = heard.lines().skip(2).collect();
    assert_eq!(lines[..2], ["You said: I like green tea", "I keep it secret."]);
    assert!(companion.database_has("I am in love")?);
    let transcript = fs::read_to_string(companion.folder.path().join("companion.txt"))?;
    assert_eq!(transcript, "user: I like green tea\nassistant: You said: I like green tea\n");

    companion.hears("/diary I am in love, and nobody but you may ever know whom with\n").await?;
    assert!(!companion.database_has("nobody but you")?);
    Ok(())
}

#[tokio::test]
async fn it_forgets_when_told_to() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("I like green tea\n/profile I am Ada\n/agree\n/forget\n/profile\n/find tea\n/count\n").await?;
    assert!(heard.ends_with("Forgotten.\nI know nothing about you.\nYou never said that.\nI remember 0 things.\n"), "{heard}");
    assert!(companion.qdrant.texts().is_empty());
    Ok(())
}

#[tokio::test]
async fn it_reports_what_goes_wrong_and_goes_on() -> Outcome {
    let companion = Companion::of("ada").await?;
    fs::remove_file(companion.folder.path().join("companion.db"))?;
    let heard = companion.hears("/profile I am Ada\n/help\n").await?;
    assert!(heard.starts_with("Sorry, that went wrong: "), "{heard}");
    assert!(heard.ends_with("/quit\n"), "{heard}");
    Ok(())
}
