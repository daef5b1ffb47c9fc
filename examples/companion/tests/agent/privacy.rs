//! What others get to see: who has the files, and who runs the model. Everything that was said is searched for, in many forms.

use std::fs;

use agent_guard::{
    Consent, ConsentLedger, Purpose, SubjectId, VaultError,
    seal::MasterKey,
    store::{MemoryError, SqliteMemory},
};
use companion::Companion;
use stand_ins::{
    blobs_in, bytes_of_files,
    conversation::{LINES, PERSONAL, QUESTION, SECRET, USER, texts, traces_of_it},
    has_part, traces_of_text,
};

use crate::surroundings::{Outcome, Surroundings, hears};

/// The whole conversation with somebody who agrees to everything.
fn conversation() -> String {
    format!("yes\nyes\n{}\n{QUESTION}\n", LINES.join("\n"))
}

fn traces_in(bytes: &[u8], here: &Surroundings) -> Vec<String> {
    traces_of_it(&here.llm.vectors(), bytes)
}

#[tokio::test]
async fn the_files_hold_nothing_of_what_was_said_nor_by_whom() -> Outcome {
    let here = Surroundings::new()?;
    let mut companion = Companion::open(&here.config(USER))?;
    hears(&mut companion, &conversation()).await?;
    assert_eq!(here.llm.vectors().len(), LINES.len() + 1);
    // While it is open, with the logs of both databases; and afterwards, when these are in the files.
    assert!(here.path("data/memory.db-wal").exists() && here.path("data/consent.db-wal").exists());
    assert_eq!(traces_in(&bytes_of_files(&here.path("data")), &here), [""; 0]);
    drop(companion);
    assert_eq!(traces_in(&bytes_of_files(&here.path("data")), &here), [""; 0]);
    assert_eq!(traces_in(&bytes_of_files(&here.path("keys")), &here), [""; 0]);
    Ok(())
}

/// The same search over what is in plain on purpose. It must find all that is in it, or the test above shows nothing.
#[tokio::test]
async fn the_search_finds_what_is_exported_in_plain() -> Outcome {
    let here = Surroundings::new()?;
    let file = here.path("all.json");
    here.hears(USER, &format!("{}/export {}\n", conversation(), file.display())).await?;
    let traces = traces_in(&fs::read(file)?, &here);
    for text in texts() {
        assert!(traces.contains(&format!("{text}: plain")), "{text}: {traces:?}");
    }
    Ok(())
}

/// What is claimed of the model is less than what is claimed of the files: it sees what is said and what is recalled, but for what the redactor
/// recognises or was told. A secret that only its meaning gives away, it sees.
#[tokio::test]
async fn the_model_is_sent_nothing_that_the_redactor_recognises() -> Outcome {
    let here = Surroundings::new()?;
    let heard = here.hears(USER, &conversation()).await?;
    let sent = here.llm.received();
    for text in PERSONAL {
        assert_eq!(traces_of_text(text, &sent), [""; 0], "{text}");
    }
    let sent = String::from_utf8(sent)?;
    assert!(sent.contains("My name is ⟨NAME_1⟩ and I read mail at ⟨EMAIL_1⟩"), "{sent}");
    assert!(sent.contains(&format!("You remember that the user said: {}", LINES[3])), "{sent}");
    // The person sees their own words, not the placeholders.
    let answers: Vec<String> = LINES.iter().chain([&QUESTION]).map(|line| format!("You said: {line}")).collect();
    assert_eq!(heard[4..], answers);
    Ok(())
}

/// Use what I said in this test.
#[derive(Purpose)]
#[purpose(id = "memory")]
struct Test;

#[tokio::test]
async fn after_forget_me_neither_the_files_nor_who_has_the_keys_knows_anything() -> Outcome {
    let here = Surroundings::new()?;
    let mut companion = Companion::open(&here.config(USER))?;
    hears(&mut companion, &conversation()).await?;
    let sealed = sealed_parts(&here);
    // A key, and a text and a vector of each memory.
    assert_eq!(sealed.len(), 1 + 2 * (LINES.len() + 1));
    let are_kept = || {
        let bytes = bytes_of_files(&here.path("data"));
        sealed.iter().map(|part| has_part(&bytes, part)).collect::<Vec<_>>()
    };
    assert!(!are_kept().contains(&false));

    let heard = hears(&mut companion, "/forget-me\n/memory\n").await?;
    assert!(heard[0].starts_with("Forgotten"), "{heard:?}");
    assert!(heard[1].starts_with("I may not: no consent for `memory`: never asked."), "{heard:?}");
    // Gone from the files, also while it is open: not even what nobody can read any more is left, nor the key that could have.
    assert!(!are_kept().contains(&true));
    assert!(sealed_parts(&here).is_empty());
    drop(companion);
    assert!(!are_kept().contains(&true));

    // Who has the file, its key and a ledger that says yes is told that it is erased.
    let memory = SqliteMemory::<Test>::open(here.path("data/memory.db"), MasterKey::from_file(here.path("keys/memory.key"))?)?;
    let (ledger, ada) = (ConsentLedger::new(), SubjectId::new(USER));
    ledger.grant::<Test>(&ada);
    let consent = Consent::<Test>::require(&ledger, &ada)?;
    assert!(matches!(memory.list(&consent), Err(MemoryError::Vault(VaultError::Erased))));
    assert!(matches!(memory.recall_by_text(&consent, QUESTION, 9), Err(MemoryError::Vault(VaultError::Erased))));
    drop(memory);

    // Who comes back begins anew.
    let heard = here.hears(USER, &format!("yes\nyes\n/memory\n{QUESTION}\n")).await?;
    assert_eq!(heard[4], "I remember nothing of you.");
    assert!(!here.llm.instructions().contains(SECRET), "{}", here.llm.instructions());
    Ok(())
}

/// The wrapped keys of people and the sealed parts of memories, as they are in the file.
fn sealed_parts(here: &Surroundings) -> Vec<Vec<u8>> {
    let sql = "SELECT wrapped FROM agent_guard_data_keys WHERE wrapped NOT NULL
               UNION ALL SELECT content FROM agent_guard_memories UNION ALL SELECT vector FROM agent_guard_memories";
    blobs_in(&here.path("data/memory.db"), sql)
}
