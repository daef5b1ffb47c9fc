//! What it remembers, finds again, shows, exports and forgets.

use std::fs;

use serde_json::{Value, json};

use crate::surroundings::{Outcome, Surroundings, hears};
use companion::Companion;

#[tokio::test]
async fn it_recalls_what_fits_at_a_later_start() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "yes\nyes\nI like green tea\nMy brother lives in Oslo\n").await?;
    here.hears("ada", "Which green tea do I like?\n").await?;
    assert!(here.llm.instructions().ends_with("the user said: I like green tea"), "{}", here.llm.instructions());
    Ok(())
}

#[tokio::test]
async fn without_vectors_it_recalls_by_words() -> Outcome {
    let here = Surroundings::new()?;
    let mut config = here.config("ada");
    config.embedding_model = None;
    hears(&mut Companion::open(&config)?, "yes\nyes\nI like green tea\nMy brother lives in Oslo\n").await?;
    hears(&mut Companion::open(&config)?, "Is Oslo far?\n").await?;
    assert!(here.llm.instructions().ends_with("the user said: My brother lives in Oslo"), "{}", here.llm.instructions());
    assert!(here.llm.embeddings().is_empty());
    Ok(())
}

#[tokio::test]
async fn it_shows_what_it_remembers_and_forgets_one_of_it() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears("ada", "yes\nyes\nI like green tea\nI like coffee\n/memory\n/forget 2\n/forget 2\n/memory\n").await?;
    assert_eq!(heard[6..], ["1. I like green tea", "2. I like coffee", "Forgotten.", "That was forgotten already.", "1. I like green tea"]);
    // Numbers are those that were shown; without having been shown any there is none.
    let heard = here.hears("ada", "/forget 1\n/memory\n/forget 0\n/forget 2\n/forget tea\n").await?;
    assert_eq!(heard[0], "Sorry, that went wrong: /memory has not shown that number.");
    assert_eq!(heard[1..4], ["1. I like green tea", heard[0].as_str(), heard[0].as_str()]);
    assert!(heard[4].starts_with("Sorry, that went wrong: say /forget with a number"), "{heard:?}");
    Ok(())
}

#[tokio::test]
async fn what_was_withdrawn_is_neither_recalled_nor_shown_and_can_still_be_forgotten() -> Outcome {
    let here = Surroundings::new()?;
    let heard =
        here.hears("ada", "yes\nyes\nI like green tea\n/memory\n/withdraw memory\n/memory\n/forget 1\n/agree memory\n/memory\n").await?;
    assert!(heard[7].starts_with("I may not: no consent for `memory`: withdrawn."), "{heard:?}");
    assert_eq!(heard[8], "Forgotten.");
    assert_eq!(heard[10], "I remember nothing of you.");

    here.hears("ada", "I like green tea\n/withdraw memory\nWhich green tea do I like?\n").await?;
    assert!(!here.llm.instructions().contains("green tea"), "{}", here.llm.instructions());
    let heard = here.hears("ada", "/agree memory\n/memory\n").await?;
    assert_eq!(heard[1..], ["1. I like green tea"], "what was said after the withdrawal is not remembered");
    Ok(())
}

#[tokio::test]
async fn it_exports_everything_into_a_new_file_that_only_its_owner_can_read() -> Outcome {
    let here = Surroundings::new()?;
    let file = here.path("all.json");
    let export = format!("/export {}\n", file.display());
    let heard = here.hears("ada", &format!("yes\nyes\nI like green tea\n{export}{export}/export\n")).await?;
    assert!(heard[5].starts_with("It is in "), "{heard:?}");
    // Nothing that is there is overwritten.
    assert!(heard[6].contains("cannot be made"), "{heard:?}");
    assert!(heard[7].contains("name of a new file"), "{heard:?}");

    let everything: Value = serde_json::from_slice(&fs::read(&file)?)?;
    assert_eq!(everything["memories"][0]["text"], "I like green tea");
    let numbers = everything["memories"][0]["vector"].as_array().ok_or("the vector is there")?;
    assert_eq!(numbers[0].as_f64().map(|number| number as f32), Some(here.llm.vectors()[0][0]));
    for (number, purpose) in ["answers", "memory"].into_iter().enumerate() {
        let record = &everything["consents"][number];
        assert_eq!(record["dpv:hasConsentStatus"][0]["@type"][0], "dpv:ConsentGiven");
        assert!(record.to_string().contains(&format!("\"{purpose}\"")), "{record}");
    }
    assert_eq!(everything["typed"][1], json!({ "purpose": "memory", "words": "yes" }));
    #[cfg(unix)]
    assert_eq!(mode_of(&file)?, 0o600);
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn keys_are_apart_from_the_data_and_for_their_owner_only() -> Outcome {
    let here = Surroundings::new()?;
    here.hears("ada", "").await?;
    let names = |folder: &str| -> Outcome<Vec<String>> {
        let mut names: Vec<_> =
            fs::read_dir(here.path(folder))?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Outcome<_>>()?;
        names.sort();
        Ok(names)
    };
    assert_eq!(names("keys")?, ["consent.key", "memory.key"]);
    assert!(names("data")?.iter().all(|name| !name.contains("key")), "{:?}", names("data")?);
    for (path, mode) in [("keys", 0o700), ("data", 0o700), ("keys/consent.key", 0o600), ("keys/memory.key", 0o600)] {
        assert_eq!(mode_of(&here.path(path))?, mode, "{path}");
    }
    Ok(())
}

#[cfg(unix)]
fn mode_of(path: &std::path::Path) -> Outcome<u32> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o777)
}
