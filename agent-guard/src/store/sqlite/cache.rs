//! Opened vectors, kept between searches: bounded, wiped when dropped, and used only for as long as the file says that nothing has changed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::search::{Best, Matrix};
use crate::seal::Pseudonym;
use crate::store::MemoryId;

/// A random number that changes with a person's records.
pub(super) type Revision = i64;

/// One person's vectors as of a revision.
#[derive(Clone, Default)]
pub(super) struct Opened {
    pub(super) revision: Revision,
    /// All memories that were looked at, with and without vector.
    known: HashSet<MemoryId>,
    by_dimensions: BTreeMap<usize, Matrix<MemoryId>>,
}

impl Opened {
    pub(super) fn reserve(&mut self, vectors: usize, dimensions: usize) {
        self.by_dimensions.entry(dimensions).or_default().reserve(vectors, dimensions);
    }

    pub(super) fn knows(&self, id: &MemoryId) -> bool {
        self.known.contains(id)
    }

    pub(super) fn add(&mut self, id: MemoryId, unit: Option<&[f32]>) {
        self.known.insert(id);
        if let Some(unit) = unit {
            self.by_dimensions.entry(unit.len()).or_default().push(id, unit);
        }
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(&MemoryId) -> bool) {
        let known = self.known.len();
        self.known.retain(&is_kept);
        if self.known.len() < known {
            self.by_dimensions.values_mut().for_each(|matrix| matrix.retain(&is_kept));
        }
    }

    pub(super) fn search(&self, unit: &[f32], best: &mut Best<MemoryId>) {
        if let Some(matrix) = self.by_dimensions.get(&unit.len()) {
            matrix.search(unit, best);
        }
    }

    fn bytes(&self) -> usize {
        let known = self.known.capacity() * size_of::<MemoryId>();
        known + self.by_dimensions.values().map(Matrix::bytes).sum::<usize>()
    }
}

/// The opened vectors of the people searched last, within a number of bytes.
pub(super) struct Cache {
    limit: usize,
    people: HashMap<Pseudonym, Entry>,
    /// Counts uses, to know whose was longest ago.
    uses: u64,
}

struct Entry {
    opened: Arc<Opened>,
    used: u64,
}

impl Cache {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, people: HashMap::new(), uses: 0 }
    }

    /// How many bytes may be kept.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// What is kept of a person, of whatever revision.
    fn get(&mut self, person: &Pseudonym) -> Option<Arc<Opened>> {
        self.uses += 1;
        let entry = self.people.get_mut(person)?;
        entry.used = self.uses;
        Some(Arc::clone(&entry.opened))
    }

    /// What is kept of a person, and taken out if it is of another revision: so that nobody else holds it, and bringing it up to date need not
    /// copy it.
    pub(super) fn get_or_remove(&mut self, person: &Pseudonym, revision: Revision) -> Option<Arc<Opened>> {
        match self.get(person) {
            Some(opened) if opened.revision != revision => self.remove(person),
            opened => opened,
        }
    }

    /// Lets go of what is kept of a person.
    pub(super) fn remove(&mut self, person: &Pseudonym) -> Option<Arc<Opened>> {
        self.people.remove(person).map(|entry| entry.opened)
    }

    /// Keeps this, and lets go of what was used longest ago until there is room. What is too large by itself is not kept.
    pub(super) fn put(&mut self, person: Pseudonym, opened: Arc<Opened>) {
        self.uses += 1;
        self.people.insert(person, Entry { opened, used: self.uses });
        while self.people.values().map(|entry| entry.opened.bytes()).sum::<usize>() > self.limit {
            let oldest = self.people.iter().min_by_key(|(_, entry)| entry.used).map(|(person, _)| *person);
            oldest.and_then(|person| self.people.remove(&person));
        }
    }

    /// Carries a change of our own into what is kept, if that is of the revision before it.
    pub(super) fn update(&mut self, person: &Pseudonym, before: Option<Revision>, after: Revision, change: impl FnOnce(&mut Opened)) {
        let Some(mut opened) = self.remove(person) else { return };
        if Some(opened.revision) == before {
            let changed = Arc::make_mut(&mut opened);
            change(changed);
            changed.revision = after;
            self.put(*person, opened);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u8) -> Pseudonym {
        Pseudonym::new([number; 32])
    }

    fn opened(revision: Revision) -> Arc<Opened> {
        let mut opened = Opened { revision, ..Opened::default() };
        opened.add(MemoryId::from_bytes([0; 16]), Some(&[1.0; 1000]));
        Arc::new(opened)
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let mut cache = Cache::new(2 * opened(0).bytes());
        cache.put(person(1), opened(1));
        cache.put(person(2), opened(2));
        assert!(cache.get(&person(1)).is_some());
        cache.put(person(3), opened(3));
        assert!(cache.get(&person(2)).is_none());
        assert!(cache.get(&person(1)).is_some() && cache.get(&person(3)).is_some());
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept() {
        let mut cache = Cache::new(100);
        cache.put(person(1), opened(1));
        assert!(cache.get(&person(1)).is_none());
    }

    #[test]
    fn what_is_out_of_date_is_given_away_and_not_kept() {
        let mut cache = Cache::new(usize::MAX);
        cache.put(person(1), opened(1));
        assert!(cache.get_or_remove(&person(1), 1).is_some());
        let mut stale = cache.get_or_remove(&person(1), 2).unwrap();
        assert!(Arc::get_mut(&mut stale).is_some(), "nobody else holds it");
        assert!(cache.get_or_remove(&person(1), 1).is_none());
    }

    #[test]
    fn a_change_is_carried_into_the_revision_before_it_only() {
        let mut cache = Cache::new(usize::MAX);
        cache.put(person(1), opened(1));
        cache.update(&person(1), Some(1), 2, |opened| opened.add(MemoryId::from_bytes([1; 16]), None));
        let current = cache.get(&person(1)).unwrap();
        assert!(current.revision == 2 && current.knows(&MemoryId::from_bytes([1; 16])));

        cache.put(person(1), current);
        cache.update(&person(1), Some(1), 3, |_| panic!("it is of another revision"));
        assert!(cache.get(&person(1)).is_none(), "what is out of date is dropped");
    }
}
