//! What is known at a point of a body: where the parts of each local come from, and what references refer to.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::table::{OriginId, Origins, Parts, PartsTable};
use crate::index::Local;

/// A place in memory: parts of a local.
pub type Slot = (Local, Parts);

/// Most values have one origin and one target, if any.
pub type Few<T> = SmallVec<[T; 2]>;

/// Where the parts of a value come from, and what the references in it refer to.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// Parts of the value, and where they come from.
    pub from: Few<(Parts, OriginId)>,
    /// Parts that are references, and what they refer to.
    pub refers: Few<(Parts, Slot)>,
    /// The same, with what that refers to in turn.
    pub reaches: Few<(Parts, Slot)>,
}

/// What is known at a point. Both lists are sorted.
#[derive(Debug, Clone, Default)]
pub struct State {
    from: Vec<(Slot, OriginId)>,
    refers: Vec<(Slot, Slot)>,
}

/// How many things are told apart in one local.
const MOST: usize = 96;

/// How many references one behind the other are followed.
const LONGEST: usize = 4;

impl State {
    /// Forgets what is known of a slot, which gets another value.
    pub fn clear(&mut self, slot: Slot, table: &mut PartsTable<'_>) {
        clear(&mut self.from, slot, table);
        clear(&mut self.refers, slot, table);
    }

    /// Adds to what a slot may hold.
    pub fn add(&mut self, slot: Slot, value: &Value, table: &mut PartsTable<'_>) {
        for &(parts, origin) in &value.from {
            insert(&mut self.from, ((slot.0, table.join(slot.1, parts)), origin));
        }
        for &(parts, target) in &value.refers {
            let holder = (slot.0, table.join(slot.1, parts));
            if holder != target {
                insert(&mut self.refers, (holder, target));
            }
        }
    }

    /// Whether so much is told apart of a local that it has to end.
    pub fn is_crowded(&self, local: Local) -> bool {
        self.origins_of(local).len() > MOST || self.refers_of(local).len() > MOST
    }

    /// Tells no parts of a local apart any more. What a value refers to that refers to it again could be told apart without end, nearly.
    pub fn widen(&mut self, local: Local, origins: &mut Origins<'_>) {
        let whole: Vec<OriginId> = self.origins_of(local).iter().map(|&(_, origin)| origins.whole(origin)).collect();
        let targets: Vec<Local> = self.refers_of(local).iter().map(|&(_, (target, _))| target).collect();
        self.from.retain(|((known, _), _)| *known != local);
        self.refers.retain(|((known, _), _)| *known != local);
        whole.into_iter().for_each(|origin| insert(&mut self.from, ((local, Parts::ALL), origin)));
        for target in targets.into_iter().filter(|target| *target != local) {
            insert(&mut self.refers, ((local, Parts::ALL), (target, Parts::ALL)));
        }
    }

    /// What the slot refers to, if it is a reference.
    pub fn targets(&self, slot: Slot, table: &mut PartsTable<'_>) -> SmallVec<[Slot; 2]> {
        let holds = |holder: Slot, table: &mut PartsTable<'_>| table.below(holder.1, slot.1).is_some();
        self.refers_of(slot.0).iter().filter(|(holder, _)| holds(*holder, table)).map(|&(_, target)| target).collect()
    }

    /// What a slot holds.
    pub fn read<'a>(&self, slot: Slot, table: &mut PartsTable<'a>, origins: &mut Origins<'a>) -> Value {
        let mut value = Value::default();
        let mut seen: SmallVec<[Slot; 8]> = SmallVec::new();
        let mut pending: SmallVec<[(Slot, Parts, usize); 8]> = smallvec![(slot, Parts::ALL, 0)];
        while let Some((slot, within, depth)) = pending.pop() {
            if seen.contains(&slot) {
                continue;
            }
            seen.push(slot);
            for &((_, known), origin) in self.origins_of(slot.0) {
                if let Some(below) = table.below(slot.1, known) {
                    value.from.push((table.join(within, below), origin));
                } else if let Some(rest) = table.below(known, slot.1) {
                    let origin = origins.part_of(origin, rest, table);
                    value.from.push((within, origin));
                }
            }
            for &((_, holder), target) in self.refers_of(slot.0) {
                // What is selected of a reference is what is selected of what it refers to.
                let below = table.below(slot.1, holder).or_else(|| table.below(holder, slot.1).map(|_| Parts::ALL));
                let Some(below) = below else { continue };
                let parts = table.join(within, below);
                if depth == 0 {
                    value.refers.push((parts, target));
                }
                value.reaches.push((parts, target));
                if depth < LONGEST {
                    pending.push((target, parts, depth + 1));
                }
            }
        }
        if value.from.len() > 1 {
            value.from.sort_unstable();
            value.from.dedup();
        }
        value
    }

    /// Forgets the locals that nobody asks for and that nothing refers to.
    pub fn retain(&mut self, is_live: impl Fn(Local) -> bool) {
        let mut targets: SmallVec<[Local; 16]> = SmallVec::new();
        for &(_, (target, _)) in &self.refers {
            if targets.last() != Some(&target) && !is_live(target) {
                targets.push(target);
            }
        }
        targets.sort_unstable();
        let is_kept = |local: Local| is_live(local) || targets.binary_search(&local).is_ok();
        retain(&mut self.from, is_kept);
        retain(&mut self.refers, is_kept);
    }

    /// Joins what flows in; whether that changed anything.
    pub fn join(&mut self, incoming: &Self) -> bool {
        let from = merge(&mut self.from, &incoming.from);
        merge(&mut self.refers, &incoming.refers) || from
    }

    /// Where the parts of a local come from, in the state itself.
    pub fn origins_of(&self, local: Local) -> &[(Slot, OriginId)] {
        &self.from[range_of(&self.from, local)]
    }

    fn refers_of(&self, local: Local) -> &[(Slot, Slot)] {
        &self.refers[range_of(&self.refers, local)]
    }
}

impl Value {
    /// A value of which these parts come from there.
    pub fn of(parts: Parts, origin: OriginId) -> Self {
        Self { from: smallvec![(parts, origin)], ..Self::default() }
    }

    /// The same, with everything in it below some parts.
    pub fn within(mut self, parts: Parts, table: &mut PartsTable<'_>) -> Self {
        self.from.iter_mut().for_each(|(own, _)| *own = table.join(parts, *own));
        self.refers.iter_mut().chain(&mut self.reaches).for_each(|(own, _)| *own = table.join(parts, *own));
        self
    }

    /// What is below some parts of it, and what all of it is.
    pub fn select<'a>(&self, parts: Parts, table: &mut PartsTable<'a>, origins: &mut Origins<'a>) -> Self {
        let mut from = Few::new();
        for &(own, origin) in &self.from {
            if let Some(below) = table.below(parts, own) {
                from.push((below, origin));
            } else if let Some(rest) = table.below(own, parts) {
                from.push((Parts::ALL, origins.part_of(origin, rest, table)));
            }
        }
        let mut select = |list: &[(Parts, Slot)]| {
            let below = |(own, target): &(Parts, Slot)| {
                let below = table.below(parts, *own).or_else(|| table.below(*own, parts).map(|_| Parts::ALL));
                below.map(|below| (below, *target))
            };
            list.iter().filter_map(below).collect()
        };
        let (refers, reaches) = (select(&self.refers), select(&self.reaches));
        Self { from, refers, reaches }
    }

    /// What it refers to, taken out of there: what is in it may refer to what that referred to.
    pub fn behind(self) -> Self {
        let refers = self.reaches.iter().filter(|(_, slot)| !self.refers.iter().any(|(_, direct)| direct == slot)).copied().collect();
        Self { refers, ..self }
    }

    /// Adds another value to it.
    pub fn extend(&mut self, other: Self) {
        if self.from.is_empty() && self.refers.is_empty() && self.reaches.is_empty() {
            *self = other;
            return;
        }
        self.from.extend(other.from);
        self.refers.extend(other.refers);
        self.reaches.extend(other.reaches);
    }
}

fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(at) = list.binary_search(&item) {
        list.insert(at, item);
    }
}

/// Where in a list that is sorted so the entries of a local are.
fn range_of<T>(list: &[(Slot, T)], local: Local) -> Range<usize> {
    let start = list.partition_point(|((known, _), _)| *known < local);
    let len = list[start..].iter().take_while(|((known, _), _)| *known == local).count();
    start..start + len
}

/// Keeps what is of some locals; asks once for each.
fn retain<T>(list: &mut Vec<(Slot, T)>, is_kept: impl Fn(Local) -> bool) {
    let mut last = None;
    list.retain(|&((local, _), _)| match last {
        Some((known, is_kept)) if known == local => is_kept,
        _ => {
            let is_kept = is_kept(local);
            last = Some((local, is_kept));
            is_kept
        }
    });
}

fn clear<T>(list: &mut Vec<(Slot, T)>, slot: Slot, table: &mut PartsTable<'_>) {
    let range = range_of(list, slot.0);
    if slot.1 == Parts::ALL {
        list.drain(range);
        return;
    }
    for at in range.rev() {
        if table.below(slot.1, list[at].0.1).is_some() {
            list.remove(at);
        }
    }
}

/// Merges two sorted lists into the first; whether that changed it.
fn merge<T: Ord + Copy>(known: &mut Vec<T>, incoming: &[T]) -> bool {
    let mut at = 0;
    let missing = |item: &T| {
        while known.get(at).is_some_and(|known| known < item) {
            at += 1;
        }
        known.get(at) != Some(item)
    };
    let missing = incoming.iter().copied().filter(missing).count();
    if missing == 0 {
        return false;
    }
    // From the end, so that each is moved once.
    let (mut left, mut right) = (known.len(), incoming.len());
    known.resize(left + missing, incoming[0]);
    for to in (0..known.len()).rev() {
        if right == 0 {
            break;
        }
        let next = incoming[right - 1];
        if left > 0 && known[left - 1] >= next {
            right -= usize::from(known[left - 1] == next);
            left -= 1;
            known[to] = known[left];
        } else {
            right -= 1;
            known[to] = next;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn what_is_merged_stays_sorted_and_says_whether_it_is_new() {
        let mut known = vec![2, 4, 6];
        assert!(!merge(&mut known, &[]));
        assert!(!merge(&mut known, &[2, 6]));
        assert_eq!(known, [2, 4, 6]);
        assert!(merge(&mut known, &[1, 4, 5, 9]));
        assert_eq!(known, [1, 2, 4, 5, 6, 9]);
        let mut empty = Vec::new();
        assert!(merge(&mut empty, &[3, 7]));
        assert_eq!(empty, [3, 7]);
    }
}
