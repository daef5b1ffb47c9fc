//! Parts and origins as numbers, within one body.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{
    From,
    lists::{List, Lists},
    state::Slot,
};
use crate::facts::flows::{DEEPEST, Form};

/// A field: the variant that it is of, by its number, and its own number.
type Step = (u32, u32);

/// A field as facts have it: `0`, `Some.1`.
pub fn field_text(variant: &str, field: u32) -> String {
    if variant.is_empty() { field.to_string() } else { format!("{variant}.{field}") }
}

/// Parts of a value, by number. The first is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parts(u32);

impl Parts {
    /// All of a value.
    pub const ALL: Self = Self(0);

    /// The number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Numbers parts in the order in which they are met, and the lists that are made of them.
#[derive(Debug)]
pub struct PartsTable<'a> {
    /// The variants that have come up; `""`, which stands for none, is the first.
    variants: Vec<&'a str>,
    steps: Vec<SmallVec<[Step; DEEPEST]>>,
    numbers: FxHashMap<SmallVec<[Step; DEEPEST]>, Parts>,
    /// Where parts come from.
    pub from: Lists<(Parts, OriginId)>,
    /// What parts that are references refer to.
    pub refers: Lists<(Parts, Slot)>,
}

impl<'a> PartsTable<'a> {
    pub fn new() -> Self {
        let mut table =
            Self { variants: vec![""], steps: Vec::new(), numbers: FxHashMap::default(), from: Lists::new(), refers: Lists::new() };
        table.number(SmallVec::new());
        table
    }

    fn number(&mut self, steps: SmallVec<[Step; DEEPEST]>) -> Parts {
        if let Some(&known) = self.numbers.get(&steps) {
            return known;
        }
        let number = Parts(u32::try_from(self.steps.len()).expect("the parts of one body stay below 2^32"));
        self.steps.push(steps.clone());
        self.numbers.insert(steps, number);
        number
    }

    /// A field of the parts.
    pub fn field(&mut self, of: Parts, variant: &'a str, field: u32) -> Parts {
        let mut steps = self.steps[of.0 as usize].clone();
        if steps.len() == DEEPEST {
            return of;
        }
        let variant = self.variants.iter().position(|known| *known == variant).unwrap_or_else(|| {
            self.variants.push(variant);
            self.variants.len() - 1
        });
        steps.push((u32::try_from(variant).expect("the variants of one body stay below 2^32"), field));
        self.number(steps)
    }

    /// What is meant if these parts of that part are.
    pub fn join(&mut self, outer: Parts, inner: Parts) -> Parts {
        if inner == Parts::ALL {
            return outer;
        }
        if outer == Parts::ALL {
            return inner;
        }
        let mut steps = self.steps[outer.0 as usize].clone();
        let inner = &self.steps[inner.0 as usize];
        steps.extend(inner.iter().take(DEEPEST - steps.len()).copied());
        self.number(steps)
    }

    /// What is left of `whole` below `outer`; `None` if it does not lie there.
    pub fn below(&mut self, outer: Parts, whole: Parts) -> Option<Parts> {
        if outer == whole {
            return Some(Parts::ALL);
        }
        if outer == Parts::ALL {
            return Some(whole);
        }
        let rest = self.steps[whole.0 as usize].strip_prefix(self.steps[outer.0 as usize].as_slice())?;
        let rest = SmallVec::from_slice(rest);
        Some(self.number(rest))
    }

    /// Those of a list whose parts do not lie in these.
    pub fn origins_outside(&mut self, parts: Parts, list: List<(Parts, OriginId)>) -> List<(Parts, OriginId)> {
        let Self { steps, from, .. } = self;
        from.filtered(list, |(known, _)| !steps[known.index()].starts_with(&steps[parts.index()]))
    }

    /// The same of a list of references.
    pub fn targets_outside(&mut self, parts: Parts, list: List<(Parts, Slot)>) -> List<(Parts, Slot)> {
        let Self { steps, refers, .. } = self;
        refers.filtered(list, |(known, _)| !steps[known.index()].starts_with(&steps[parts.index()]))
    }

    /// Whether the parts lie in a field of this variant.
    pub fn leads_into(&self, parts: Parts, variant: &str) -> bool {
        self.steps[parts.0 as usize].iter().any(|&(known, _)| self.variants[known as usize] == variant)
    }

    /// All of them as facts have them: `0/Some.1`.
    pub fn texts(&self) -> Vec<String> {
        let text = |steps: &SmallVec<[Step; DEEPEST]>| {
            let mut text = String::new();
            for (at, &(variant, field)) in steps.iter().enumerate() {
                if at > 0 {
                    text.push('/');
                }
                text.push_str(&field_text(self.variants[variant as usize], field));
            }
            text
        };
        self.steps.iter().map(text).collect()
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

/// Numbers origins in the order in which they are met.
#[derive(Debug, Default)]
pub struct Origins<'a> {
    all: Vec<Origin<'a>>,
    numbers: FxHashMap<Origin<'a>, OriginId>,
    /// What each is without its parts told apart, as far as that was asked for.
    mixed: Vec<Option<OriginId>>,
}

impl<'a> Origins<'a> {
    pub fn number(&mut self, origin: Origin<'a>) -> OriginId {
        *self.numbers.entry(origin).or_insert_with(|| {
            self.all.push(origin);
            self.mixed.push(None);
            OriginId(u32::try_from(self.all.len() - 1).expect("the origins of one body stay below 2^32"))
        })
    }

    /// For each origin its place in an order, the same for those that are alike in it.
    pub fn in_order(&self, compare: impl Fn(&Origin<'a>, &Origin<'a>) -> Ordering) -> Vec<u32> {
        let mut in_order: Vec<usize> = (0..self.all.len()).collect();
        in_order.sort_unstable_by(|&one, &other| compare(&self.all[one], &self.all[other]));
        let mut places = vec![0; self.all.len()];
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
    pub fn part_of(&mut self, id: OriginId, parts: Parts, table: &mut PartsTable<'a>) -> OriginId {
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
