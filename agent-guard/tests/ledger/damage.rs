//! Ledgers that somebody or something has damaged: `verify` says so, and says what.

use std::fs;
use std::path::Path;

use agent_guard::{
    Consent, Damage, DurableLedger, Evidence, Ledger, LedgerErrorKind, Notice, SqliteLedger, Statement, SubjectId, Verified,
};
use rusqlite::Connection;

use super::sqlite::{Home, key};
use super::support::{Recall, Store, ada, grace};

/// Five records about two people, in the file alone: its log is empty.
fn small_ledger() -> Home {
    let home = Home::new();
    let ledger = home.open();
    let said = Statement::new().evidenced_by(Evidence::text("yes")).under(Notice::version("1"));
    ledger.record_grant::<Recall>(&ada(), &said).unwrap();
    ledger.record_grant::<Store>(&grace(), &said).unwrap();
    ledger.record_withdrawal::<Recall>(&ada(), &Statement::new()).unwrap();
    ledger.record_grant::<Store>(&ada(), &said).unwrap();
    ledger.record_refusal::<Recall>(&grace(), &Statement::new()).unwrap();
    drop(ledger);
    home
}

fn vandal(home: &Home) -> Connection {
    let connection = Connection::open(home.path()).unwrap();
    connection
        .execute_batch("DROP TRIGGER records_are_not_changed; DROP TRIGGER records_are_not_removed; DROP TRIGGER records_are_appended;")
        .unwrap();
    connection
}

/// What opening or verifying says.
fn found(home: &Home) -> Result<Verified, LedgerErrorKind> {
    home.try_open().and_then(|ledger| ledger.verify()).map_err(|error| error.kind().clone())
}

#[track_caller]
fn assert_damage(change: &str, damage: Damage) {
    let home = small_ledger();
    vandal(&home).execute_batch(change).unwrap();
    assert_eq!(found(&home), Err(LedgerErrorKind::Damaged(damage)), "{change}");
}

#[test]
fn a_ledger_that_nobody_touched_is_whole() {
    let home = small_ledger();
    drop(vandal(&home));
    let verified = found(&home).expect("without triggers it is as whole as with them");
    assert_eq!((verified.records, verified.people), (5, 2));
}

#[test]
fn changed_records_are_found() {
    assert_damage("UPDATE records SET body = replace(body, 'withdrawn', 'granted') WHERE number = 3", Damage::Record(3));
    assert_damage("UPDATE records SET purpose = 'memory.store' WHERE number = 3", Damage::Record(3));
    assert_damage("UPDATE records SET person = (SELECT person FROM records WHERE number = 2) WHERE number = 3", Damage::Record(3));
    assert_damage("UPDATE records SET code = zeroblob(32) WHERE number = 1", Damage::Record(1));
    assert_damage("UPDATE records SET body = CAST(x'ff' AS TEXT) WHERE number = 1", Damage::Database);
}

#[test]
fn removed_records_are_found() {
    assert_damage("DELETE FROM records WHERE number = 3", Damage::Missing(3));
    assert_damage("DELETE FROM records WHERE number = 1", Damage::Missing(1));
    assert_damage("DELETE FROM records WHERE number = 5", Damage::Truncated { found: 4, expected: 5 });
    assert_damage("DELETE FROM records", Damage::Truncated { found: 4, expected: 5 });
}

#[test]
fn records_that_were_moved_or_closed_up_are_found() {
    let swap = "UPDATE records SET number = -1 WHERE number = 2; UPDATE records SET number = 2 WHERE number = 3;
        UPDATE records SET number = 3 WHERE number = -1";
    assert_damage(swap, Damage::Record(2));
    let close_up = "DELETE FROM records WHERE number = 3; UPDATE records SET number = 3 WHERE number = 4;
        UPDATE records SET number = 4 WHERE number = 5; UPDATE head SET number = 4";
    assert_damage(close_up, Damage::Head);
    assert_damage("INSERT INTO records SELECT 6, person, purpose, body, code FROM records WHERE number = 4", Damage::Head);
}

#[test]
fn a_head_that_was_changed_is_found() {
    for change in ["number = 4", "hash = zeroblob(32)", "at = 0", "code = zeroblob(32)"] {
        assert_damage(&format!("UPDATE head SET {change}"), Damage::Head);
    }
    // Shortened, with the hash of the record that is now the last: only the code is missing, and needs the key.
    assert_damage("DELETE FROM records WHERE number = 5; UPDATE head SET number = 4", Damage::Head);
}

#[test]
fn people_that_were_changed_are_found() {
    let one = "lookup = (SELECT min(lookup) FROM people)";
    assert_damage(&format!("DELETE FROM people WHERE {one}"), Damage::People);
    assert_damage(&format!("UPDATE people SET salt = zeroblob(32) WHERE {one}"), Damage::People);
    assert_damage(&format!("UPDATE people SET identity = zeroblob(60) WHERE {one}"), Damage::People);
    assert_damage("INSERT INTO people SELECT zeroblob(32), salt, identity FROM people LIMIT 1", Damage::People);
}

#[test]
fn a_person_whose_salt_was_swapped_for_anothers_does_not_get_their_consent() {
    let home = small_ledger();
    let ledger = home.open();
    assert!(Consent::<Store>::require(&ledger, &ada()).is_ok());
    let swap = "CREATE TABLE swapped AS SELECT a.lookup, b.salt, b.identity FROM people a, people b WHERE a.lookup <> b.lookup;
        DELETE FROM people; INSERT INTO people SELECT * FROM swapped; DROP TABLE swapped";
    vandal(&home).execute_batch(swap).unwrap();
    for person in [ada(), grace()] {
        assert!(Consent::<Store>::require(&ledger, &person).is_err());
    }
    assert_eq!(ledger.verify().unwrap_err().kind(), &LedgerErrorKind::Damaged(Damage::People));
}

#[test]
fn somebody_who_was_forgotten_and_put_back_is_found() {
    let home = small_ledger();
    let keep = vandal(&home);
    keep.execute_batch("CREATE TABLE kept AS SELECT * FROM people").unwrap();
    home.open().forget(&ada()).unwrap();
    keep.execute_batch("INSERT OR IGNORE INTO people SELECT * FROM kept; DROP TABLE kept").unwrap();
    assert_eq!(found(&home), Err(LedgerErrorKind::Damaged(Damage::People)));
}

#[test]
fn a_forged_grant_opens_nothing() {
    let home = small_ledger();
    let forge = "INSERT INTO records SELECT 6, person, 'memory.recall',
        replace(replace(body, 'memory.store', 'memory.recall'), '\"number\":4', '\"number\":6'), code FROM records WHERE number = 4";
    let ledger = home.open();
    vandal(&home).execute_batch(forge).unwrap();
    let denied = Consent::<Recall>::require(&ledger, &ada()).unwrap_err();
    assert!(denied.gate_error().is_some(), "{denied}");
    assert!(ledger.record_grant::<Store>(&ada(), &Statement::new()).is_err(), "nothing is added to a history that is not right");
}

#[test]
fn an_older_copy_is_found_by_a_checkpoint_only() {
    let home = small_ledger();
    let older = fs::read(home.path()).unwrap();
    let ledger = home.open();
    let early = ledger.checkpoint().unwrap();
    ledger.record_withdrawal::<Store>(&ada(), &Statement::new()).unwrap();
    let late = ledger.checkpoint().unwrap();
    assert_eq!(ledger.verify_against(&early).unwrap().records, 6);
    assert_eq!(ledger.verify_against(&late).unwrap().records, 6);
    drop(ledger);
    fs::write(home.path(), older).unwrap();
    let ledger = home.open();
    assert_eq!(ledger.verify().unwrap().records, 5);
    assert_eq!(ledger.verify_against(&early).unwrap().records, 5);
    let rollback = ledger.verify_against(&late).unwrap_err();
    assert_eq!(rollback.kind(), &LedgerErrorKind::Damaged(Damage::Truncated { found: 5, expected: 6 }));
    // Continued in another way, it is as long as the other one and not the same.
    ledger.record_refusal::<Store>(&ada(), &Statement::new()).unwrap();
    assert_eq!(ledger.verify_against(&late).unwrap_err().kind(), &LedgerErrorKind::Damaged(Damage::Record(6)));
    let other = small_ledger().open().verify_against(&early).map_err(|error| error.kind().clone());
    assert_eq!(other, Err(LedgerErrorKind::ForeignCheckpoint));
}

/// The places of the file where a record lies: its cells in the table, and then those in the index.
fn places_of_records(file: &[u8], home: &Home) -> Vec<std::ops::Range<usize>> {
    let connection = Connection::open(home.path()).unwrap();
    let mut statement = connection.prepare("SELECT person, purpose, body, code FROM records").unwrap();
    let rows = statement.query_map([], |row| {
        Ok([row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?.into_bytes(), row.get::<_, String>(2)?.into_bytes(), row.get(3)?])
    });
    let rows: Vec<[Vec<u8>; 4]> = rows.unwrap().map(Result::unwrap).collect();
    let find = |bytes: &[u8]| (0..file.len()).filter(|&at| file[at..].starts_with(bytes)).collect::<Vec<usize>>();
    let (mut in_table, mut in_index) = (Vec::new(), std::collections::BTreeSet::new());
    for values in &rows {
        let whole = values.concat();
        let [at] = find(&whole)[..] else { panic!("a small record lies in one piece, once") };
        // Before the values stand ten bytes: the length of the cell, its number, the length of what follows, and the types of the
        // values. The fifth is the type of the column `number`, which SQLite does not look at: the number is the cell's own.
        in_table.extend([at - 10..at - 6, at - 5..at + whole.len()]);
        let key = [&values[0][..], &values[1]].concat();
        in_index.extend(find(&key).into_iter().map(|at| (at, key.len())));
    }
    // The table's cells begin with the same values. Before those of the index stand five bytes.
    in_index.retain(|(at, _)| !in_table.iter().any(|place| place.contains(at)));
    in_table.into_iter().chain(in_index.into_iter().map(|(at, length)| at - 5..at + length)).collect()
}

/// With this bit changed: either it is found, or the ledger says exactly what it said before.
fn flip(original: &[u8], bit: usize, home: &Home, untouched: &Verified) {
    let mut file = original.to_vec();
    file[bit / 8] ^= 1 << (bit % 8);
    write_alone(&home.path(), &file);
    if let Ok(verified) = found(home) {
        assert_eq!(&verified, untouched, "byte {}, bit {}", bit / 8, bit % 8);
        let place = places_of_records(original, home);
        assert!(!place.iter().any(|place| place.contains(&(bit / 8))), "byte {}, bit {} of a record", bit / 8, bit % 8);
    }
}

fn write_alone(path: &Path, content: &[u8]) {
    for log in ["consent.db-wal", "consent.db-shm"] {
        let _ = fs::remove_file(path.with_file_name(log));
    }
    fs::write(path, content).unwrap();
}

#[test]
fn every_bit_of_every_record_counts() {
    let home = small_ledger();
    let (file, untouched) = (fs::read(home.path()).unwrap(), found(&home).unwrap());
    let places = places_of_records(&file, &home);
    assert_eq!(places.len(), 15, "five in the table, in two parts each, and five in the index");
    // Each bit of the first record; of the others, and of their keys in the index, one bit of each byte.
    for (number, place) in places.iter().enumerate() {
        for byte in place.clone() {
            let bits = if number < 2 { 0..8 } else { byte % 8..byte % 8 + 1 };
            bits.for_each(|bit| flip(&file, byte * 8 + bit, &home, &untouched));
        }
    }
}

/// The whole file, a bit of each byte that is in use: nothing that changes what the ledger says goes unseen, and nothing panics.
#[test]
fn no_bit_of_the_file_changes_what_it_says_unseen() {
    let home = small_ledger();
    let (file, untouched) = (fs::read(home.path()).unwrap(), found(&home).unwrap());
    for byte in (0..file.len()).filter(|&byte| file[byte] != 0) {
        flip(&file, byte * 8 + byte % 8, &home, &untouched);
    }
}

#[test]
fn a_file_that_was_cut_short_is_an_error_wherever_it_was_cut() {
    let home = small_ledger();
    let file = fs::read(home.path()).unwrap();
    for length in (0..file.len()).step_by(512).chain([1, 15, 99, 100, file.len() - 1]) {
        write_alone(&home.path(), &file[..length]);
        let kind = found(&home).expect_err("a part of the file is missing");
        assert!(matches!(kind, LedgerErrorKind::NotALedger | LedgerErrorKind::Damaged(_)), "{length} bytes: {kind:?}");
    }
}

/// As after a power cut: of the log, only the beginning has reached the disk.
#[test]
fn a_log_that_was_cut_short_loses_what_was_written_last_and_nothing_else() {
    let home = small_ledger();
    let (copy, ledger) = (Home::new(), home.open());
    let log = home.path().with_file_name("consent.db-wal");
    // After each record: how long the log was when it was confirmed.
    let mut confirmed = vec![(5, 0)];
    for number in 6..12 {
        ledger.record_grant::<Recall>(&SubjectId::new(format!("user-{number}")), &Statement::new()).unwrap();
        confirmed.push((number, fs::metadata(&log).unwrap().len()));
    }
    let (file, log) = (fs::read(home.path()).unwrap(), fs::read(log).unwrap());
    for length in (0..=log.len()).step_by(97).chain([log.len()]) {
        write_alone(&copy.path(), &file);
        fs::write(copy.path().with_file_name("consent.db-wal"), &log[..length]).unwrap();
        let verified = SqliteLedger::open(copy.path(), &key()).and_then(|ledger| ledger.verify()).expect("what is there is whole");
        let kept = confirmed.iter().rfind(|(_, end)| *end <= length as u64).expect("the first is in the file").0;
        assert_eq!(verified.records, kept, "{length} bytes of the log");
    }
}
