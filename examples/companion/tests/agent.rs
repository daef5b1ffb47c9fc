//! The companion's loop, whole, against an endpoint on this machine that records what reaches it.

use std::{error::Error, fs};

use companion::{Companion, Config};
use stand_ins::Llm;
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

struct Surroundings {
    llm: Llm,
    folder: TempDir,
}

impl Surroundings {
    fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self { llm: Llm::start(), folder: TempDir::new()? })
    }

    /// Starts a companion, types some lines, and returns what it printed.
    async fn hears(&self, user: &str, lines: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let config = Config {
            user: user.to_owned(),
            llm_url: self.llm.url.clone(),
            llm_key: "none".to_owned(),
            chat_model: "chat".to_owned(),
            ledger: self.folder.path().join("consent.db"),
            ledger_key: self.folder.path().join("consent.key"),
        };
        let mut output = Vec::new();
        Companion::open(&config)?.run(lines.as_bytes(), &mut output).await?;
        Ok(String::from_utf8(output)?.lines().map(str::to_owned).collect())
    }

    fn sent(&self) -> String {
        self.llm.chats().iter().map(ToString::to_string).collect()
    }
}

#[tokio::test]
async fn it_asks_in_the_words_of_the_purpose_and_talks_after_a_yes() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "yes\nyes\nI like green tea\nWhich tea?\n").await?;
    assert!(heard[0].contains("Send what you say to a language model"), "{heard:?}");
    assert!(heard[2].contains("earlier in this conversation"), "{heard:?}");
    assert_eq!(heard[4..], ["You said: I like green tea", "You said: Which tea?"]);
    assert_eq!(here.llm.chats()[1]["messages"][1]["content"], "I like green tea");
    Ok(())
}

#[tokio::test]
async fn after_a_no_nothing_leaves_the_machine() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "no\nperhaps\nI like green tea\n").await?;
    assert_eq!(heard[4], "I may not: no consent for `companion.answer`: refused. Say /consent companion.answer to allow it.");
    assert!(here.llm.chats().is_empty());
    Ok(())
}

#[tokio::test]
async fn without_consent_to_context_each_message_stands_alone() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nno\nI like green tea\nWhich tea?\n").await?;
    assert_eq!(here.llm.chats()[1]["messages"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn answers_are_there_at_the_next_start_and_a_withdrawal_holds() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nyes\n").await?;
    assert_eq!(here.hears("ada", "Hello\n/withdraw companion.answer\n").await?, ["You said: Hello", "Noted: no longer."]);
    let heard = here.hears("ada", "I like green tea\n").await?;
    assert!(heard[0].starts_with("I may not: no consent for `companion.answer`: withdrawn"), "{heard:?}");
    assert!(!here.sent().contains("green tea"));
    Ok(())
}

#[tokio::test]
async fn one_persons_yes_is_not_anothers() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nyes\n").await?;
    let heard = here.hears("grace", "no\nno\nHello\n").await?;
    assert!(heard[4].starts_with("I may not"), "{heard:?}");
    Ok(())
}

#[tokio::test]
async fn the_history_and_the_record_say_what_was_said() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nno\n").await?;
    let history = here.hears("ada", "/withdraw companion.answer\n/history\n").await?;
    let expected = [
        "companion.answer: yes (typed `yes`)",
        "companion.context: no (typed `no`)",
        "companion.answer: no longer (typed `/withdraw companion.answer`)",
    ];
    assert_eq!(history[1..], expected);

    let record = here.hears("ada", "/record companion.answer\n").await?.join("\n");
    let record: serde_json::Value = serde_json::from_str(&record)?;
    let states: Vec<_> = (0..2).map(|number| record["dpv:hasConsentStatus"][number]["@type"][0].clone()).collect();
    assert_eq!(states, ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]);
    assert!(!record.to_string().contains("ada"));
    Ok(())
}

#[tokio::test]
async fn who_was_forgotten_is_asked_anew_and_the_file_never_names_them() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada-lovelace", "yes\nyes\n").await?;
    assert!(here.hears("ada-lovelace", "/forget\n").await?[0].starts_with("Forgotten"));
    let heard = here.hears("ada-lovelace", "no\nno\n/history\n").await?;
    assert!(heard[0].starts_with("May I?"), "{heard:?}");
    assert_eq!(heard.len(), 6, "what is left of the history is the two answers just given");
    for entry in fs::read_dir(here.folder.path())? {
        let bytes = fs::read(entry?.path())?;
        assert!(!bytes.windows(12).any(|window| window == b"ada-lovelace"));
    }
    Ok(())
}
