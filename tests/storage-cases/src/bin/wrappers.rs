//! `#[encrypted_storage]`: what is written in such an `impl` must be sealed in it; whoever uses it may hand it plain text.

use agent_guard::{Vault, encrypted_storage};
use helpers::{INSERT, Outcome, ada, seal, vault};
use rusqlite::Connection;

struct Verified {
    rows: Connection,
    vault: Vault,
}

#[encrypted_storage]
impl Verified {
    fn remember(&self, note: &str) -> Outcome {
        let sealed = self.vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
        self.rows.execute(INSERT, (1, &sealed))?; //~ clean
        self.put(&sealed)
    }

    fn by_a_helper(&self, note: &str) -> Outcome {
        self.put(&seal(&self.vault, note)?)
    }

    /// Private, and called with what is sealed.
    fn put(&self, sealed: &[u8]) -> Outcome {
        self.rows.execute(INSERT, (1, sealed))?; //~ clean
        Ok(())
    }
}

struct Believed {
    rows: Connection,
    vault: Vault,
}

#[encrypted_storage]
impl Believed {
    fn remember(&self, note: &str) -> Outcome {
        if note.is_empty() {
            self.rows.execute(INSERT, (1, note))?; //~ AG202: whatever else it does
        }
        let sealed = self.vault.seal(&ada(), "notes", b"1", note.as_bytes())?;
        self.rows.execute(INSERT, (1, sealed))?; //~ clean
        Ok(())
    }

    /// Sealed by its callers, it is said.
    fn put(&self, sealed: &[u8]) -> Outcome {
        self.rows.execute(INSERT, (1, sealed))?; //~ AG202: the caller is not part of what is verified
        Ok(())
    }
}

struct Reader(Connection);

#[encrypted_storage]
impl Reader {
    fn count(&self) -> rusqlite::Result<i64> { //~ AG202: it stores nothing
        self.0.query_row("SELECT count(*) FROM notes", [], |row| row.get(0))
    }
}

struct Unmarked(Connection);

impl Unmarked {
    fn put(&self, note: &str) -> Outcome {
        self.0.execute(INSERT, (1, note))?; //~ AG201
        Ok(())
    }
}

fn main() -> Outcome {
    let note = std::env::args().nth(1).unwrap_or_default();
    let verified = Verified { rows: Connection::open("a.db")?, vault: vault()? };
    verified.remember(&note)?;
    verified.by_a_helper(&note)?;
    let believed = Believed { rows: Connection::open("b.db")?, vault: vault()? };
    believed.remember(&note)?;
    believed.put(&seal(&believed.vault, &note)?)?;
    println!("{}", Reader(Connection::open("b.db")?).count()?);
    Unmarked(Connection::open("c.db")?).put(&note)
}
