//! Iterators and lists, part by part: of a list of pairs, what was put in as the first comes out as the first. Elements are not told apart,
//! nor an iterator from what it goes over. A map is a list of pairs: what it was given as keys is in the first part of these.

use super::{
    Flows, From, To,
    closures::Closures,
    models,
    state::{Slot, State, Value},
    table::Parts,
};
use crate::{
    mir::Call,
    path::{self, Callee},
};

/// Lists, as types.
const LISTS: &[&str] = &["Vec", "VecDeque", "LinkedList", "HashSet", "BTreeSet", "BinaryHeap", "SmallVec"];

fn is_list(ty: &str) -> bool {
    let ty = path::peel(ty);
    ty.starts_with('[') || LISTS.contains(&path::last_segment(ty))
}

/// Maps, as types.
const MAPS: &[&str] = &["HashMap", "BTreeMap", "IndexMap"];

pub(super) fn is_map(ty: &str) -> bool {
    MAPS.contains(&path::last_segment(path::peel(ty)))
}

/// What a function does to the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It passes them on, or one of them, where its type says.
    Pass,
    /// It passes on what a closure makes of each.
    Map,
    /// The same, of which only what is in `Some` goes on.
    FilterMap,
    /// The same, of which what is in it goes on.
    FlatMap,
    /// What is in each goes on.
    Flatten,
    /// Each gets a number before it.
    Enumerate,
    /// Each gets one of another list beside it.
    Zip,
    /// Those of two lists.
    Chain,
    /// A list is made of them.
    Collect,
    /// Two lists, of their halves.
    Unzip,
    /// It only has a closure look at them, and puts them in order or leaves some.
    Look,
    /// The list gets more.
    Add,
    /// A map gets a key and a value.
    Insert,
    /// Of pairs, one half: keys or values.
    Half(u32),
    /// The place of a key in a map.
    Entry,
    /// What is at such a place, or is put there now.
    OrInsert,
}

fn does(callee: &Callee<'_>, returned: &str) -> Option<Does> {
    const PASS: &[&str] = &[
        "filter",
        "skip",
        "take",
        "step_by",
        "rev",
        "peekable",
        "fuse",
        "skip_while",
        "take_while",
        "inspect",
        "cloned",
        "copied",
        "cycle",
        "next",
        "next_back",
        "last",
        "nth",
        "find",
        "max",
        "min",
        "max_by",
        "min_by",
        "max_by_key",
        "min_by_key",
        "for_each",
        "peek",
    ];
    const OF_LISTS: &[&str] = &[
        "iter",
        "iter_mut",
        "as_slice",
        "as_mut_slice",
        "to_vec",
        "into_vec",
        "drain",
        "split_off",
        "into_boxed_slice",
        "get",
        "get_mut",
        "first",
        "last",
        "first_mut",
        "last_mut",
        "pop",
        "pop_front",
        "pop_back",
        "front",
        "back",
        "front_mut",
        "back_mut",
        "remove",
        "swap_remove",
    ];
    match *callee {
        Callee::Trait { trait_name: "Iterator" | "DoubleEndedIterator", root: "std" | "core", name, .. } => Some(match name {
            "map" => Does::Map,
            "filter_map" => Does::FilterMap,
            "flat_map" => Does::FlatMap,
            "flatten" => Does::Flatten,
            "enumerate" => Does::Enumerate,
            "zip" => Does::Zip,
            "chain" => Does::Chain,
            "collect" => Does::Collect,
            "unzip" => Does::Unzip,
            _ if PASS.contains(&name) => Does::Pass,
            _ => return None,
        }),
        Callee::Trait { trait_name: "Index" | "IndexMut", self_type, root: "std" | "core", .. } => match is_map(self_type) {
            true => Some(Does::Half(1)),
            false => is_list(self_type).then_some(Does::Pass),
        },
        Callee::Trait { trait_name: "Extend", self_type, name: "extend", .. } => {
            (is_list(self_type) || is_map(self_type)).then_some(Does::Add)
        }
        Callee::Path { owner, name, root, .. }
            if MAPS.contains(&owner) && (models::is_std(callee) || matches!(root, "indexmap" | "hashbrown")) =>
        {
            Some(match name {
                "insert" => Does::Insert,
                "get" | "get_mut" | "remove" | "values" | "values_mut" | "into_values" => Does::Half(1),
                "keys" | "into_keys" => Does::Half(0),
                "entry" => Does::Entry,
                "iter" | "iter_mut" | "drain" | "get_key_value" | "remove_entry" | "first_key_value" | "last_key_value" | "pop_first"
                | "pop_last" | "range" | "range_mut" => Does::Pass,
                _ => return None,
            })
        }
        Callee::Path { owner: "Entry", path, name, root, .. } if path.contains("_map::Entry") || root == "indexmap" => match name {
            "or_default" | "or_insert" | "or_insert_with" => Some(Does::OrInsert),
            "key" => Some(Does::Half(0)),
            _ => None,
        },
        Callee::Path { path, name, root, .. } if is_list(path) && (models::is_std(callee) || root == "smallvec") => match name {
            "push" | "push_back" | "push_front" | "insert" | "extend_from_slice" | "append" => Some(Does::Add),
            "sort_by"
            | "sort_by_key"
            | "sort_by_cached_key"
            | "sort_unstable_by"
            | "sort_unstable_by_key"
            | "retain"
            | "retain_mut"
            | "dedup_by"
            | "dedup_by_key" => Some(Does::Look),
            // A part of the list, and not one of its elements.
            _ if OF_LISTS.contains(&name) && !returned.ends_with("usize>") => Some(Does::Pass),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a function may be a method of an iterator or a list that is known here, whatever it gives back.
pub fn may_be_of_lists(callee: &Callee<'_>) -> bool {
    does(callee, "").is_some()
}

/// Whether what a function gives back is no reference into what it was called on.
fn gives_itself(callee: &Callee<'_>) -> bool {
    const TAKEN: &[&str] = &["pop", "pop_front", "pop_back", "remove", "swap_remove", "drain", "split_off", "to_vec", "into_vec"];
    matches!(callee, Callee::Trait { trait_name: "Iterator" | "DoubleEndedIterator", .. }) || TAKEN.contains(&callee.name())
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// What a method of an iterator or a list gives back.
    pub(super) fn listed(
        &mut self,
        state: &mut State,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        returned: &str,
    ) -> Option<Value> {
        let does = does(callee, returned)?;
        let first = arguments.first()?;
        if self.own_implementation(callee).is_some() || arguments.iter().any(|value| self.has_sealed(value)) {
            return None;
        }
        let closures: Vec<Closures> =
            arguments.iter().zip(call.arguments).map(|(value, &operand)| self.closures(value, self.operand_type(operand))).collect();
        let closures: Vec<u32> = closures.into_iter().skip(1).flatten().collect();
        let elements = if gives_itself(callee) { self.taken_out(first, call) } else { first.clone().reaching() };
        let lists = self.lists_of(first);
        let mut value = match does {
            Does::Map | Does::FilterMap | Does::FlatMap if closures.is_empty() => return None,
            Does::Map => self.outcomes_of(&closures),
            Does::FilterMap => {
                let made = self.outcomes_of(&closures);
                self.in_variants(&made, &["Some"])
            }
            Does::FlatMap | Does::Flatten => {
                let made = if does == Does::Flatten { elements.clone() } else { self.outcomes_of(&closures) };
                let mut within = self.in_variants(&made, &["Some", "Ok"]);
                within.extend(made);
                within
            }
            Does::Look => Value::default(),
            Does::Pass => self.as_returned(elements.clone(), returned),
            Does::Enumerate => self.beside(None, &elements),
            Does::Zip => self.beside(Some(&elements), arguments.get(1)?),
            Does::Chain => {
                let mut both = elements.clone();
                both.extend(arguments.get(1)?.clone());
                both
            }
            Does::Collect => self.list_of(&elements, returned)?,
            Does::Unzip => elements.clone(),
            Does::Half(half) => {
                let half = self.half(&elements, half);
                self.as_returned(half, returned)
            }
            Does::Entry => {
                self.put_half(state, &lists, 0, arguments.get(1)?);
                Value { refers: lists.iter().map(|&slot| (Parts::ALL, slot)).collect(), ..Value::default() }
            }
            Does::OrInsert => {
                let mut put = self.outcomes_of(&closures);
                put.extend(arguments.get(1).filter(|_| closures.is_empty()).cloned().unwrap_or_default());
                self.put_half(state, &lists, 1, &put);
                let mut there = self.half(&elements, 1);
                there.extend(put);
                there
            }
            Does::Insert => {
                let before = self.table.field(Parts::ALL, "", 1);
                let before = elements.select(before, &mut self.table, &mut self.origins);
                for (half, put) in (0..).zip(&arguments[1..]) {
                    self.put_half(state, &lists, half, put);
                }
                self.as_returned(before, returned)
            }
            Does::Add => {
                let added = arguments.last()?.clone();
                lists.iter().for_each(|&slot| self.add(state, slot, &added));
                Value::default()
            }
        };
        // Two of them are compared.
        let count = if callee.name().ends_with("_by") { 2 } else { 1 };
        for number in closures {
            let given = self.without_outcomes_of(&elements, number);
            for parameter in (self.first_parameter(number)..).take(count) {
                self.flow(&given, To::Argument(number, parameter));
                for &(parts, slot) in &first.reaches {
                    let written = self.origin(From::Written(number, parameter), parts, true);
                    self.add(state, slot, &Value::of(Parts::ALL, written));
                }
            }
        }
        // Through a shared reference to an element nothing is changed, and what is in it came along with it. What is called through it gets what
        // it is called with.
        let ty = self.known(returned);
        if !ty.lets_change && !ty.can_be_called {
            value.refers.clear();
        } else if value.refers.is_empty() {
            value.refers.extend(arguments.iter().flat_map(|argument| &argument.reaches).map(|&(_, slot)| (Parts::ALL, slot)));
        }
        Some(value)
    }

    /// The lists and maps that a reference to one may be to. They may be behind a lock or a box, and what they refer to themselves is not among them.
    fn lists_of(&self, reference: &Value) -> Vec<Slot> {
        let is_one = |&(_, (local, parts)): &(Parts, Slot)| {
            parts != Parts::ALL || self.body.locals.get(local.index()).is_none_or(|local| is_list(local.ty) || is_map(local.ty))
        };
        let reached = if reference.refers.iter().all(is_one) { &reference.refers } else { &reference.reaches };
        reached.iter().filter(|(parts, _)| *parts == Parts::ALL).map(|&(_, slot)| slot).collect()
    }

    /// Keys or values of what is in a map, or an iterator over one. A reference to them is one to that part of the map.
    fn half(&mut self, elements: &Value, half: u32) -> Value {
        let part = self.table.field(Parts::ALL, "", half);
        let mut half = elements.select(part, &mut self.table, &mut self.origins);
        half.refers.iter_mut().for_each(|(_, slot)| slot.1 = self.table.join(slot.1, part));
        half
    }

    /// Maps get a key or a value.
    fn put_half(&mut self, state: &mut State, maps: &[Slot], half: u32, put: &Value) {
        let part = self.table.field(Parts::ALL, "", half);
        let put = put.clone().within(part, &mut self.table);
        maps.iter().for_each(|&slot| self.add(state, slot, &put));
    }

    /// Elements, as they are given back: one of them, if there is any, or all.
    fn as_returned(&mut self, elements: Value, returned: &str) -> Value {
        match path::last_segment(returned) {
            "Option" => {
                let some = self.table.field(Parts::ALL, "Some", 0);
                elements.within(some, &mut self.table)
            }
            _ if models::is_answer(returned) => Value::default(),
            _ => elements,
        }
    }

    fn outcomes_of(&mut self, closures: &[u32]) -> Value {
        let mut value = Value::default();
        for &number in closures {
            let origin = self.origin(From::Result(number), Parts::ALL, true);
            value.extend(Value::of(Parts::ALL, origin));
        }
        value
    }

    fn in_variants(&mut self, value: &Value, variants: &[&'static str]) -> Value {
        let mut within = Value::default();
        for variant in variants {
            let parts = self.table.field(Parts::ALL, variant, 0);
            within.extend(value.select(parts, &mut self.table, &mut self.origins));
        }
        within
    }

    /// Pairs.
    fn beside(&mut self, one: Option<&Value>, other: &Value) -> Value {
        let (left, right) = (self.table.field(Parts::ALL, "", 0), self.table.field(Parts::ALL, "", 1));
        let mut pairs = other.clone().within(right, &mut self.table);
        if let Some(one) = one {
            pairs.extend(one.clone().within(left, &mut self.table));
        }
        pairs
    }

    /// A list of the elements; of results, a list if there is no error among them.
    fn list_of(&mut self, elements: &Value, returned: &str) -> Option<Value> {
        let inner = || path::generic_arguments(returned).next().filter(|inner| is_list(inner) || is_map(inner));
        let variants: &[&'static str] = match path::last_segment(returned) {
            _ if is_list(returned) || is_map(returned) => return Some(elements.clone()),
            "Result" => &["Ok", "Err"],
            "Option" => &["Some"],
            _ => return None,
        };
        inner()?;
        let mut list = Value::default();
        for variant in variants {
            let parts = self.table.field(Parts::ALL, variant, 0);
            list.extend(elements.select(parts, &mut self.table, &mut self.origins).within(parts, &mut self.table));
        }
        Some(list)
    }
}
