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
    /// A value of this enum exists that is in one of several variants: those whose discriminants are the numbers of the bits.
    OneOf(&'a str, u64),
    /// Some token exists; on one path perhaps for another purpose than on the next.
    Any,
}

impl<'a> Proof<'a> {
    /// That a value of this enum is in one of these variants. `None` for discriminants that are not small numbers.
    pub fn one_of(ty: &'a str, discriminants: impl IntoIterator<Item = i128>) -> Option<Self> {
        let bit = |value: i128| u32::try_from(value).ok().and_then(|value| 1u64.checked_shl(value));
        let variants = discriminants.into_iter().try_fold(0, |variants, value| Some(variants | bit(value)?))?;
        Some(Self::alternatives(ty, variants))
    }

    fn alternatives(ty: &'a str, variants: u64) -> Self {
        match variants.count_ones() {
            1 => Proof::Variant(ty, i128::from(variants.trailing_zeros())),
            _ => Proof::OneOf(ty, variants),
        }
    }

    /// The enum and the variants of which this says that a value is in one.
    fn variants(self) -> Option<(&'a str, u64)> {
        match self {
            Proof::OneOf(ty, variants) => Some((ty, variants)),
            Proof::Variant(ty, value @ 0..64) => Some((ty, 1 << value)),
            _ => None,
        }
    }
}

/// Numbers the proofs of a body in the order of their first appearance.
#[derive(Default)]
pub struct Proofs<'a> {
    all: Vec<Proof<'a>>,
    numbers: FxHashMap<Proof<'a>, usize>,
    /// Which of them are about the variants of an enum, as bits.
    about_variants: SmallVec<[u64; 2]>,
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
            let (word, bit) = ((self.all.len() - 1) / 64, (self.all.len() - 1) % 64);
            self.about_variants.resize(word + 1, 0);
            self.about_variants[word] |= u64::from(proof.variants().is_some()) << bit;
            self.all.len() - 1
        });
        set.insert(number);
    }

    /// Keeps what holds either way. That is more than what both sets have: where a value of an enum is in one variant here and in another
    /// one there, it is in one of the two.
    pub fn meet(&mut self, set: &mut ProofSet, other: &ProofSet) {
        let either = self.either(set, other);
        set.intersect(other);
        if either.is_empty() {
            return;
        }
        either.iter().for_each(|&proof| self.add(proof, set));
        // Each set of alternatives that another one implies goes: the same proofs must have one form only, or the analysis might not end.
        let is_new = |ty: &str| either.iter().filter_map(|proof| proof.variants()).any(|(new, _)| new == ty);
        let known: Vec<Proof<'a>> = self.of(set).filter(|proof| proof.variants().is_some_and(|(ty, _)| is_new(ty))).collect();
        let implied = known.iter().filter(|proof| known.iter().any(|other| other != *proof && implies(*other, **proof)));
        implied.for_each(|proof| set.remove(self.numbers[proof]));
    }

    /// What one set says about variants and the other one does not.
    fn variants_only_in(&self, set: &ProofSet, without: &ProofSet) -> SmallVec<[(&'a str, u64); 4]> {
        let (ProofSet::Bits(words), ProofSet::Bits(others)) = (set, without) else { return SmallVec::new() };
        let mut found = SmallVec::new();
        for (at, (word, about)) in words.iter().zip(&self.about_variants).enumerate() {
            let mut left = word & about & !others.get(at).copied().unwrap_or(0);
            while left != 0 {
                found.extend(self.all[at * 64 + left.trailing_zeros() as usize].variants());
                left &= left - 1;
            }
        }
        found
    }

    /// For each enum, the alternatives of one set together with those of the other.
    fn either(&self, one: &ProofSet, other: &ProofSet) -> Vec<Proof<'a>> {
        let here = self.variants_only_in(one, other);
        let there = if here.is_empty() { SmallVec::new() } else { self.variants_only_in(other, one) };
        // Alternatives of alternatives multiply. Who knows so much of so many values on each path is no person's code.
        if here.len() * there.len() > MOST_PAIRS {
            return Vec::new();
        }
        let pairs = here.iter().flat_map(|mine| there.iter().map(move |theirs| (mine, theirs)));
        pairs.filter(|(mine, theirs)| mine.0 == theirs.0).map(|(mine, theirs)| Proof::alternatives(mine.0, mine.1 | theirs.1)).collect()
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

/// How many pairs of proofs about variants are put together where two paths meet.
const MOST_PAIRS: usize = 64;

/// Whether one proof about an enum's variants says all that the other one does.
fn implies(one: Proof<'_>, other: Proof<'_>) -> bool {
    matches!((one.variants(), other.variants()), (Some((ty, few)), Some((same, more))) if ty == same && few & !more == 0)
}

/// A set of proofs, or all there could be (what holds where no execution gets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofSet {
    /// Every proof.
    All,
    /// The numbers of the proofs, as bits; no zeros at the end.
    Bits(SmallVec<[u64; 2]>),
}

impl Default for ProofSet {
    fn default() -> Self {
        Self::empty()
    }
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

    fn remove(&mut self, number: usize) {
        if let ProofSet::Bits(words) = self {
            words.get_mut(number / 64).into_iter().for_each(|word| *word &= !(1 << (number % 64)));
            while words.last() == Some(&0) {
                words.pop();
            }
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
    fn a_value_that_is_in_one_variant_or_another_is_in_one_of_the_two() {
        let mut proofs = Proofs::default();
        let sets = [0, 1, 2].map(|value| proofs.only(Proof::Variant("Access", value)));
        let mut set = sets[0].clone();
        proofs.meet(&mut set, &sets[1]);
        assert_eq!(proofs.of(&set).collect::<Vec<_>>(), [Proof::OneOf("Access", 0b11)]);
        let two = set.clone();
        proofs.meet(&mut set, &sets[1]);
        assert_eq!(set, two, "nothing new");
        proofs.meet(&mut set, &sets[2]);
        assert_eq!(proofs.of(&set).collect::<Vec<_>>(), [Proof::OneOf("Access", 0b111)]);
        proofs.meet(&mut set, &ProofSet::All);
        assert_eq!(proofs.of(&set).count(), 1, "what never runs takes nothing away");
        let other = proofs.only(Proof::Variant("Other", 0));
        proofs.meet(&mut set, &other);
        assert!(set.is_empty(), "values of two enums have nothing in common");
    }

    #[test]
    fn what_another_proof_implies_is_left_out_of_alternatives() {
        let mut proofs = Proofs::default();
        let variant = |value| Proof::Variant("Access", value);
        let sets = [0, 1].map(|value| proofs.only(variant(value)));
        let [mut set, mut other] = sets.clone();
        proofs.add(variant(2), &mut set);
        proofs.add(variant(2), &mut other);
        proofs.meet(&mut set, &other);
        assert_eq!(proofs.of(&set).collect::<Vec<_>>(), [variant(2), Proof::OneOf("Access", 0b11)]);
        let mut joined = set.clone();
        proofs.meet(&mut joined, &sets[0]);
        assert_eq!(proofs.of(&joined).collect::<Vec<_>>(), [Proof::OneOf("Access", 0b11), Proof::OneOf("Access", 0b101)]);
        assert_eq!(Proof::one_of("Access", [0, 70]), None);
        assert_eq!(Proof::one_of("Access", [-1]), None);
        assert_eq!(Proof::one_of("Access", [3]), Some(variant(3)));
    }

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
