//! One entry of the history: a line of JSON, its hash, and the code that only who holds the key can make.
//!
//! The bytes that are stored are the bytes that are hashed; nothing is ever written anew from what was read. So JSON needs no
//! canonical form here, and a person can read the history with any tool. `docs/ledger.md` describes each field.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::clock::Micros;
use super::keys::{Digest, Keys, Person, random};
use super::{Damage, LedgerError};
use crate::consent::{Evidence, Notice, Statement};

/// The version of the format, in each record.
const FORMAT: u8 = 1;

/// What precedes the first record.
pub(super) const NOTHING: Digest = [0; 32];

/// A record as it is stored.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) number: u64,
    /// Repeats the body's, for the index.
    pub(super) person: Vec<u8>,
    /// Repeats the body's, for the index.
    pub(super) purpose: String,
    /// A [`Record`] as JSON.
    pub(super) body: String,
    /// Authenticates the hash of the body.
    pub(super) code: Vec<u8>,
}

/// How long the history is, and what it ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of the last record; 0 if there is none.
    pub(super) number: u64,
    /// Its hash, or [`NOTHING`].
    pub(super) hash: Digest,
    /// Its time, or the earliest there is.
    pub(super) at: Micros,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record<'a> {
    /// [`FORMAT`].
    pub(super) v: u8,
    /// From 1, without gaps.
    pub(super) number: u64,
    /// The hash of the record before, or [`NOTHING`].
    #[serde(with = "hex")]
    pub(super) previous: Digest,
    /// A random UUID (version 4).
    pub(super) id: Cow<'a, str>,
    /// Never before the time of the record before.
    pub(super) at: Micros,
    /// The pseudonym.
    #[serde(with = "hex")]
    pub(super) person: Digest,
    pub(super) kind: Kind,
    /// Empty if the person was forgotten, which is about no purpose.
    pub(super) purpose: Cow<'a, str>,
    pub(super) description: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<Micros>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) explicit: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) notice: Option<Cow<'a, Notice>>,
    /// Encrypted under a key of the person's; bound to `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<Cow<'a, str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Granted,
    Renewed,
    Refused,
    Withdrawn,
    Expired,
    Forgotten,
}

/// What a record says, without its place in the history.
pub(super) struct Entry<'a> {
    pub(super) kind: Kind,
    pub(super) purpose: &'a str,
    pub(super) description: &'a str,
    pub(super) expires_at: Option<Micros>,
    pub(super) statement: &'a Statement,
}

impl Head {
    pub(super) const EMPTY: Self = Self { number: 0, hash: NOTHING, at: Micros::MIN };

    /// What its code is over.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        [&self.number.to_be_bytes()[..], &self.hash, &self.at.to_be_bytes()].concat()
    }
}

/// The next record, and the head after it.
pub(super) fn next(keys: &Keys, head: &Head, at: Micros, person: &Person, entry: &Entry<'_>) -> Result<(Row, Head), LedgerError> {
    let (number, pseudonym, id) = (head.number + 1, keys.pseudonym(person), new_id()?);
    let evidence = entry.statement.evidence.as_ref().map(|evidence| {
        let text = serde_json::to_vec(evidence).expect("text can be written as JSON");
        Ok::<_, LedgerError>(hex::encode(keys.seal_evidence(person, &text, id.as_bytes())?))
    });
    let record = Record {
        v: FORMAT,
        number,
        previous: head.hash,
        id: Cow::Borrowed(&id),
        at,
        person: pseudonym,
        kind: entry.kind,
        purpose: Cow::Borrowed(entry.purpose),
        description: Cow::Borrowed(entry.description),
        expires_at: entry.expires_at,
        explicit: entry.statement.is_explicit,
        notice: entry.statement.notice.as_ref().map(Cow::Borrowed),
        evidence: evidence.transpose()?.map(Cow::Owned),
    };
    let body = serde_json::to_string(&record).expect("a record can be written as JSON");
    let hash = hash(&body);
    let code = keys.code_of_record(&hash).to_vec();
    let row = Row { number, person: pseudonym.to_vec(), purpose: entry.purpose.to_owned(), body, code };
    Ok((row, Head { number, hash, at }))
}

impl Row {
    /// What it says, if it is as it was written.
    pub(super) fn read(&self, keys: &Keys) -> Result<Record<'_>, LedgerError> {
        let damaged = || LedgerError::damaged(Damage::Record(self.number));
        if self.code != keys.code_of_record(&hash(&self.body)) {
            return Err(damaged());
        }
        // The code is right, so what follows fails only where a row was moved, or another version has written it.
        let record: Record<'_> = serde_json::from_str(&self.body).map_err(|_| damaged())?;
        let repeats =
            record.v == FORMAT && record.number == self.number && record.person[..] == self.person && record.purpose == self.purpose;
        if repeats { Ok(record) } else { Err(damaged()) }
    }
}

impl Record<'_> {
    /// How it was said. Evidence that cannot be opened is an error of the record: the person is there, so it was readable once.
    pub(super) fn statement(&self, keys: &Keys, person: &Person) -> Result<Statement, LedgerError> {
        let evidence = self.evidence.as_deref().map(|sealed| {
            let open = || -> Option<Evidence> {
                let text = keys.open_evidence(person, &hex::decode(sealed).ok()?, self.id.as_bytes())?;
                serde_json::from_slice(&text).ok()
            };
            open().ok_or_else(|| LedgerError::damaged(Damage::Record(self.number)))
        });
        Ok(Statement {
            expires_at: self.expires_at.map(super::clock::to_time),
            notice: self.notice.as_deref().cloned(),
            evidence: evidence.transpose()?,
            is_explicit: self.explicit,
        })
    }

    /// How receipts name it.
    pub(super) fn reference(&self) -> String {
        format!("urn:uuid:{}", self.id)
    }
}

/// The hash of a record: that of a leaf in RFC 6962, so that one hash serves the chain and the tree of a checkpoint.
pub(super) fn hash(body: &str) -> Digest {
    Sha256::new().chain_update([0]).chain_update(body).finalize().into()
}

/// A random UUID, version 4 of RFC 9562.
fn new_id() -> Result<String, LedgerError> {
    let mut bytes: [u8; 16] = random()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex::encode(bytes);
    Ok(format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::ledger::LedgerKey;

    fn keys() -> Keys {
        Keys::new(&LedgerKey::from_bytes([7; 32]), &[9; 16])
    }

    fn row(statement: &Statement) -> Row {
        let keys = keys();
        let entry = Entry { kind: Kind::Granted, purpose: "memory.recall", description: "Recall.", expires_at: Some(5), statement };
        next(&keys, &Head::EMPTY, 1, &keys.new_person("ada").unwrap(), &entry).unwrap().0
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let keys = keys();
        let person = keys.new_person("ada").unwrap();
        let said = Statement::new().under(Notice::version("3").in_language("en")).evidenced_by(Evidence::text("yes")).explicit();
        let entry = Entry { kind: Kind::Renewed, purpose: "p", description: "P", expires_at: None, statement: &said };
        let (row, head) = next(&keys, &Head { number: 4, hash: [8; 32], at: 6 }, 7, &person, &entry).unwrap();
        let record = row.read(&keys).unwrap();
        assert_eq!((record.number, record.previous, record.at, record.kind), (5, [8; 32], 7, Kind::Renewed));
        assert_eq!(record.statement(&keys, &person).unwrap(), said);
        assert!(head == Head { number: 5, hash: hash(&row.body), at: 7 });
        assert!(!row.body.contains("yes"), "evidence is encrypted");
    }

    #[test]
    fn every_bit_of_a_record_counts() {
        let (keys, row) = (keys(), row(&Statement::new().evidenced_by(Evidence::text("yes"))));
        assert!(row.read(&keys).is_ok());
        let flip = |bytes: &[u8], bit: usize| {
            let mut bytes = bytes.to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            bytes
        };
        for bit in 0..row.body.len() * 8 {
            // What is no text any more cannot even be read from the database.
            let Ok(body) = String::from_utf8(flip(row.body.as_bytes(), bit)) else { continue };
            assert!(Row { body, ..row.clone() }.read(&keys).is_err(), "bit {bit} of the body");
        }
        for bit in 0..256 {
            assert!(Row { person: flip(&row.person, bit), ..row.clone() }.read(&keys).is_err(), "bit {bit} of the pseudonym");
            assert!(Row { code: flip(&row.code, bit), ..row.clone() }.read(&keys).is_err(), "bit {bit} of the code");
        }
        assert!(Row { purpose: "memory.store".into(), ..row.clone() }.read(&keys).is_err());
        assert!(Row { number: 2, ..row }.read(&keys).is_err());
    }

    #[test]
    fn ids_are_random_uuids_of_version_4() {
        let id = new_id().unwrap();
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(&id[14..15], "4");
        assert!("89ab".contains(&id[19..20]));
        assert_ne!(id, new_id().unwrap());
    }
}
