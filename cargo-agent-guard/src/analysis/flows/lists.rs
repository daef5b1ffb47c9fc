//! Lists that are kept once: the same few come up at many points and in many locals, and are compared by their numbers.

use std::{
    hash::{BuildHasher, Hash},
    ops::Range,
};

use hashbrown::{HashTable, hash_table::Entry};
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

/// A list: sorted, with nothing twice. Two that are alike are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List<T> {
    Empty,
    /// Most have one thing in them, and need no number.
    One(T),
    /// Others have one.
    Many(u32),
}

/// How many origins, edges and the like most bodies have, at most.
pub const FEW: usize = 16;

/// Empties a table that is kept from body to body. One that has grown large is not kept, because emptying it takes time in every body.
pub fn empty<T>(table: &mut HashTable<T>) {
    const LARGE: usize = 64 * FEW;
    if table.capacity() > LARGE { *table = HashTable::new() } else { table.clear() }
}

/// Numbers lists in the order in which they are met.
#[derive(Debug)]
pub struct Lists<T> {
    /// What is in the lists, one after the other.
    all: Vec<T>,
    /// Where each of them is.
    ranges: Vec<Range<usize>>,
    /// The numbers of lists, by what is in them.
    numbers: HashTable<u32>,
    unions: FxHashMap<(u32, u32), List<T>>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { all: Vec::new(), ranges: Vec::new(), numbers: HashTable::new(), unions: FxHashMap::default() }
    }
}

impl<T: Copy + Ord + Hash> Lists<T> {
    /// Forgets all lists.
    pub fn clear(&mut self) {
        self.all.clear();
        self.ranges.clear();
        empty(&mut self.numbers);
        self.unions = FxHashMap::default();
    }

    /// The list of these, which come in any order.
    pub fn list(&mut self, items: &[T]) -> List<T> {
        match *items {
            [] => List::Empty,
            [one] => List::One(one),
            _ if items.is_sorted_by(|one, next| one < next) => self.number(items),
            _ => {
                let mut sorted: SmallVec<[T; 8]> = SmallVec::from_slice(items);
                sorted.sort_unstable();
                sorted.dedup();
                if let [one] = sorted[..] { List::One(one) } else { self.number(&sorted) }
            }
        }
    }

    fn number(&mut self, sorted: &[T]) -> List<T> {
        let Self { all, ranges, numbers, .. } = self;
        let hash = |items: &[T]| FxBuildHasher.hash_one(items);
        let of = |known: u32| &all[ranges[known as usize].clone()];
        let entry = numbers.entry(hash(sorted), |&known| of(known) == sorted, |&known| hash(of(known)));
        if let Entry::Occupied(known) = entry {
            return List::Many(*known.get());
        }
        let number = u32::try_from(ranges.len()).expect("the lists of one body stay below 2^32");
        entry.insert(number);
        ranges.push(all.len()..all.len() + sorted.len());
        all.extend_from_slice(sorted);
        List::Many(number)
    }

    fn numbered(&self, number: u32) -> &[T] {
        &self.all[self.ranges[number as usize].clone()]
    }

    /// What is in a list.
    pub fn items<'l>(&'l self, list: &'l List<T>) -> &'l [T] {
        match list {
            List::Empty => &[],
            List::One(one) => std::slice::from_ref(one),
            List::Many(number) => self.numbered(*number),
        }
    }

    /// What is at a place in a list: for whoever changes the table meanwhile.
    pub fn at(&self, list: List<T>, at: usize) -> T {
        self.items(&list)[at]
    }

    /// How much is in a list.
    pub fn len(&self, list: List<T>) -> usize {
        match list {
            List::Empty => 0,
            List::One(_) => 1,
            List::Many(number) => self.ranges[number as usize].len(),
        }
    }

    /// What is in one list or the other.
    pub fn union(&mut self, one: List<T>, other: List<T>) -> List<T> {
        match (one, other) {
            _ if one == other => one,
            (_, List::Empty) => one,
            (List::Empty, _) => other,
            (List::Many(number), List::One(item)) | (List::One(item), List::Many(number)) => {
                let items = self.numbered(number);
                let Err(at) = items.binary_search(&item) else { return List::Many(number) };
                let mut both: SmallVec<[T; 8]> = SmallVec::from_slice(items);
                both.insert(at, item);
                self.number(&both)
            }
            (List::One(item), List::One(another)) => self.list(&[item, another]),
            (List::Many(number), List::Many(another)) => {
                if let Some(&known) = self.unions.get(&(number, another)) {
                    return known;
                }
                let mut both: SmallVec<[T; 8]> = SmallVec::from_slice(self.numbered(number));
                both.extend_from_slice(self.numbered(another));
                let union = self.list(&both);
                self.unions.insert((number, another), union);
                union
            }
        }
    }

    /// Those of a list that are meant.
    pub fn filtered(&mut self, list: List<T>, is_meant: impl Fn(&T) -> bool) -> List<T> {
        let items = self.items(&list);
        let meant: SmallVec<[T; 8]> = items.iter().filter(|item| is_meant(item)).copied().collect();
        if meant.len() == items.len() { list } else { self.list(&meant) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_the_same_are_equal_in_whatever_order_they_come() {
        let mut lists = Lists::default();
        let list = lists.list(&[3, 1, 2, 1]);
        assert_eq!(lists.list(&[1, 2, 3]), list);
        assert_eq!(*lists.items(&list), [1, 2, 3]);
        assert_eq!(lists.list(&[]), List::Empty);
        assert_eq!(lists.list(&[5, 5]), List::One(5));
        assert_ne!(lists.list(&[1, 2]), list);
        assert_eq!([List::Empty, List::One(5), list].map(|list| lists.len(list)), [0, 1, 3]);
    }

    #[test]
    fn what_is_united_is_in_one_or_the_other() {
        let mut lists = Lists::default();
        let (odd, even, all, two) = (lists.list(&[1, 3]), lists.list(&[2, 4]), lists.list(&[1, 2, 3, 4]), List::One(2));
        let three = lists.list(&[1, 2, 3]);
        for _ in 0..2 {
            assert_eq!(lists.union(odd, even), all);
            assert_eq!(lists.union(all, odd), all);
            assert_eq!(lists.union(List::Empty, odd), odd);
            assert_eq!(lists.union(odd, List::Empty), odd);
            assert_eq!(lists.union(odd, two), three);
            assert_eq!(lists.union(two, odd), three);
            assert_eq!(lists.union(two, all), all);
            assert_eq!(lists.union(two, List::One(4)), even);
            assert_eq!(lists.union(two, two), two);
        }
        assert_eq!(lists.filtered(all, |item| item % 2 == 0), even);
        assert_eq!(lists.filtered(all, |&item| item == 2), two);
        assert_eq!(lists.filtered(all, |_| true), all);
        assert_eq!(lists.filtered(two, |_| false), List::Empty);
    }
}
