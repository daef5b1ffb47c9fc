//! What a ledger tells about people: to who holds its file, to who reads its errors, and after somebody was forgotten.

use std::fs;

use agent_guard::{Damage, DurableLedger, Evidence, Ledger, LedgerError, LedgerErrorKind, Notice, RecordContext, Statement, SubjectId};

use super::sqlite::{Home, key};
use super::support::{Recall, Store, ada, grace};

const SAID: &str = "wrote `yes, gladly` at the kitchen table";

fn said() -> Statement {
    Statement::new().evidenced_by(Evidence::text(SAID)).under(Notice::version("3"))
}

/// Everything in the folder, the write-ahead log included.
fn bytes(home: &Home) -> Vec<u8> {
    let entries = fs::read_dir(home.0.path()).unwrap();
    entries.flat_map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn id_of(home: &Home) -> String {
    let ledger = rusqlite::Connection::open(home.path()).unwrap();
    ledger.query_row("SELECT lower(hex(id)) FROM ledger", [], |row| row.get(0)).unwrap()
}

#[test]
fn the_files_name_nobody_and_quote_nothing() {
    let home = Home::new();
    let ledger = home.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    ledger.record_withdrawal::<Recall>(&ada(), &said()).unwrap();
    let bytes = bytes(&home);
    for secret in ["ada@", "example.org", "gladly", "kitchen"] {
        assert!(!contains(&bytes, secret.as_bytes()), "{secret} is in the file");
    }
    assert!(!contains(&bytes, &[7; 32]), "the key is in the file");
    assert!(contains(&bytes, b"memory.recall"), "what is searched for can be found");
    assert_eq!(ledger.events(&ada()).unwrap()[0].statement.evidence(), Some(&Evidence::text(SAID)));
}

#[test]
fn who_was_forgotten_leaves_nothing_that_a_key_could_open() {
    let home = Home::new();
    let ledger = home.open();
    // Others around them, so that rows move between pages.
    let others: Vec<SubjectId> = (0..150).map(|number| SubjectId::new(format!("user-{number}"))).collect();
    for other in &others {
        ledger.record_grant::<Store>(other, &said()).unwrap();
        if other.as_str() == "user-70" {
            ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
        }
    }
    let row = "SELECT salt, identity FROM people WHERE lookup IN (SELECT lookup FROM people) AND salt = ?1";
    let reading = rusqlite::Connection::open(home.path()).unwrap();
    // Which row is hers is not to be seen from outside: all salts before, less all salts after.
    let salts = || -> Vec<Vec<u8>> {
        let mut statement = reading.prepare("SELECT salt FROM people").unwrap();
        let salts = statement.query_map([], |row| row.get(0)).unwrap();
        salts.map(Result::unwrap).collect()
    };
    let before = salts();
    assert!(before.iter().all(|salt| contains(&bytes(&home), salt)), "what is searched for can be found");
    let identity_of = |salt: &Vec<u8>| reading.query_row(row, [salt], |row| row.get::<_, Vec<u8>>(1)).unwrap();
    let identities: Vec<Vec<u8>> = before.iter().map(identity_of).collect();

    ledger.forget(&ada()).unwrap();

    let after = salts();
    let gone: Vec<usize> = (0..before.len()).filter(|&at| !after.contains(&before[at])).collect();
    assert_eq!(gone.len(), 1);
    let bytes = bytes(&home);
    assert!(!contains(&bytes, &before[gone[0]]), "the salt is still in a file");
    assert!(!contains(&bytes, &identities[gone[0]]), "the encrypted id is still in a file");
    assert!(after.iter().all(|salt| contains(&bytes, salt)));

    let verified = ledger.verify().expect("the chain is whole");
    assert_eq!((verified.records, verified.people), (150 + 1 + 1, 150));
    let context = RecordContext::new(agent_guard::Party::new("https://example.org/#us", "Example"));
    assert_eq!(ledger.consent_record(&ada(), &agent_guard::PurposeInfo::of::<Recall>(), &context).unwrap(), None);
}

#[test]
fn coming_back_does_not_link_to_what_was_before() {
    let home = Home::new();
    let ledger = home.open();
    let people_in_records = || {
        let mut people = Vec::new();
        let mut add = |record: &str| {
            let at = record.find("\"person\":\"").expect("each record has a pseudonym") + 10;
            people.push(record[at..at + 64].to_owned());
        };
        ledger.export(&mut add).unwrap();
        people
    };
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    ledger.forget(&ada()).unwrap();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let people = people_in_records();
    assert_eq!(people[0], people[1]);
    assert_ne!(people[1], people[2]);
    ledger.verify().unwrap();
}

#[test]
fn no_error_names_a_person_quotes_evidence_or_shows_a_key() {
    let home = Home::new();
    let ledger = home.open();
    ledger.record_grant::<Recall>(&ada(), &said()).unwrap();
    let mut errors: Vec<LedgerError> = Vec::new();
    errors.extend(ledger.record_renewal::<Store>(&ada(), &said()).err());
    errors.extend(ledger.verify_against("not a checkpoint").err());
    let vandal = rusqlite::Connection::open(home.path()).unwrap();
    vandal.execute_batch("DROP TRIGGER records_are_not_changed; UPDATE records SET body = replace(body, 'memory', 'mammoth')").unwrap();
    errors.extend(ledger.verify().err());
    errors.extend(ledger.events(&ada()).err());
    errors.extend(ledger.record_grant::<Recall>(&ada(), &said()).err());
    errors.extend(home.try_open().err());
    let denied = agent_guard::Consent::<Recall>::require(&ledger, &ada()).unwrap_err();
    vandal.execute_batch("DROP TABLE people").unwrap();
    errors.extend(ledger.record_grant::<Recall>(&grace(), &said()).err());
    errors.extend(agent_guard::SqliteLedger::open("/", &key()).err());
    assert_eq!(errors.len(), 8);
    let all = [
        LedgerErrorKind::NothingToRenew,
        LedgerErrorKind::ForeignCheckpoint,
        LedgerErrorKind::Damaged(Damage::Record(1)),
        LedgerErrorKind::Damaged(Damage::Record(1)),
        LedgerErrorKind::Damaged(Damage::Record(1)),
        LedgerErrorKind::Damaged(Damage::Record(1)),
    ];
    assert_eq!(errors.iter().take(6).map(|error| error.kind().clone()).collect::<Vec<_>>(), all);
    let mut printed = format!("{ledger:?} {denied} {denied:?}");
    for error in &errors {
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = cause {
            printed += &format!("\n{error} {error:?}");
            cause = error.source();
        }
    }
    // The ledger's own id is random digits, which may spell anything, and it may be printed.
    let id = id_of(&home);
    assert!(printed.contains(&id), "{printed}");
    printed = printed.replace(&id, "");
    for secret in ["ada", "grace", "gladly", "kitchen", "0707", "7, 7"] {
        assert!(!printed.contains(secret), "{secret} is in:\n{printed}");
    }
}
