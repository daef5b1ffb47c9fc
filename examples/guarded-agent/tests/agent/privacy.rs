//! What others get to see: who has the databases, who runs Qdrant, who runs the model. Everything that is said is searched for, in many forms;
//! `careless-agent/tests/privacy.rs` makes the same search where it has to find all of it.

use agent_guard::{
    Consent, ConsentLedger, Purpose, SubjectId, Vault, VaultError,
    seal::{MasterKey, SqliteKeyStore},
    store::{MemoryError, QdrantStore, SealedStore, SqliteMemory},
};
use stand_ins::{
    bytes_of_files,
    conversation::{LINES, PERSONAL, QUESTION, SECRET, USER, traces_of_it},
    has_part, traces_of_text,
};

use crate::surroundings::{COLLECTION, Companion, Outcome};

/// The whole conversation with somebody who agrees to everything.
async fn conversation() -> Outcome<Companion> {
    let companion = Companion::of(USER).await?;
    let profile = LINES.map(|line| format!("/profile {line}")).join("\n");
    companion.hears("/consent memory.remember\n/consent memory.recall\n/consent newsletter\n").await?;
    companion.hears(&format!("{}\n{profile}\n{QUESTION}\n/profile\n/find key\n/newsletter\n", LINES.join("\n"))).await?;
    assert_eq!(companion.points(), LINES.len() + 1);
    Ok(companion)
}

#[tokio::test]
async fn the_databases_hold_nothing_of_what_was_said_nor_by_whom() -> Outcome {
    let companion = conversation().await?;
    // While they are open, with their logs.
    for name in ["consent.db-wal", "turns.db-wal", "keys.db-wal", "profiles.db"] {
        assert!(companion.path("data").join(name).exists(), "{name}");
    }
    assert_eq!(traces_of_it(&companion.llm.vectors(), &companion.database()), [""; 0]);
    // And afterwards, when the logs are in the files.
    let Companion { agent, llm, folder, .. } = companion;
    drop(agent);
    assert!(!folder.path().join("data/turns.db-wal").exists());
    assert_eq!(traces_of_it(&llm.vectors(), &bytes_of_files(folder.path())), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn the_vector_database_is_sent_neither_text_nor_person_nor_plain_vector() -> Outcome {
    let companion = conversation().await?;
    let (vectors, sent) = (companion.llm.vectors(), companion.qdrant.received());
    assert!(vectors.len() > LINES.len());
    // What it is sent is not nothing: each memory with a vector of the same length.
    assert!(sent.len() > companion.points() * size_of_val(&vectors[0][..]));
    assert_eq!(traces_of_it(&vectors, &sent), [""; 0]);
    Ok(())
}

/// What is claimed of the model is less than what is claimed of the stores: it sees what is said and what is recalled, but for what the redactor
/// recognises or was told. A secret that only its meaning gives away, it sees.
#[tokio::test]
async fn the_model_is_sent_nothing_that_the_redactor_recognises() -> Outcome {
    let companion = conversation().await?;
    let sent = companion.llm.received();
    for text in PERSONAL {
        assert_eq!(traces_of_text(text, &sent), [""; 0], "{text}");
    }
    let sent = String::from_utf8(sent)?;
    assert!(sent.contains("My name is ⟨NAME_1⟩ and I read mail at ⟨EMAIL_1⟩"), "{sent}");
    assert!(sent.contains(SECRET), "{sent}");
    Ok(())
}

#[tokio::test]
async fn the_person_is_answered_in_their_own_words() -> Outcome {
    let companion = Companion::of(USER).await?;
    let expected: String = LINES.iter().map(|line| format!("You said: {line}\n")).collect();
    assert_eq!(companion.hears(&format!("{}\n", LINES.join("\n"))).await?, expected);
    Ok(())
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_redacted_again() -> Outcome {
    let companion = Companion::of(USER).await?;
    companion.llm.be_busy_once();
    assert_eq!(companion.hears(&format!("{}\n", LINES[0])).await?, format!("You said: {}\n", LINES[0]));
    let sent = String::from_utf8(companion.llm.received())?;
    assert_eq!(sent.matches("My name is ⟨NAME_1⟩").count(), 2, "{sent}");
    assert!(!sent.contains("ada.lovelace@example.org"), "{sent}");
    Ok(())
}

/// Use what I said in this test.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Test;

#[tokio::test]
async fn after_forget_who_has_everything_reads_nothing() -> Outcome {
    let companion = conversation().await?;
    // A thief has a copy of what Qdrant has, and later gets hold of the files, all the keys, and a ledger that says yes.
    let stolen = companion.qdrant.collection(COLLECTION, |collection| collection.points.clone());
    let sealed = companion.sealed();
    // Two wrapped keys, a text for each turn (vectors are in Qdrant), a profile.
    assert_eq!(sealed.len(), 2 + 2 * (LINES.len() + 1) + 1);
    let kept = companion.database();
    assert!(sealed.iter().all(|part| has_part(&kept, part)));

    assert_eq!(companion.hears("/forget\n").await?, "Forgotten.\n");
    assert_eq!(companion.points(), 0);
    assert!(companion.sealed().is_empty());
    // The keys are overwritten. With them gone, what an application's own table leaves behind is noise.
    let kept = companion.database();
    assert!(!sealed[..2].iter().any(|part| has_part(&kept, part)));

    companion.qdrant.collection(COLLECTION, |collection| collection.points = stolen);
    let (ledger, ada) = (ConsentLedger::new(), SubjectId::new(USER));
    ledger.grant::<Test>(&ada);
    let consent = Consent::<Test>::require(&ledger, &ada)?;
    let master_key = || MasterKey::from_file(companion.path("keys/memory.key"));
    let vault = Vault::open(master_key()?, SqliteKeyStore::open(companion.path("data/keys.db"))?)?;
    let client = qdrant_client::Qdrant::from_url(&companion.qdrant.url).build()?;
    let vectors = companion.llm.vectors();
    let collection = QdrantStore::open(client, COLLECTION, vectors[0].len()).await?;
    let memories = SealedStore::<_, Test>::new(collection, vault.into(), COLLECTION);
    assert!(matches!(memories.list(&consent).await, Err(MemoryError::Vault(VaultError::Erased))));
    assert!(matches!(memories.recall_by_vector(&consent, &vectors[1], 9).await, Err(MemoryError::Vault(VaultError::Erased))));
    let turns = SqliteMemory::<Test>::open(companion.path("data/turns.db"), master_key()?)?;
    assert!(matches!(turns.list(&consent), Err(MemoryError::Vault(VaultError::Erased))));
    Ok(())
}

#[tokio::test]
async fn keys_are_destroyed_also_while_qdrant_is_down_and_its_words_are_not_repeated() -> Outcome {
    let companion = conversation().await?;
    companion.qdrant.break_down();
    let heard = companion.hears("/forget\n").await?;
    assert!(heard.starts_with("Sorry, that went wrong: the database failed: Qdrant could not do it"), "{heard}");
    assert_eq!(traces_of_it(&companion.llm.vectors(), heard.as_bytes()), [""; 0]);
    assert!(companion.sealed().is_empty());
    Ok(())
}
