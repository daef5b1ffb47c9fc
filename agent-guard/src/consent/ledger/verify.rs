//! The whole history against its hashes, its codes and its head.
//!
//! Every record holds the hash of the one before it, so that none can be changed, removed or moved without changing all that
//! follow; a code over each hash, so that only who holds the key could do so; and the head says how many there are, so that none is
//! missing at the end. What this cannot see is a whole ledger replaced by an older copy of itself: for that there are checkpoints.

use std::collections::HashSet;
use std::time::SystemTime;

use super::checkpoint::{Checkpoint, Tree};
use super::clock::{Micros, to_time};
use super::engine::{Storage, checked_head};
use super::keys::{Digest, Keys};
use super::record::{Head, Kind, hash};
use super::{Damage, LedgerError};

/// A history that is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// How many records there are.
    pub records: u64,
    /// How many people are known, not counting those who were forgotten.
    pub people: u64,
    /// When the newest record was made.
    pub newest: Option<SystemTime>,
    /// The hash of the newest record, in hexadecimal.
    pub head: String,
}

/// Reads everything, and compares it with `checkpoint` if there is one.
pub(super) fn verify(storage: &mut dyn Storage, keys: &Keys, checkpoint: Option<&Checkpoint>) -> Result<Verified, LedgerError> {
    let head = checked_head(storage, keys)?;
    let mut end = Head::EMPTY;
    let mut tree = Tree::default();
    let (mut living, mut forgotten) = (HashSet::<Digest>::new(), HashSet::<Digest>::new());
    let mut agrees = checkpoint.is_none_or(|checkpoint| checkpoint.size == 0 && checkpoint.root == tree.root());
    storage.each_row(&mut |row| {
        let number = end.number + 1;
        if row.number != number {
            return Err(LedgerError::damaged(if row.number > number { Damage::Missing(number) } else { Damage::Record(row.number) }));
        }
        let record = row.read(keys)?;
        if record.previous != end.hash || record.at < end.at || forgotten.contains(&record.person) {
            return Err(LedgerError::damaged(Damage::Record(number)));
        }
        match record.kind {
            Kind::Forgotten => {
                living.remove(&record.person);
                forgotten.insert(record.person);
            }
            _ => drop(living.insert(record.person)),
        }
        end = Head { number, hash: hash(&row.body), at: record.at };
        tree.push(end.hash);
        if let Some(checkpoint) = checkpoint.filter(|checkpoint| checkpoint.size == number) {
            agrees = checkpoint.root == tree.root();
            if !agrees {
                return Err(LedgerError::damaged(Damage::Record(number)));
            }
        }
        Ok(())
    })?;
    let expected = checkpoint.map_or(head.number, |checkpoint| head.number.max(checkpoint.size));
    if end.number < expected {
        return Err(LedgerError::damaged(Damage::Truncated { found: end.number, expected }));
    }
    if end != head || !agrees {
        return Err(LedgerError::damaged(Damage::Head));
    }
    let people = verify_people(storage, keys, living)?;
    let newest = (end.at != Micros::MIN).then(|| to_time(end.at));
    Ok(Verified { records: end.number, people, newest, head: hex::encode(end.hash) })
}

/// Each person of the records who was not forgotten has a row, and there is no other row.
fn verify_people(storage: &mut dyn Storage, keys: &Keys, mut living: HashSet<Digest>) -> Result<u64, LedgerError> {
    let people = storage.people()?;
    let is_one_of_them = people.iter().all(|person| keys.identify(person).is_some() && living.remove(&keys.pseudonym(person)));
    if is_one_of_them && living.is_empty() { Ok(people.len() as u64) } else { Err(LedgerError::damaged(Damage::People)) }
}
