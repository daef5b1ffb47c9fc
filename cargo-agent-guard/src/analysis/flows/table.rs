//! Parts and origins as numbers, within one body.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::From;
use crate::facts::flows::{DEEPEST, Form};

/// A field: the variant that it is of, `""` in a struct, and its number.
type Step<'a> = (&'a str, u32);

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

/// Numbers parts in the order in which they are met.
#[derive(Debug)]
pub struct PartsTable<'a> {
    steps: Vec<SmallVec<[Step<'a>; DEEPEST]>>,
    numbers: FxHashMap<SmallVec<[Step<'a>; DEEPEST]>, Parts>,
}

impl<'a> PartsTable<'a> {
    pub fn new() -> Self {
        let mut table = Self { steps: Vec::new(), numbers: FxHashMap::default() };
        table.number(SmallVec::new());
        table
    }

    fn number(&mut self, steps: SmallVec<[Step<'a>; DEEPEST]>) -> Parts {
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
        steps.push((variant, field));
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

    /// Whether the parts lie in a field of this variant.
    pub fn leads_into(&self, parts: Parts, variant: &str) -> bool {
        self.steps[parts.0 as usize].iter().any(|&(known, _)| known == variant)
    }

    /// All of them as facts have them: `0/Some.1`.
    pub fn texts(&self) -> Vec<String> {
        let text = |steps: &SmallVec<[Step<'a>; DEEPEST]>| {
            let mut text = String::new();
            for (at, &(variant, field)) in steps.iter().enumerate() {
                if at > 0 {
                    text.push('/');
                }
                text.push_str(&field_text(variant, field));
            }
            text
        };
        self.steps.iter().map(text).collect()
    }
}

/// An origin, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(u32);

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
