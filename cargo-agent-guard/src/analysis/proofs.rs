//! Proofs, and sets of them as bits: what the consent analysis computes with.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A proof, as one body's text names it. [`Token`](crate::facts::Token) is its form in the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Proof<'a> {
    /// A `Consent<P>` exists; `P` as printed.
    Consent(&'a str),
    /// A value of this type exists. The linker knows whether that proves anything.
    Carrier(&'a str),
    /// A value of this enum exists that is in the variant with this discriminant.
    Variant(&'a str, i128),
    /// Some token exists; on one path perhaps for another purpose than on the next.
    Any,
}

/// Numbers the proofs of a body in the order of their first appearance.
#[derive(Default)]
pub struct Proofs<'a> {
    all: Vec<Proof<'a>>,
    numbers: FxHashMap<Proof<'a>, usize>,
}

impl<'a> Proofs<'a> {
    /// The set of one proof.
    pub fn only(&mut self, proof: Proof<'a>) -> ProofSet {
        let mut set = ProofSet::empty();
        self.add(proof, &mut set);
        set
    }

    /// Puts a proof into a set.
    pub fn add(&mut self, proof: Proof<'a>, set: &mut ProofSet) {
        let number = *self.numbers.entry(proof).or_insert_with(|| {
            self.all.push(proof);
            self.all.len() - 1
        });
        set.insert(number);
    }

    /// The proofs in a set; none for `All`, which is the state of code that never runs.
    pub fn of<'s>(&'s self, set: &'s ProofSet) -> impl Iterator<Item = Proof<'a>> + 's {
        let words: &[u64] = match set {
            ProofSet::All => &[],
            ProofSet::Bits(words) => words,
        };
        let numbers = words.iter().enumerate().flat_map(|(at, word)| {
            let bits = (0..64).filter(move |bit| word >> bit & 1 == 1);
            bits.map(move |bit| at * 64 + bit)
        });
        numbers.map(|number| self.all[number])
    }
}

/// A set of proofs, or all there could be (what holds where no execution gets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofSet {
    /// Every proof.
    All,
    /// The numbers of the proofs, as bits; no zeros at the end.
    Bits(SmallVec<[u64; 2]>),
}

impl ProofSet {
    /// No proof.
    pub const fn empty() -> Self {
        ProofSet::Bits(SmallVec::new_const())
    }

    /// Whether no proof is in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, ProofSet::Bits(words) if words.is_empty())
    }

    fn insert(&mut self, number: usize) {
        if let ProofSet::Bits(words) = self {
            if words.len() <= number / 64 {
                words.resize(number / 64 + 1, 0);
            }
            words[number / 64] |= 1 << (number % 64);
        }
    }

    /// Adds what is in the other one.
    pub fn union(&mut self, other: &ProofSet) {
        match (&mut *self, other) {
            (ProofSet::All, _) => {}
            (_, ProofSet::All) => *self = ProofSet::All,
            (ProofSet::Bits(words), ProofSet::Bits(more)) => {
                if words.len() < more.len() {
                    words.resize(more.len(), 0);
                }
                words.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
            }
        }
    }

    /// Keeps what is in the other one too.
    pub fn intersect(&mut self, other: &ProofSet) {
        match (&mut *self, other) {
            (_, ProofSet::All) => {}
            (ProofSet::All, _) => *self = other.clone(),
            (ProofSet::Bits(words), ProofSet::Bits(more)) => {
                words.truncate(more.len());
                words.iter_mut().zip(more).for_each(|(word, more)| *word &= more);
                while words.last() == Some(&0) {
                    words.pop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_more_proofs_than_a_word_has_bits() {
        let names: Vec<String> = (0..200).map(|number| format!("T{number}")).collect();
        let mut proofs = Proofs::default();
        let mut all = ProofSet::empty();
        names.iter().for_each(|name| proofs.add(Proof::Carrier(name), &mut all));
        let one = proofs.only(Proof::Carrier("T150"));
        assert_eq!(proofs.of(&one).collect::<Vec<_>>(), [Proof::Carrier("T150")]);
        assert_eq!(proofs.of(&all).count(), 200);
        let mut common = all.clone();
        common.intersect(&one);
        assert_eq!(common, one);
        common.intersect(&proofs.only(Proof::Carrier("T1")));
        assert!(common.is_empty(), "no zeros are left at the end: {common:?}");
        common.union(&ProofSet::All);
        assert_eq!(common, ProofSet::All);
        common.intersect(&one);
        assert_eq!(common, one);
    }
}
