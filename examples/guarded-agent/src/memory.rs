//! Short-term memory and profiles, in SQLite. Each function shows another way to require consent; the check accepts them all.

use std::path::Path;

use agent_guard::{Consent, ConsentLedger, SubjectId, user_consent_required};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension};

use crate::purposes::{Recall, Remember};

/// One thing that was said.
pub(crate) struct Turn {
    pub(crate) role: String,
    pub(crate) text: String,
}

/// What the agent keeps in its database.
pub(crate) struct Memory {
    connection: Connection,
}

impl Memory {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        // Without `secure_delete`, SQLite leaves what was deleted in the file until something else needs the room.
        connection.execute_batch(
            "PRAGMA secure_delete = 1;
             CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY, user TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL);
             CREATE TABLE IF NOT EXISTS profiles (user TEXT PRIMARY KEY, about TEXT NOT NULL);",
        )?;
        Ok(Self { connection })
    }

    /// Stores a turn and returns its number.
    ///
    /// The caller brings the token, and the attribute has the compiler check that it does.
    #[user_consent_required(Remember)]
    pub(crate) fn append(&self, consent: &Consent<Remember>, role: &str, text: &str) -> Result<u64> {
        let sql = "INSERT INTO turns (user, role, text) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, (consent.subject().as_str(), role, text))?;
        Ok(self.connection.last_insert_rowid().cast_unsigned())
    }

    /// The last turns, oldest first.
    ///
    /// The token in the signature is proof enough: without the attribute it counts as much.
    pub(crate) fn recent(&self, consent: &Consent<Recall>, limit: u32) -> Result<Vec<Turn>> {
        let mut statement = self.connection.prepare("SELECT role, text FROM turns WHERE user = ?1 ORDER BY id DESC LIMIT ?2")?;
        let user = consent.subject().as_str();
        let rows = statement.query_map((user, limit), |row| Ok(Turn { role: row.get(0)?, text: row.get(1)? }))?;
        let mut turns = rows.collect::<Result<Vec<_>, _>>()?;
        turns.reverse();
        Ok(turns)
    }

    /// The last thing the user said that has a word in it.
    ///
    /// The attribute asks the ledger before the body runs, and returns a denial as the function's error.
    #[user_consent_required(Recall, gate = ledger, subject = user)]
    pub(crate) fn find(&self, ledger: &ConsentLedger, user: &SubjectId, word: &str) -> Result<Option<String>> {
        let sql = "SELECT text FROM turns WHERE user = ?1 AND role = 'user' AND instr(text, ?2) ORDER BY id DESC";
        let found = self.connection.query_row(sql, (user.as_str(), word), |row| row.get(0)).optional()?;
        Ok(found)
    }

    /// What the user told about themselves.
    ///
    /// It asks by hand. The `?` is what makes it count: after it, there is a token.
    pub(crate) fn profile(&self, ledger: &ConsentLedger, user: &SubjectId) -> Result<Option<String>> {
        let consent = Consent::<Recall>::require(ledger, user)?;
        let sql = "SELECT about FROM profiles WHERE user = ?1";
        let about = self.connection.query_row(sql, [consent.subject().as_str()], |row| row.get(0)).optional()?;
        Ok(about)
    }

    /// Keeps what the user tells about themselves.
    ///
    /// The attribute asks, and binds the token so that the row is that of the person who was asked about.
    #[user_consent_required(Remember, gate = ledger, subject = user, as consent)]
    pub(crate) fn set_profile(&self, ledger: &ConsentLedger, user: &SubjectId, about: &str) -> Result<()> {
        let sql = "INSERT INTO profiles (user, about) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET about = excluded.about";
        self.connection.execute(sql, (consent.subject().as_str(), about))?;
        Ok(())
    }

    /// Forgets a user. This needs no consent: whoever wants to be forgotten is not asked.
    pub(crate) fn forget(&self, user: &SubjectId) -> Result<()> {
        self.connection.execute("DELETE FROM turns WHERE user = ?1", [user.as_str()])?;
        self.connection.execute("DELETE FROM profiles WHERE user = ?1", [user.as_str()])?;
        Ok(())
    }
}
