//! Short-term memory and profiles, in SQLite and sealed: turns in a `SqliteMemory`, profiles in a table of the agent's own with a `Sealed` value in
//! each row. Each function shows another way to require consent; the check accepts them all.

use std::{path::Path, sync::Arc};

use agent_guard::{
    Consent, Pii, Sealed, SqliteLedger, SubjectId, Vault, pii,
    seal::KeyProvider,
    store::{Memory as Remembered, NewMemory, SqliteMemory},
    user_consent_required,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::purposes::{Recall, Remember};

/// One thing that was said.
#[pii]
pub(crate) struct Turn {
    pub(crate) role: String,
    #[pii(communication)]
    pub(crate) text: String,
}

/// What the user told about themselves. It does not print, and is written out for nobody but the vault that seals it.
#[derive(Serialize, Deserialize)]
struct Profile {
    #[serde(with = "agent_guard::pii::revealed")]
    about: Pii<String>,
}

/// What a sealed profile is bound to besides its person: it opens nowhere else.
const PROFILES: (&str, &[u8]) = ("profiles", b"about");

/// What the agent keeps in its databases.
pub(crate) struct Memory {
    turns: SqliteMemory<Recall, Remember>,
    connection: Connection,
    vault: Arc<Vault>,
}

impl Memory {
    pub(crate) fn open(folder: &Path, master_key: impl KeyProvider + 'static, vault: Arc<Vault>) -> Result<Self> {
        let connection = Connection::open(folder.join("profiles.db"))?;
        // In place of the user there is a pseudonym, which only the vault can tell.
        connection.execute_batch("CREATE TABLE IF NOT EXISTS profiles (person BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT")?;
        Ok(Self { turns: SqliteMemory::open(folder.join("turns.db"), master_key)?, connection, vault })
    }

    /// Stores a turn.
    ///
    /// The caller brings the token, and the attribute has the compiler check that it does.
    #[user_consent_required(Remember)]
    pub(crate) fn append(&self, consent: &Consent<Remember>, role: &str, text: &str) -> Result<()> {
        self.turns.remember(consent, NewMemory::new(text).with_metadata("role", role))?;
        Ok(())
    }

    /// The last turns, oldest first.
    ///
    /// The token in the signature is proof enough: without the attribute it counts as much.
    pub(crate) fn recent(&self, consent: &Consent<Recall>, limit: usize) -> Result<Vec<Turn>> {
        let turns = self.turns.list(consent)?;
        let left_out = turns.len().saturating_sub(limit);
        Ok(turns.into_iter().skip(left_out).map(|turn| Turn { role: role_of(&turn).to_owned(), text: turn.text }).collect())
    }

    /// What the user said that has a word in it.
    ///
    /// The attribute asks the ledger before the body runs, and returns a denial as the function's error. It binds the token, which the memory wants
    /// to see, too.
    #[user_consent_required(Recall, gate = ledger, subject = user, as consent)]
    pub(crate) fn find(&self, ledger: &SqliteLedger, user: &SubjectId, word: &str) -> Result<Option<String>> {
        let found = self.turns.recall_by_text(&consent, word, usize::MAX)?;
        Ok(found.into_iter().map(|found| found.memory).find(|turn| role_of(turn) == "user").map(|turn| turn.text))
    }

    /// What the user told about themselves.
    ///
    /// It asks by hand. The `?` is what makes it count: after it, there is a token. The same token reveals what is personal.
    pub(crate) fn profile(&self, ledger: &SqliteLedger, user: &SubjectId) -> Result<Option<String>> {
        let consent = Consent::<Recall>::require(ledger, user)?;
        let sql = "SELECT sealed FROM profiles WHERE person = ?1";
        let sealed = self.connection.query_row(sql, [self.vault.pseudonym(user).as_bytes()], |row| row.get(0)).optional()?;
        let Some(sealed) = sealed.map(Sealed::<Profile>::from_bytes) else { return Ok(None) };
        let profile = self.vault.open_value(user, PROFILES.0, PROFILES.1, &sealed)?;
        Ok(Some(profile.about.reveal(&consent).clone()))
    }

    /// Keeps what the user tells about themselves.
    ///
    /// The attribute asks, and binds the token so that the row is that of the person who was asked about.
    #[user_consent_required(Remember, gate = ledger, subject = user, as consent)]
    pub(crate) fn set_profile(&self, ledger: &SqliteLedger, user: &SubjectId, about: &str) -> Result<()> {
        let (person, profile) = (consent.subject(), Profile { about: Pii::new(about.to_owned()) });
        let sealed = self.vault.seal_value(person, PROFILES.0, PROFILES.1, &profile)?;
        let sql = "INSERT INTO profiles (person, sealed) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed";
        self.connection.execute(sql, (self.vault.pseudonym(person).as_bytes(), sealed.as_bytes()))?;
        Ok(())
    }

    /// Forgets a user. This needs no consent: whoever wants to be forgotten is not asked. What SQLite leaves of the profile in its file can be opened
    /// by nobody once the vault has forgotten them, too.
    pub(crate) fn forget(&self, user: &SubjectId) -> Result<()> {
        self.turns.forget_subject(user)?;
        self.connection.execute("DELETE FROM profiles WHERE person = ?1", [self.vault.pseudonym(user).as_bytes()])?;
        Ok(())
    }

    /// Begins anew for a user who was forgotten and has come back.
    pub(crate) fn readmit(&self, user: &SubjectId) -> Result<()> {
        Ok(self.turns.readmit(user)?)
    }
}

fn role_of(turn: &Remembered) -> &str {
    turn.metadata.get("role").map_or("", String::as_str)
}
