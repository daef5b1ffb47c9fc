//! What it asks, what follows from the answer, and for how long.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use agent_guard::{Ledger, LedgerKey, Purpose, SqliteLedger, Statement};
use stand_ins::bytes_of_files;

use crate::surroundings::{Outcome, Surroundings};

#[tokio::test]
async fn it_asks_in_the_words_of_the_purpose_and_talks_after_a_yes() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "yes\nyes\nI like green tea\n\nWhich tea?\n/quit\nstill there?\n").await?;
    assert!(heard[0].starts_with("Send what you say to a language model"), "{heard:?}");
    assert!(heard[2].starts_with("Remember what you say, encrypted"), "{heard:?}");
    assert_eq!(heard[4..], ["You said: I like green tea", "You said: Which tea?"]);
    // The second request carries the conversation.
    assert_eq!(here.llm.chats()[1]["messages"][1]["content"], "I like green tea");
    Ok(())
}

#[tokio::test]
async fn after_a_no_nothing_leaves_the_machine() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "no\nperhaps\nI like green tea\n/memory\n/export all.json\n").await?;
    assert_eq!(heard[4], "I may not: no consent for `answers`: refused. Say /agree answers to allow it.");
    assert_eq!(heard[5], "I may not: no consent for `memory`: refused. Say /agree memory to allow it.");
    assert_eq!(heard[6], heard[5]);
    assert!(here.llm.received().is_empty());
    Ok(())
}

#[tokio::test]
async fn who_wants_no_memory_gets_a_companion_without() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nno\nI like green tea\n").await?;
    let heard = here.hears("ada", "Which tea do I like?\n").await?;
    assert_eq!(heard, ["You said: Which tea do I like?"]);
    assert!(!here.llm.instructions().contains("green tea"), "{}", here.llm.instructions());
    // Nor is a vector made of it.
    assert!(here.llm.embeddings().is_empty());
    Ok(())
}

#[tokio::test]
async fn answers_are_there_at_the_next_start_and_a_withdrawal_holds() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nyes\n").await?;
    let heard = here.hears("ada", "Hello\n/withdraw answers\n/consent\n").await?;
    assert_eq!(heard[0], "You said: Hello");
    assert!(heard[1].starts_with("Noted: no longer."), "{heard:?}");
    assert!(heard[2].ends_with("(no, withdrawn)") && heard[3].ends_with("(yes)"), "{heard:?}");

    let sent = here.llm.received().len();
    let heard = here.hears("ada", "I like green tea\n/agree answers\nHello again\n").await?;
    assert!(heard[0].starts_with("I may not: no consent for `answers`: withdrawn."), "{heard:?}");
    assert_eq!(heard[2], "You said: Hello again");
    assert!(!String::from_utf8_lossy(&here.llm.received()[sent..]).contains("green tea"));
    Ok(())
}

#[tokio::test]
async fn one_persons_yes_is_not_anothers() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nyes\nI like green tea\n").await?;
    let heard = here.hears("grace", "no\nno\nHello\n/memory\n").await?;
    assert!(heard[4].starts_with("I may not") && heard[5].starts_with("I may not"), "{heard:?}");
    let heard = here.hears("grace", "/agree memory\n/memory\n").await?;
    assert_eq!(heard[1], "I remember nothing of you.");
    Ok(())
}

#[tokio::test]
async fn a_purpose_that_there_is_not_is_said_to_be_none() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "no\nno\n/agree everything\n/withdraw\n").await?;
    assert_eq!(heard[4], "Sorry, that went wrong: there is no purpose `everything`; /consent lists them.");
    assert_eq!(heard[5], "Sorry, that went wrong: there is no purpose ``; /consent lists them.");
    Ok(())
}

#[tokio::test]
async fn who_was_forgotten_is_asked_anew_and_the_files_never_name_them() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada-lovelace", "yes\nyes\n").await?;
    assert!(here.hears("ada-lovelace", "/forget-me\n").await?[0].starts_with("Forgotten"));
    let heard = here.hears("ada-lovelace", "no\nno\n").await?;
    assert!(heard[0].starts_with("Send what you say"), "{heard:?}");
    assert!(stand_ins::traces_of_text("ada-lovelace", &bytes_of_files(&here.path("data"))).is_empty());
    Ok(())
}

/// Send what I say to a language model.
#[derive(Purpose)]
#[purpose(id = "answers", expires_after = "365 days")]
struct Answers;

/// Remember what I say.
#[derive(Purpose)]
#[purpose(id = "memory", expires_after = "365 days")]
struct Memory;

#[tokio::test]
async fn who_agreed_long_ago_is_asked_anew_before_it_ends_and_after() -> Outcome {
    let day = Duration::from_secs(24 * 60 * 60);
    for (days_ago, is_asked) in [(300, false), (340, true), (400, true)] {
        let here = Surroundings::new()?;
        fs::create_dir(here.path("data"))?;
        fs::create_dir(here.path("keys"))?;
        let key = LedgerKey::from_file_or_new(here.path("keys/consent.key"))?;
        let then = SystemTime::now() - days_ago * day;
        let ledger = SqliteLedger::options().clock(move || then).open(here.path("data/consent.db"), &key)?;
        ledger.record_grant::<Answers>(&"ada".into(), &Statement::new())?;
        ledger.record_grant::<Memory>(&"ada".into(), &Statement::new())?;

        let heard = here.hears("ada", if is_asked { "yes\nno\nHello\n/memory\n" } else { "Hello\n/memory\n" }).await?;
        assert_eq!(heard[0].contains("You agreed to this before, and that ends."), is_asked, "{days_ago}: {heard:?}");
        assert_eq!(heard[heard.len() - 2], "You said: Hello", "{days_ago}");
        assert_eq!(
            heard.last().is_some_and(|said| said.starts_with("I may not: no consent for `memory`: refused.")),
            is_asked,
            "{heard:?}"
        );
        // Who has answered is not asked again.
        assert_eq!(here.hears("ada", "Hello\n").await?, ["You said: Hello"], "{days_ago}");
    }
    Ok(())
}
