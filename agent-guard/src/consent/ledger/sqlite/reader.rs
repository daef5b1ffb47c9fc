//! A connection that answers, and remembers its answers for as long as nobody writes.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::super::LedgerError;
use super::super::durable::Shared;
use super::super::engine::{self, Standing};
use super::tables::{Tables, configure, connect, ledger_error};
use crate::consent::SubjectId;

/// More answers than this are not kept; the next one starts afresh. (A few megabytes for each reader.)
const MOST_ANSWERS: usize = 20_000;

pub(super) struct Reader {
    connection: Connection,
    /// The state of the file that the answers are true of; `None` before the first question.
    version: Option<i64>,
    answers: HashMap<(SubjectId, &'static str), Standing>,
}

impl Reader {
    pub(super) fn open(path: &Path, busy_timeout: Duration) -> Result<Self, LedgerError> {
        let connection = connect(path)?;
        configure(&connection, busy_timeout)?;
        // Not a read-only connection: that one could not take its part in the shared memory of the log.
        connection.pragma_update(None, "query_only", true).map_err(ledger_error)?;
        Ok(Self { connection, version: None, answers: HashMap::new() })
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Where a person stands now. A commit of any other connection that came before this call is seen.
    pub(super) fn standing(&mut self, shared: &Shared, subject: &SubjectId, purpose: &'static str) -> Result<Standing, LedgerError> {
        self.forget_what_may_have_changed(shared)?;
        let question = (subject.clone(), purpose);
        if let Some(standing) = self.answers.get(&question) {
            return Ok(standing.clone());
        }
        // A commit between here and the look at the version above only makes the answer newer than its version: it is dropped next time.
        let standing = engine::standing(&mut Tables(&self.connection), &shared.keys, subject, purpose)?;
        if self.answers.len() >= MOST_ANSWERS {
            self.answers.clear();
        }
        self.answers.insert(question, standing.clone());
        Ok(standing)
    }

    fn forget_what_may_have_changed(&mut self, shared: &Shared) -> Result<(), LedgerError> {
        let version: i64 = {
            let mut statement = self.connection.prepare_cached("PRAGMA data_version").map_err(ledger_error)?;
            statement.query_row([], |row| row.get(0)).map_err(ledger_error)?
        };
        if self.version != Some(version) {
            self.answers.clear();
            self.version = None;
            let head = engine::checked_head(&mut Tables(&self.connection), &shared.keys)?;
            shared.clock.no_earlier_than(head.at);
            self.version = Some(version);
        }
        Ok(())
    }
}
