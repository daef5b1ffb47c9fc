//! What it does with consent, and what it does without.

use crate::surroundings::{Companion, Outcome};

#[tokio::test]
async fn without_consent_it_talks_and_nothing_reaches_a_store() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion.hears("I like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(heard, "You said: I like green tea\nYou said: Which tea do I like?\n");

    assert!(companion.qdrant.calls().is_empty());
    assert!(companion.sealed().is_empty());
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
    assert!(companion.sealed().is_empty());
    Ok(())
}

#[tokio::test]
async fn with_consent_it_remembers_and_recalls() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\n/consent memory.recall\nI like green tea\nWhich tea do I like?\n").await?;
    assert_eq!(companion.points(), 2);
    // A key, what was said and answered twice, a key.
    assert_eq!(companion.sealed().len(), 1 + 4 + 1);
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
    let (calls_before, sealed_before) = (companion.qdrant.calls(), companion.sealed());
    let heard = companion.hears("/withdraw memory.remember\n/withdraw memory.recall\nI moved to Paris\n/find tea\n").await?;
    assert!(heard.ends_with("I may not: no consent for `memory.recall`: withdrawn. Say /consent memory.recall to allow it.\n"), "{heard}");

    assert_eq!(companion.qdrant.calls(), calls_before);
    assert_eq!(companion.sealed(), sealed_before);
    assert_eq!(companion.llm.chats()[1]["messages"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn forgetting_needs_no_consent_and_leaves_nothing_in_the_stores() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\nI like green tea\n/profile I am Ada\n/withdraw memory.remember\n").await?;
    assert_eq!(companion.points(), 1);

    assert_eq!(companion.hears("/forget\n").await?, "Forgotten.\n");
    assert_eq!(companion.points(), 0);
    assert!(companion.sealed().is_empty());
    Ok(())
}

#[tokio::test]
async fn who_was_forgotten_can_come_back_and_begins_anew() -> Outcome {
    let companion = Companion::of("ada").await?;
    let agree = "/consent memory.remember\n/consent memory.recall\n";
    companion.hears(&format!("{agree}I like green tea\n/profile I am Ada\n/forget\n")).await?;
    let heard = companion.hears(&format!("I like coffee\n/count\n{agree}/count\n/profile\n/find tea\nI like rooibos\n/export\n")).await?;
    let lines: Vec<&str> = heard.lines().collect();
    assert_eq!(lines[0], "You said: I like coffee");
    assert!(lines[1].starts_with("I may not: no consent for `memory.recall`: never asked."), "{heard}");
    let expected =
        ["I remember 0 things.", "I know nothing about you.", "You never said that.", "You said: I like rooibos", "I like rooibos"];
    assert_eq!(lines[4..], expected);
    Ok(())
}

#[tokio::test]
async fn what_was_agreed_to_holds_at_the_next_start() -> Outcome {
    let companion = Companion::of("ada").await?;
    companion.hears("/consent memory.remember\n/consent memory.recall\nI like green tea\n").await?;
    let again = companion.restarted().await?;
    assert_eq!(again.hears("/find tea\n/count\n").await?, "I like green tea\nI remember 1 things.\n");
    Ok(())
}

#[tokio::test]
async fn it_lists_the_purposes_and_what_was_said_to_each() -> Outcome {
    let companion = Companion::of("ada").await?;
    let heard = companion
        .hears("/consent memory.recall\n/consent newsletter\n/withdraw newsletter\n/consent everything\n/withdraw everything\n/consent\n")
        .await?;
    let expected = [
        "Sorry, that went wrong: there is no purpose `everything`; /consent lists them.",
        "Sorry, that went wrong: there is no purpose `everything`; /consent lists them.",
        "memory.remember: Remember what you say. (no, never asked)",
        "memory.recall: Use what you said earlier to answer you. (yes)",
        "newsletter: Send you a weekly newsletter. (no, withdrawn)",
    ];
    assert_eq!(heard.lines().skip(3).collect::<Vec<_>>(), expected);
    Ok(())
}
