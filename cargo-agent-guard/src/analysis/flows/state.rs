//! What is known at a point of a body: where the parts of each local come from, and what references refer to.

use smallvec::{SmallVec, smallvec};

use super::{
    lists::{FEW, List},
    table::{OriginId, Origins, Parts, PartsTable},
};
use crate::index::Local;

/// A place in memory: parts of a local.
pub type Slot = (Local, Parts);

/// Most values have one origin and one target, if any.
pub type Few<T> = SmallVec<[T; 2]>;

/// Where the parts of a value come from, and what the references in it refer to.
#[derive(Debug, Default)]
pub struct Value {
    /// Parts of the value, and where they come from.
    pub from: Few<(Parts, OriginId)>,
    /// Parts that are references, and what they refer to.
    pub refers: Few<(Parts, Slot)>,
    /// The same, with what that refers to in turn.
    pub reaches: Few<(Parts, Slot)>,
}

impl Clone for Value {
    /// What is derived would copy element by element.
    fn clone(&self) -> Self {
        Self { from: Few::from_slice(&self.from), refers: Few::from_slice(&self.refers), reaches: Few::from_slice(&self.reaches) }
    }
}

/// What is known of a local: where its parts come from, and what those of them refer to that are references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    local: Local,
    from: List<(Parts, OriginId)>,
    refers: List<(Parts, Slot)>,
}

/// What is known at a point, in the order of the locals. Of others nothing is known.
#[derive(Debug, Clone)]
pub struct State(Vec<Held>);

/// How many things are told apart in one local.
const MOST: usize = 96;

/// How many references one behind the other are followed.
const LONGEST: usize = 4;

impl State {
    /// Nothing is known, yet.
    pub fn empty() -> Self {
        Self(Vec::with_capacity(FEW))
    }

    fn find(&self, local: Local) -> Result<usize, usize> {
        self.0.binary_search_by_key(&local, |held| held.local)
    }

    fn get(&self, local: Local) -> Held {
        self.find(local).map_or(Held { local, from: List::Empty, refers: List::Empty }, |at| self.0[at])
    }

    fn set(&mut self, held: Held) {
        let is_nothing = held.from == List::Empty && held.refers == List::Empty;
        match self.find(held.local) {
            Ok(at) if is_nothing => drop(self.0.remove(at)),
            Ok(at) => self.0[at] = held,
            Err(_) if is_nothing => {}
            Err(at) => self.0.insert(at, held),
        }
    }

    /// Forgets what is known of a slot, which gets another value.
    pub fn clear(&mut self, (local, parts): Slot, table: &mut PartsTable) {
        let Held { from, refers, .. } = self.get(local);
        if parts == Parts::ALL {
            return self.set(Held { local, from: List::Empty, refers: List::Empty });
        }
        let (from, refers) = (table.origins_outside(parts, from), table.targets_outside(parts, refers));
        self.set(Held { local, from, refers });
    }

    /// Gives the whole of a local another value.
    pub fn put(&mut self, local: Local, value: &Value, table: &mut PartsTable) {
        let from = table.from.list(&value.from);
        let is_of_itself = |&(parts, target): &(Parts, Slot)| (local, parts) == target;
        let refers = if value.refers.iter().any(is_of_itself) {
            let others: Few<(Parts, Slot)> = value.refers.iter().filter(|entry| !is_of_itself(entry)).copied().collect();
            table.refers.list(&others)
        } else {
            table.refers.list(&value.refers)
        };
        self.set(Held { local, from, refers });
    }

    /// Adds to what a slot may hold.
    pub fn add(&mut self, (local, within): Slot, value: &Value, table: &mut PartsTable) {
        if value.from.is_empty() && value.refers.is_empty() {
            return;
        }
        let Held { from, refers, .. } = self.get(local);
        let more: SmallVec<[(Parts, OriginId); 4]> =
            value.from.iter().map(|&(parts, origin)| (table.join(within, parts), origin)).collect();
        let more = table.from.list(&more);
        let from = table.from.union(from, more);
        let more: SmallVec<[(Parts, Slot); 4]> = (value.refers.iter())
            .map(|&(parts, target)| (table.join(within, parts), target))
            .filter(|&(parts, target)| (local, parts) != target)
            .collect();
        let more = table.refers.list(&more);
        let refers = table.refers.union(refers, more);
        self.set(Held { local, from, refers });
    }

    /// Whether so much is told apart of a local that it has to end.
    pub fn is_crowded(&self, local: Local, table: &PartsTable) -> bool {
        let Held { from, refers, .. } = self.get(local);
        table.from.len(from) > MOST || table.refers.len(refers) > MOST
    }

    /// Tells no parts of a local apart any more. What a value refers to that refers to it again could be told apart without end, nearly.
    pub fn widen(&mut self, local: Local, table: &mut PartsTable, origins: &mut Origins<'_>) {
        let Held { from, refers, .. } = self.get(local);
        let whole: Vec<_> = table.from.items(&from).iter().map(|&(_, origin)| (Parts::ALL, origins.whole(origin))).collect();
        let targets: Vec<_> = (table.refers.items(&refers).iter())
            .filter(|(_, (target, _))| *target != local)
            .map(|&(_, (target, _))| (Parts::ALL, (target, Parts::ALL)))
            .collect();
        let (from, refers) = (table.from.list(&whole), table.refers.list(&targets));
        self.set(Held { local, from, refers });
    }

    /// What the slot refers to, if it is a reference.
    pub fn targets(&self, slot: Slot, table: &mut PartsTable) -> SmallVec<[Slot; 2]> {
        let refers = self.get(slot.0).refers;
        let mut targets = SmallVec::new();
        for at in 0..table.refers.len(refers) {
            let (holder, target) = table.refers.at(refers, at);
            if table.below(holder, slot.1).is_some() {
                targets.push(target);
            }
        }
        targets
    }

    /// What a slot holds. A part of a local that is a reference is that part of what it refers to.
    pub fn read<'a>(&self, slot: Slot, is_reference: impl Fn(Local) -> bool, table: &mut PartsTable, origins: &mut Origins<'a>) -> Value {
        let mut value = Value::default();
        let Held { from, refers, .. } = self.get(slot.0);
        // Nearly always the whole of something that refers to nothing.
        if refers == List::Empty && (slot.1 == Parts::ALL || from == List::Empty) {
            value.from.extend_from_slice(table.from.items(&from));
            return value;
        }
        let mut seen: SmallVec<[Slot; 8]> = SmallVec::new();
        let mut pending: SmallVec<[(Slot, Parts, usize); 8]> = smallvec![(slot, Parts::ALL, 0)];
        while let Some((slot, within, depth)) = pending.pop() {
            if seen.contains(&slot) {
                continue;
            }
            seen.push(slot);
            let Held { from, refers, .. } = self.get(slot.0);
            for at in 0..table.from.len(from) {
                let (known, origin) = table.from.at(from, at);
                if let Some(below) = table.below(slot.1, known) {
                    value.from.push((table.join(within, below), origin));
                } else if let Some(rest) = table.below(known, slot.1) {
                    let origin = origins.part_of(origin, rest, table);
                    value.from.push((within, origin));
                }
            }
            for at in 0..table.refers.len(refers) {
                let (holder, target) = table.refers.at(refers, at);
                let below = match (table.below(slot.1, holder), table.below(holder, slot.1)) {
                    (Some(below), _) => below,
                    (None, Some(rest)) if holder == Parts::ALL && is_reference(slot.0) => {
                        pending.push(((target.0, table.join(target.1, rest)), within, depth));
                        continue;
                    }
                    // Where in a value of foreign code a reference lies is not known.
                    (None, Some(_)) => Parts::ALL,
                    (None, None) => continue,
                };
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
    pub fn retain(&mut self, table: &PartsTable, is_live: impl Fn(Local) -> bool) {
        let targets = self.targets_without_name(table, &is_live);
        self.0.retain(|held| is_live(held.local) || targets.binary_search(&held.local).is_ok());
    }

    /// A copy without these.
    pub fn retained(&self, table: &PartsTable, is_live: impl Fn(Local) -> bool) -> Self {
        let targets = self.targets_without_name(table, &is_live);
        let mut retained = Self::empty();
        retained.0.extend(self.0.iter().filter(|held| is_live(held.local) || targets.binary_search(&held.local).is_ok()));
        retained
    }

    /// The locals that nobody asks for by their names, but that something refers to, in order.
    fn targets_without_name(&self, table: &PartsTable, is_live: impl Fn(Local) -> bool) -> SmallVec<[Local; 16]> {
        let mut targets = SmallVec::new();
        for held in self.0.iter().filter(|held| held.refers != List::Empty) {
            for &(_, (target, _)) in table.refers.items(&held.refers) {
                if !is_live(target) {
                    targets.push(target);
                }
            }
        }
        targets.sort_unstable();
        targets
    }

    /// Joins what flows in; whether that changed anything.
    pub fn join(&mut self, incoming: &Self, table: &mut PartsTable) -> bool {
        let mut changed = false;
        let mut at = 0;
        for more in &incoming.0 {
            while self.0.get(at).is_some_and(|held| held.local < more.local) {
                at += 1;
            }
            match self.0.get_mut(at).filter(|held| held.local == more.local) {
                Some(held) => {
                    let (from, refers) = (table.from.union(held.from, more.from), table.refers.union(held.refers, more.refers));
                    changed |= (from, refers) != (held.from, held.refers);
                    (held.from, held.refers) = (from, refers);
                }
                None => {
                    self.0.insert(at, *more);
                    changed = true;
                }
            }
        }
        changed
    }

    /// Whether it is known where a part of a local comes from, in the state itself.
    pub fn has_origins(&self, local: Local) -> bool {
        self.get(local).from != List::Empty
    }

    /// Where the parts of a local come from, in the state itself.
    pub fn origins_of(&self, local: Local, table: &PartsTable) -> Few<(Parts, OriginId)> {
        Few::from_slice(table.from.items(&self.get(local).from))
    }
}

impl Value {
    /// A value of which these parts come from there.
    pub fn of(parts: Parts, origin: OriginId) -> Self {
        Self { from: smallvec![(parts, origin)], ..Self::default() }
    }

    /// The same, with everything in it below some parts.
    pub fn within(mut self, parts: Parts, table: &mut PartsTable) -> Self {
        self.from.iter_mut().for_each(|(own, _)| *own = table.join(parts, *own));
        self.refers.iter_mut().chain(&mut self.reaches).for_each(|(own, _)| *own = table.join(parts, *own));
        self
    }

    /// What is below some parts of it, and what all of it is.
    pub fn select<'a>(&self, parts: Parts, table: &mut PartsTable, origins: &mut Origins<'a>) -> Self {
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

    /// It as one that refers to all that it leads to.
    pub fn reaching(mut self) -> Self {
        self.refers.extend(self.reaches.iter().copied());
        self
    }

    /// What it refers to, taken out of there: what is in it may refer to what that referred to.
    pub fn behind(self) -> Self {
        let refers = self.reaches.iter().filter(|(_, slot)| !self.refers.iter().any(|(_, direct)| direct == slot)).copied().collect();
        Self { refers, ..self }
    }

    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.from.is_empty() && self.refers.is_empty() && self.reaches.is_empty()
    }

    /// Whether so much is told apart in it that it may crowd a local.
    pub fn is_large(&self) -> bool {
        self.from.len() > MOST || self.refers.len() > MOST
    }

    /// Adds another value to it.
    pub fn extend(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.from.extend_from_slice(&other.from);
        self.refers.extend_from_slice(&other.refers);
        self.reaches.extend_from_slice(&other.reaches);
    }
}
