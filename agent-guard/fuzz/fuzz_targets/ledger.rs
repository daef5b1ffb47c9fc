//! `cargo +nightly fuzz run ledger`, in `agent-guard`: whatever stands in a ledger's tables or in a checkpoint that it did not write, is found out.
#![no_main]

use std::sync::LazyLock;

use agent_guard::{
    DurableLedger, Evidence, Ledger, LedgerKey, Notice, Party, Purpose, PurposeInfo, RecordContext, SqliteLedger, Statement, SubjectId,
};
use libfuzzer_sys::fuzz_target;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

struct Attacked {
    ledger: SqliteLedger,
    /// Somebody else's way into the file.
    file: Connection,
    checkpoint: String,
    _folder: tempfile::TempDir,
}

/// Of each table whatever an attacker may write into it, and where.
const PLACES: [(&str, &str, &str); 9] = [
    ("records", "body", "number = 2"),
    ("records", "code", "number = 2"),
    ("records", "person", "number = 2"),
    ("records", "purpose", "number = 2"),
    ("head", "number", "true"),
    ("head", "hash", "true"),
    ("head", "code", "true"),
    ("people", "salt", "lookup = (SELECT min(lookup) FROM people)"),
    ("people", "identity", "lookup = (SELECT min(lookup) FROM people)"),
];

fn ada() -> SubjectId {
    SubjectId::new("ada")
}

impl Attacked {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("consent.db");
        let ledger = SqliteLedger::open(&path, &LedgerKey::from_bytes([7; 32])).expect("the folder is empty");
        let said = Statement::new().evidenced_by(Evidence::text("yes")).under(Notice::version("1"));
        ledger.record_grant::<Recall>(&ada(), &said).expect("it is recorded");
        ledger.record_withdrawal::<Recall>(&ada(), &said).expect("it is recorded");
        ledger.record_grant::<Recall>(&SubjectId::new("bob"), &said).expect("it is recorded");
        let checkpoint = ledger.checkpoint().expect("it is whole");
        let file = Connection::open(path).expect("it is there");
        let unguarded = "PRAGMA synchronous = OFF;
            DROP TRIGGER records_are_not_changed; DROP TRIGGER records_are_not_removed; DROP TRIGGER records_are_appended;";
        file.execute_batch(unguarded).expect("the file is ours");
        Self { ledger, file, checkpoint, _folder: folder }
    }

    fn read(&self, (table, column, row): (&str, &str, &str)) -> Value {
        self.file.query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), [], |row| row.get(0)).expect("it is there")
    }

    /// Says whether the table took it.
    fn write(&self, (table, column, row): (&str, &str, &str), value: &Value) -> bool {
        self.file.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {row}"), params![value]).is_ok()
    }
}

thread_local! {
    static ATTACKED: LazyLock<Attacked> = LazyLock::new(Attacked::new);
}

/// What a signature is over.
fn signed(note: &str) -> Option<&str> {
    note.rsplit_once("\n\n").map(|(text, _)| text)
}

fuzz_target!(|input: (u8, u8, Vec<u8>, String, usize)| {
    let (place, kind, bytes, text, at) = input;
    ATTACKED.with(|attacked| {
        let place = PLACES[usize::from(place) % PLACES.len()];
        let before = attacked.read(place);
        let integer = i64::try_from(at).unwrap_or(i64::MAX);
        let value = match kind % 4 {
            0 => Value::Blob(bytes),
            1 => Value::Text(text.clone()),
            2 => Value::Integer(integer),
            _ => spliced(&before, at, &text, &bytes),
        };
        // What SQLite makes of it by the column's type is what counts.
        if attacked.write(place, &value) {
            let is_changed = attacked.read(place) != before;
            assert_eq!(attacked.ledger.verify().is_err(), is_changed, "{place:?}");
            drop(attacked.ledger.events(&ada()));
            let context = RecordContext::new(Party::new("agent", "An agent"));
            drop(attacked.ledger.consent_record(&ada(), &PurposeInfo::of::<Recall>(), &context));
            assert!(attacked.write(place, &before));
        }

        let note = match kind % 2 {
            0 => text,
            _ => String::from_utf8_lossy(&splice(attacked.checkpoint.as_bytes(), at, text.as_bytes())).into_owned(),
        };
        // Signatures of others may be added to a note; to the text nothing.
        let is_ours = signed(&note) == signed(&attacked.checkpoint);
        assert!(attacked.ledger.verify_against(&note).is_err() || is_ours);
    });
});

/// The same with something else in the midst of it.
fn spliced(before: &Value, at: usize, text: &str, bytes: &[u8]) -> Value {
    match before {
        Value::Text(before) => Value::Text(String::from_utf8_lossy(&splice(before.as_bytes(), at, text.as_bytes())).into_owned()),
        Value::Blob(before) => Value::Blob(splice(before, at, bytes)),
        other => other.clone(),
    }
}

fn splice(before: &[u8], at: usize, inserted: &[u8]) -> Vec<u8> {
    let (head, tail) = before.split_at(at % (before.len() + 1));
    // As much is left out as comes in, while there is as much.
    [head, inserted, &tail[inserted.len().min(tail.len())..]].concat()
}
