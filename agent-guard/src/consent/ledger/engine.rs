//! What recording, asking, forgetting and listing mean in a durable ledger, whatever it is stored in.
//!
//! There is no table of who has consented to what: the answer is the newest record about a person and a purpose, found by an index.
//! So the history is all there is to get wrong, and all there is to verify.

use std::collections::HashMap;
use std::time::Duration;

use super::clock::{Clock, Micros, end_of_consent, to_micros, to_time};
use super::keys::{Digest, Keys, Person};
use super::record::{Entry, Head, Kind, Record, Row, next};
use super::{Damage, Expiring, LedgerError, LedgerErrorKind, Word};
use crate::consent::{ConsentEvent, ConsentEventKind, Decision, Denial, PurposeInfo, Receipt, RecordedPurpose, Statement, SubjectId};

/// The tables of a ledger, within one transaction. What is given to it is bytes; what they mean is decided here.
pub(super) trait Storage {
    /// The head, and the code that authenticates it.
    fn head(&mut self) -> Result<(Head, Vec<u8>), LedgerError>;
    fn person(&mut self, lookup: &Digest) -> Result<Option<Person>, LedgerError>;
    fn people(&mut self) -> Result<Vec<Person>, LedgerError>;
    /// The newest record about a person and a purpose.
    fn newest(&mut self, pseudonym: &Digest, purpose: &str) -> Result<Option<Row>, LedgerError>;
    /// All about a person, oldest first.
    fn rows_of(&mut self, pseudonym: &Digest) -> Result<Vec<Row>, LedgerError>;
    fn row(&mut self, number: u64) -> Result<Option<Row>, LedgerError>;
    /// Calls back with each record, in order.
    fn each_row(&mut self, visit: &mut dyn FnMut(Row) -> Result<(), LedgerError>) -> Result<(), LedgerError>;

    fn add_person(&mut self, person: &Person) -> Result<(), LedgerError>;
    fn remove_person(&mut self, lookup: &Digest) -> Result<(), LedgerError>;
    /// Adds a record, and replaces the head by the one after it.
    fn append(&mut self, row: &Row, head: &Head, code: &Digest) -> Result<(), LedgerError>;
}

/// What the newest record about a person and a purpose comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    NeverAsked,
    Refused,
    Withdrawn,
    Expired,
    Consented { reference: String, given_at: Micros, expires_at: Option<Micros> },
}

impl Standing {
    fn of(record: &Record<'_>) -> Self {
        match record.kind {
            Kind::Granted | Kind::Renewed => {
                Self::Consented { reference: record.reference(), given_at: record.at, expires_at: record.expires_at }
            }
            Kind::Refused => Self::Refused,
            Kind::Withdrawn => Self::Withdrawn,
            Kind::Expired => Self::Expired,
            // It stands under no purpose, so nobody asks for it.
            Kind::Forgotten => Self::NeverAsked,
        }
    }

    /// The end of a consent, if this is one that has an end: the earlier of what was recorded and what the purpose says today, so that
    /// a purpose whose time is shortened ends old consents, too.
    fn end(&self, allowed: Option<Duration>) -> Option<Micros> {
        match self {
            Self::Consented { given_at, expires_at, .. } => end_of_consent(*given_at, *expires_at, allowed),
            _ => None,
        }
    }

    pub(super) fn has_lapsed(&self, purpose: &PurposeInfo, now: Micros) -> bool {
        self.end(purpose.expires_after).is_some_and(|end| end <= now)
    }

    pub(super) fn decision(&self, purpose: &PurposeInfo, now: Micros) -> Decision {
        match self {
            Self::NeverAsked => Decision::Denied(Denial::NeverAsked),
            Self::Refused => Decision::Denied(Denial::Refused),
            Self::Withdrawn => Decision::Denied(Denial::Withdrawn),
            Self::Expired => Decision::Denied(Denial::Expired),
            Self::Consented { reference, .. } => match self.end(purpose.expires_after) {
                Some(end) if end <= now => Decision::Denied(Denial::Expired),
                Some(end) => Decision::Granted(Receipt::new(reference.as_str()).expiring_at(to_time(end))),
                None => Decision::Granted(Receipt::new(reference.as_str())),
            },
        }
    }
}

/// The head, if it is as it was written.
pub(super) fn checked_head(storage: &mut dyn Storage, keys: &Keys) -> Result<Head, LedgerError> {
    let (head, code) = storage.head()?;
    if code == keys.code_of_head(&head.to_bytes()) { Ok(head) } else { Err(LedgerError::damaged(Damage::Head)) }
}

/// What can be checked whatever the length of the history: the head, and that it is the head of this history.
pub(super) fn check_end(storage: &mut dyn Storage, keys: &Keys) -> Result<Head, LedgerError> {
    let head = checked_head(storage, keys)?;
    if storage.row(head.number + 1)?.is_some() {
        return Err(LedgerError::damaged(Damage::Head));
    }
    if head.number > 0 {
        let missing = || LedgerError::damaged(Damage::Truncated { found: head.number - 1, expected: head.number });
        let row = storage.row(head.number)?.ok_or_else(missing)?;
        row.read(keys)?;
        if super::record::hash(&row.body) != head.hash {
            return Err(LedgerError::damaged(Damage::Head));
        }
    }
    Ok(head)
}

/// Where a person stands on a purpose.
pub(super) fn standing(storage: &mut dyn Storage, keys: &Keys, subject: &SubjectId, purpose: &str) -> Result<Standing, LedgerError> {
    let Some(person) = storage.person(&keys.lookup(subject.as_str()))? else { return Ok(Standing::NeverAsked) };
    standing_of(storage, keys, &person, purpose)
}

fn standing_of(storage: &mut dyn Storage, keys: &Keys, person: &Person, purpose: &str) -> Result<Standing, LedgerError> {
    match storage.newest(&keys.pseudonym(person), purpose)? {
        Some(row) => Ok(Standing::of(&row.read(keys)?)),
        None => Ok(Standing::NeverAsked),
    }
}

/// See [`Ledger::record`](super::Ledger::record).
pub(super) fn record(
    storage: &mut dyn Storage,
    keys: &Keys,
    clock: &Clock,
    subject: &SubjectId,
    purpose: &PurposeInfo,
    word: Word,
    statement: &Statement,
) -> Result<Receipt, LedgerError> {
    let known = storage.person(&keys.lookup(subject.as_str()))?;
    if word == Word::Renew {
        let before = known.as_ref().map(|person| standing_of(storage, keys, person, purpose.id)).transpose()?;
        if !matches!(before, Some(Standing::Consented { .. } | Standing::Expired)) {
            return Err(LedgerError::new(LedgerErrorKind::NothingToRenew));
        }
    }
    let person = match known {
        Some(person) => person,
        None => {
            let person = keys.new_person(subject.as_str())?;
            storage.add_person(&person)?;
            person
        }
    };
    let head = check_end(storage, keys)?;
    let now = clock.no_earlier_than(head.at).max(clock.now());
    let (kind, expires_at) = match word {
        Word::Grant => (Kind::Granted, end_of_consent(now, statement.expires_at.map(to_micros), purpose.expires_after)),
        Word::Renew => (Kind::Renewed, end_of_consent(now, statement.expires_at.map(to_micros), purpose.expires_after)),
        Word::Refuse => (Kind::Refused, None),
        Word::Withdraw => (Kind::Withdrawn, None),
    };
    let entry = Entry { kind, purpose: purpose.id, description: purpose.description, expires_at, statement };
    let row = append(storage, keys, &head, now, &person, &entry)?;
    let receipt = Receipt::new(row.read(keys)?.reference());
    Ok(match expires_at {
        Some(end) => receipt.expiring_at(to_time(end)),
        None => receipt,
    })
}

/// Writes down that a consent has ended, so that no clock brings it back. Asks again first: it may have been renewed meanwhile.
pub(super) fn note_expiry(
    storage: &mut dyn Storage,
    keys: &Keys,
    clock: &Clock,
    subject: &SubjectId,
    purpose: &PurposeInfo,
) -> Result<(), LedgerError> {
    let Some(person) = storage.person(&keys.lookup(subject.as_str()))? else { return Ok(()) };
    let head = check_end(storage, keys)?;
    let now = clock.no_earlier_than(head.at).max(clock.now());
    if !standing_of(storage, keys, &person, purpose.id)?.has_lapsed(purpose, now) {
        return Ok(());
    }
    let statement = Statement::new();
    let entry =
        Entry { kind: Kind::Expired, purpose: purpose.id, description: purpose.description, expires_at: None, statement: &statement };
    append(storage, keys, &head, now, &person, &entry).map(drop)
}

/// See [`Ledger::forget`](super::Ledger::forget). That somebody was forgotten is recorded, under the pseudonym that nobody can
/// make any more.
pub(super) fn forget(storage: &mut dyn Storage, keys: &Keys, clock: &Clock, subject: &SubjectId) -> Result<(), LedgerError> {
    let Some(person) = storage.person(&keys.lookup(subject.as_str()))? else { return Ok(()) };
    let head = check_end(storage, keys)?;
    let now = clock.no_earlier_than(head.at).max(clock.now());
    let statement = Statement::new();
    let entry = Entry { kind: Kind::Forgotten, purpose: "", description: "", expires_at: None, statement: &statement };
    append(storage, keys, &head, now, &person, &entry)?;
    storage.remove_person(&person.lookup)
}

fn append(storage: &mut dyn Storage, keys: &Keys, head: &Head, at: Micros, person: &Person, entry: &Entry<'_>) -> Result<Row, LedgerError> {
    let (row, head) = next(keys, head, at, person, entry)?;
    storage.append(&row, &head, &keys.code_of_head(&head.to_bytes()))?;
    Ok(row)
}

/// See [`Ledger::events`](super::Ledger::events).
pub(super) fn events(storage: &mut dyn Storage, keys: &Keys, subject: &SubjectId) -> Result<Vec<ConsentEvent>, LedgerError> {
    let Some(person) = storage.person(&keys.lookup(subject.as_str()))? else { return Ok(Vec::new()) };
    let rows = storage.rows_of(&keys.pseudonym(&person))?;
    rows.iter().map(|row| event(keys, &person, &row.read(keys)?)).collect()
}

pub(super) fn event(keys: &Keys, person: &Person, record: &Record<'_>) -> Result<ConsentEvent, LedgerError> {
    let receipt = || {
        let receipt = Receipt::new(record.reference());
        match record.expires_at {
            Some(end) => receipt.expiring_at(to_time(end)),
            None => receipt,
        }
    };
    let kind = match record.kind {
        Kind::Granted => ConsentEventKind::Granted(receipt()),
        Kind::Renewed => ConsentEventKind::Renewed(receipt()),
        Kind::Refused => ConsentEventKind::Refused,
        Kind::Withdrawn => ConsentEventKind::Withdrawn,
        Kind::Expired => ConsentEventKind::Expired,
        // Whoever was forgotten has no row, so none of their records is asked for.
        Kind::Forgotten => return Err(LedgerError::damaged(Damage::People)),
    };
    let purpose = RecordedPurpose::new(record.purpose.clone().into_owned(), record.description.clone().into_owned());
    Ok(ConsentEvent::new(to_time(record.at), purpose, kind, record.statement(keys, person)?))
}

/// See [`Ledger::expiring_before`](super::Ledger::expiring_before).
pub(super) fn expiring_before(storage: &mut dyn Storage, keys: &Keys, now: Micros, time: Micros) -> Result<Vec<Expiring>, LedgerError> {
    let mut ends = Vec::new();
    for person in storage.people()? {
        let mut newest = HashMap::new();
        for row in storage.rows_of(&keys.pseudonym(&person))? {
            newest.insert(row.purpose.clone(), row);
        }
        for (purpose, row) in newest {
            let end = Standing::of(&row.read(keys)?).end(None).filter(|&end| now < end && end < time);
            let Some(end) = end else { continue };
            let id = keys.identify(&person).ok_or_else(|| LedgerError::damaged(Damage::People))?;
            ends.push((end, Expiring { subject: SubjectId::new(id), purpose: purpose.into(), expires_at: to_time(end) }));
        }
    }
    ends.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| (&x.subject, &x.purpose).cmp(&(&y.subject, &y.purpose))));
    Ok(ends.into_iter().map(|(_, expiring)| expiring).collect())
}
