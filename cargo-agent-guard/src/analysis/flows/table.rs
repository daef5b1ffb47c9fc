//! Parts and origins as numbers, within one body.

use std::{cmp::Ordering, hash::BuildHasher};

use hashbrown::{HashTable, hash_table::Entry};
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::{
    From,
    lists::{FEW, List, Lists, empty},
    state::Slot,
};
use crate::facts::flows::{DEEPEST, Form};

/// A field: the variant that it is of, by its number, and its own number.
type Step = (u32, u32);

/// A field as facts have it: `0`, `Some.1`.
pub fn field_text(variant: &str, field: u32) -> String {
    if variant.is_empty() { field.to_string() } else { format!("{variant}.{field}") }
}

/// Parts of a value, by their number in a body. The first is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parts(u32);

impl Parts {
    /// All of a value.
    pub const ALL: Self = Self(0);
}

/// What the parts in a crate are, of which its bodies have much the same ones: their steps, and how facts have them.
#[derive(Debug, Default)]
struct Steps {
    /// The variants that have come up; `""`, which stands for none, is the first.
    variants: Vec<Box<str>>,
    variant_numbers: FxHashMap<Box<str>, u32>,
    all: Vec<SmallVec<[Step; DEEPEST]>>,
    numbers: FxHashMap<SmallVec<[Step; DEEPEST]>, usize>,
    /// The fields of parts that were asked for.
    fields: FxHashMap<(usize, Step), usize>,
    /// `0/Some.1`
    texts: Vec<String>,
}

impl Steps {
    fn variant(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.variant_numbers.get(name) {
            return known;
        }
        let number = u32::try_from(self.variants.len()).expect("the variants of one crate stay below 2^32");
        self.variants.push(name.into());
        self.variant_numbers.insert(name.into(), number);
        number
    }

    fn number(&mut self, steps: SmallVec<[Step; DEEPEST]>) -> usize {
        if let Some(&known) = self.numbers.get(&steps) {
            return known;
        }
        let fields: Vec<String> = steps.iter().map(|&(variant, field)| field_text(&self.variants[variant as usize], field)).collect();
        self.texts.push(fields.join("/"));
        self.all.push(steps.clone());
        self.numbers.insert(steps, self.all.len() - 1);
        self.all.len() - 1
    }

    fn field(&mut self, of: usize, variant: &str, field: u32) -> usize {
        let step = (if variant.is_empty() { 0 } else { self.variant(variant) }, field);
        if let Some(&known) = self.fields.get(&(of, step)) {
            return known;
        }
        let mut steps = self.all[of].clone();
        let number = if steps.len() == DEEPEST {
            of
        } else {
            steps.push(step);
            self.number(steps)
        };
        self.fields.insert((of, step), number);
        number
    }
}

/// Numbers the parts of one body in the order in which they are met, so that what comes of it does not depend on other bodies; and the lists
/// that are made of them.
#[derive(Debug, Default)]
pub struct PartsTable {
    /// What is kept from body to body.
    steps: Steps,
    /// Of each of the body's parts its number in the crate.
    of_body: Vec<usize>,
    /// Of each of the crate's parts its number in the body, if it has come up there.
    in_body: Vec<Option<Parts>>,
    /// Where parts come from.
    pub from: Lists<(Parts, OriginId)>,
    /// What parts that are references refer to.
    pub refers: Lists<(Parts, Slot)>,
}

impl PartsTable {
    /// Forgets the numbers and lists of the last body.
    pub fn begin_body(&mut self) {
        self.from.clear();
        self.refers.clear();
        for number in self.of_body.drain(..) {
            self.in_body[number] = None;
        }
        self.steps.variant("");
        let all = self.steps.number(SmallVec::new());
        self.meet(all);
    }

    /// The number in the body of parts of the crate.
    fn meet(&mut self, number: usize) -> Parts {
        if self.in_body.len() <= number {
            self.in_body.resize(number + 1, None);
        }
        *self.in_body[number].get_or_insert_with(|| {
            self.of_body.push(number);
            Parts(u32::try_from(self.of_body.len() - 1).expect("the parts of one body stay below 2^32"))
        })
    }

    fn steps(&self, parts: Parts) -> &SmallVec<[Step; DEEPEST]> {
        &self.steps.all[self.in_crate(parts)]
    }

    /// The number of parts in the crate.
    pub fn in_crate(&self, parts: Parts) -> usize {
        self.of_body[parts.0 as usize]
    }

    /// How many parts have come up in the crate.
    pub fn count_in_crate(&self) -> usize {
        self.steps.all.len()
    }

    /// A field of the parts.
    pub fn field(&mut self, of: Parts, variant: &str, field: u32) -> Parts {
        let number = self.steps.field(self.in_crate(of), variant, field);
        self.meet(number)
    }

    /// The field of the whole value that parts lie in.
    pub fn first_of(&mut self, parts: Parts) -> Parts {
        let first = self.steps(parts).iter().take(1).copied().collect();
        let number = self.steps.number(first);
        self.meet(number)
    }

    /// What is meant if these parts of that part are.
    pub fn join(&mut self, outer: Parts, inner: Parts) -> Parts {
        if inner == Parts::ALL {
            return outer;
        }
        if outer == Parts::ALL {
            return inner;
        }
        let mut steps = self.steps(outer).clone();
        steps.extend(self.steps(inner).iter().take(DEEPEST - steps.len()).copied());
        let number = self.steps.number(steps);
        self.meet(number)
    }

    /// What is left of `whole` below `outer`; `None` if it does not lie there.
    pub fn below(&mut self, outer: Parts, whole: Parts) -> Option<Parts> {
        if outer == whole {
            return Some(Parts::ALL);
        }
        if outer == Parts::ALL {
            return Some(whole);
        }
        let rest = self.steps(whole).strip_prefix(self.steps(outer).as_slice())?;
        let rest = SmallVec::from_slice(rest);
        let number = self.steps.number(rest);
        Some(self.meet(number))
    }

    /// Those of a list whose parts do not lie in these.
    pub fn origins_outside(&mut self, parts: Parts, list: List<(Parts, OriginId)>) -> List<(Parts, OriginId)> {
        let Self { steps, of_body, from, .. } = self;
        let steps = |parts: Parts| &steps.all[of_body[parts.0 as usize]];
        from.filtered(list, |(known, _)| !steps(*known).starts_with(steps(parts)))
    }

    /// The same of a list of references.
    pub fn targets_outside(&mut self, parts: Parts, list: List<(Parts, Slot)>) -> List<(Parts, Slot)> {
        let Self { steps, of_body, refers, .. } = self;
        let steps = |parts: Parts| &steps.all[of_body[parts.0 as usize]];
        refers.filtered(list, |(known, _)| !steps(*known).starts_with(steps(parts)))
    }

    /// Whether the parts lie in a field of this variant.
    pub fn leads_into(&self, parts: Parts, variant: &str) -> bool {
        self.steps(parts).iter().any(|&(known, _)| *self.steps.variants[known as usize] == *variant)
    }

    /// Parts as facts have them: `0/Some.1`.
    pub fn text(&self, parts: Parts) -> &str {
        &self.steps.texts[self.in_crate(parts)]
    }
}

/// An origin, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(u32);

impl OriginId {
    /// The number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where something comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin<'a> {
    /// What it is.
    pub from: From<'a>,
    /// Which parts of it.
    pub parts: Parts,
    /// Whether the parts of it are those of the value. If not, all of the value depends on any part of it.
    pub keeps_parts: bool,
    /// What is left of it.
    pub form: Form,
}

/// The numbers of origins, by what they are: a table that is kept from body to body.
pub type OriginNumbers = HashTable<OriginId>;

/// Numbers origins in the order in which they are met.
#[derive(Debug)]
pub struct Origins<'a> {
    all: Vec<Origin<'a>>,
    numbers: OriginNumbers,
    /// What each is without its parts told apart, as far as that was asked for.
    mixed: Vec<Option<OriginId>>,
}

impl<'a> Origins<'a> {
    /// No origins; the table is one that may be used again.
    pub fn new(mut numbers: OriginNumbers) -> Self {
        empty(&mut numbers);
        Self { all: Vec::with_capacity(FEW), numbers, mixed: Vec::with_capacity(FEW) }
    }

    /// The table, for the next body.
    pub fn into_numbers(self) -> OriginNumbers {
        self.numbers
    }

    pub fn number(&mut self, origin: Origin<'a>) -> OriginId {
        let hash = |origin: &Origin<'a>| FxBuildHasher.hash_one(origin);
        let Self { all, numbers, mixed } = self;
        let entry = numbers.entry(hash(&origin), |id| all[id.index()] == origin, |id| hash(&all[id.index()]));
        if let Entry::Occupied(known) = entry {
            return *known.get();
        }
        let number = OriginId(u32::try_from(all.len()).expect("the origins of one body stay below 2^32"));
        entry.insert(number);
        all.push(origin);
        mixed.push(None);
        number
    }

    /// For each of these origins its place in an order, the same for those that are alike in it.
    pub fn in_order(&self, ids: impl Iterator<Item = OriginId>, compare: impl Fn(&Origin<'a>, &Origin<'a>) -> Ordering) -> Vec<u32> {
        let mut places = vec![0; self.all.len()];
        let mut in_order: Vec<usize> = Vec::with_capacity(self.all.len());
        for id in ids {
            if std::mem::replace(&mut places[id.index()], 1) == 0 {
                in_order.push(id.index());
            }
        }
        in_order.sort_unstable_by(|&one, &other| compare(&self.all[one], &self.all[other]));
        let mut place = 0;
        for (at, &number) in in_order.iter().enumerate() {
            let is_alike = at == 0 || compare(&self.all[in_order[at - 1]], &self.all[number]).is_eq();
            place += u32::from(!is_alike);
            places[number] = place;
        }
        places
    }

    pub fn get(&self, id: OriginId) -> Origin<'a> {
        self.all[id.0 as usize]
    }

    /// A part of what comes from an origin.
    pub fn part_of(&mut self, id: OriginId, parts: Parts, table: &mut PartsTable) -> OriginId {
        let origin = self.get(id);
        if !origin.keeps_parts {
            return id;
        }
        self.number(Origin { parts: table.join(origin.parts, parts), ..origin })
    }

    /// The same in another form.
    pub fn in_form(&mut self, id: OriginId, form: Form) -> OriginId {
        self.number(Origin { form, ..self.get(id) })
    }

    /// All of what a part comes from, without its parts told apart.
    pub fn whole(&mut self, id: OriginId) -> OriginId {
        self.number(Origin { parts: Parts::ALL, keeps_parts: false, ..self.get(id) })
    }

    /// The same without its parts told apart.
    pub fn mixed(&mut self, id: OriginId) -> OriginId {
        if let Some(known) = self.mixed[id.0 as usize] {
            return known;
        }
        let mixed = self.number(Origin { keeps_parts: false, ..self.get(id) });
        self.mixed[id.0 as usize] = Some(mixed);
        mixed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_each_body_anew() {
        let mut table = PartsTable::default();
        table.begin_body();
        let first = table.field(Parts::ALL, "", 0);
        let inner = table.field(first, "Some", 1);
        let list = table.from.list(&[(first, OriginId(0)), (inner, OriginId(0))]);
        assert_eq!(table.from.items(&list).len(), 2);
        assert_eq!([Parts::ALL, first, inner].map(|parts| table.text(parts)), ["", "0", "0/Some.1"]);
        assert_eq!(table.below(first, inner).map(|parts| table.text(parts).to_owned()).as_deref(), Some("Some.1"));
        let other = table.field(first, "", 1);
        let deepest = table.field(other, "", 0);
        assert_eq!(table.field(deepest, "", 7), deepest, "not told apart any more");

        table.begin_body();
        let some = table.field(Parts::ALL, "Some", 1);
        let zero = table.field(Parts::ALL, "", 0);
        assert_eq!((some, zero), (Parts(1), Parts(2)));
        assert_eq!(table.join(zero, some), table.field(zero, "Some", 1));
        assert_eq!([some, zero].map(|parts| table.text(parts)), ["Some.1", "0"]);
    }

    #[test]
    fn origins_of_one_body_are_none_of_the_next() {
        let of = |local| Origin { from: From::Parameter(local), parts: Parts::ALL, keeps_parts: true, form: Form::default() };
        let mut origins = Origins::new(OriginNumbers::default());
        assert_eq!([1, 2, 1].map(|local| origins.number(of(local)).index()), [0, 1, 0]);
        let mut origins = Origins::new(origins.into_numbers());
        assert_eq!([2, 1, 2].map(|local| origins.number(of(local)).index()), [0, 1, 0]);
    }
}
