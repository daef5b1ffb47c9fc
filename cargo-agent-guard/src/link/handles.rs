//! Whether what is stored through a handle gets into a database that encrypts it: whether every opening that the handle can come from was
//! opened encrypted.
//!
//! The ways of handles are followed back through the whole workspace. One that ends anywhere else than at an encrypted opening ends the proof:
//! at a parameter that somebody outside gives, at a foreign function's gift, at a plain opening.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FunctionRef, LinkedAccess, call_graph::CallGraph};
use crate::{
    facts::{
        Facts, FunctionKind, Target,
        handles::{HandleFrom, HandleTo, HandleWay},
    },
    index::{TargetId, Text},
    path,
};

/// Notes of each access in which databases everything is certainly encrypted that it stores.
pub fn judge<'f>(units: &'f [Facts], graph: &CallGraph<'f>, accesses: &mut [LinkedAccess<'f>]) {
    let is_encrypted = |way: &HandleWay| way.from.iter().any(|from| matches!(from, HandleFrom::Encrypted(_)));
    let mut ways =
        units.iter().filter(|facts| !facts.unit.is_test).flat_map(|facts| &facts.functions).flat_map(|function| &function.handles);
    if !ways.any(is_encrypted) {
        return;
    }
    let ways = Ways::new(units, graph);
    for access in accesses.iter_mut().filter(|access| access.writes()) {
        let function = graph.number(access.function);
        access.plain.keyed = ways.encrypted(function, access.number).unwrap_or_default();
    }
}

/// Ways that lead to one place, each with the function that it is in.
type Into<'f> = Vec<(u32, &'f HandleWay)>;

struct Ways<'f, 'g> {
    units: &'f [Facts],
    graph: &'g CallGraph<'f>,
    /// By crate and name of the type, and the part.
    fields: FxHashMap<(&'f str, &'f str, &'f str), Into<'f>>,
    statics: FxHashMap<&'f str, Into<'f>>,
    captures: FxHashMap<(u32, u32), Into<'f>>,
    room: Into<'f>,
    elsewhere: Into<'f>,
    /// The last segments of what is named as a value: a constructor among them fills fields that nobody sees.
    values: FxHashSet<&'f str>,
}

impl<'f, 'g> Ways<'f, 'g> {
    fn new(units: &'f [Facts], graph: &'g CallGraph<'f>) -> Self {
        let mut ways = Ways {
            units,
            graph,
            fields: FxHashMap::default(),
            statics: FxHashMap::default(),
            captures: FxHashMap::default(),
            room: Vec::new(),
            elsewhere: Vec::new(),
            values: FxHashSet::default(),
        };
        for number in 0..u32::try_from(graph.len()).unwrap_or(u32::MAX) {
            ways.add(number);
        }
        ways
    }

    /// Adds what a function does. Test code opens what it likes, and stores nobody's data.
    fn add(&mut self, number: u32) {
        let (at, function) = self.graph.function(number);
        let facts = &self.units[at.unit];
        if facts.unit.is_test {
            return;
        }
        for call in function.calls.iter().filter(|call| !call.is_call) {
            if let Target::Path(path) = facts.targets[call.target.index()] {
                self.values.insert(path::last_segment(facts.text(path)));
            }
        }
        for way in &function.handles {
            let ways = match way.to {
                HandleTo::Field(ty, part) => self.fields.entry(field(facts, ty, part)).or_default(),
                HandleTo::Static(path) => self.statics.entry(path::last_segment(facts.text(path))).or_default(),
                HandleTo::Capture(body, capture) => {
                    let body = self.graph.number(FunctionRef { unit: at.unit, function: body });
                    self.captures.entry((body, capture)).or_default()
                }
                HandleTo::Room => &mut self.room,
                HandleTo::Elsewhere => &mut self.elsewhere,
                HandleTo::Access(_) | HandleTo::Argument(..) | HandleTo::Return => continue,
            };
            ways.push((number, way));
        }
    }

    /// The packages of the databases that an access can be to, if all of them certainly encrypt.
    fn encrypted(&self, function: u32, access: u32) -> Option<Vec<String>> {
        let mut packages = BTreeSet::new();
        let mut seen = FxHashSet::default();
        let mut pending: Vec<(u32, HandleFrom)> = self.ways_of(function, HandleTo::Access(access))?;
        // What was put into an unknown place may come out of any.
        pending.extend(self.coming_by(function, &self.elsewhere));
        while let Some((function, from)) = pending.pop() {
            if !seen.insert((function, from)) {
                continue;
            }
            let (at, _) = self.graph.function(function);
            let facts = &self.units[at.unit];
            match from {
                HandleFrom::Encrypted(package) => {
                    packages.insert(facts.text(package).to_owned());
                }
                HandleFrom::Plain | HandleFrom::Unknown => return None,
                HandleFrom::Parameter(local) => pending.extend(self.given(function, local)?),
                HandleFrom::Capture(number) => pending.extend(self.coming_by(function, self.captures.get(&(function, number))?)),
                HandleFrom::Field(ty, part) => {
                    let key = field(facts, ty, part);
                    if self.values.contains(key.1) || part_variant(key.2).is_some_and(|variant| self.values.contains(variant)) {
                        return None;
                    }
                    pending.extend(self.coming_by(function, self.fields.get(&key)?));
                }
                HandleFrom::Static(path) => {
                    let ways = self.statics.get(path::last_segment(facts.text(path)))?;
                    pending.extend(self.coming_by(function, ways));
                }
                HandleFrom::Room => pending.extend(self.coming_by(function, &self.room)),
                HandleFrom::Result(target) => pending.extend(self.given_back(at.unit, target)?),
                HandleFrom::Made(body) => {
                    let body = self.graph.number(FunctionRef { unit: at.unit, function: body });
                    pending.extend(self.ways_of(body, HandleTo::Return).unwrap_or_default());
                }
            }
        }
        (!packages.is_empty()).then(|| packages.into_iter().collect())
    }

    /// What gets to a place of a function's own. `None` if nothing is known to.
    fn ways_of(&self, function: u32, to: HandleTo) -> Option<Vec<(u32, HandleFrom)>> {
        let mut ways = self.graph.function(function).1.handles.iter().filter(|way| way.to == to).peekable();
        ways.peek()?;
        Some(ways.flat_map(|way| &way.from).map(|&from| (function, from)).collect())
    }

    /// What comes by some ways, as far as it can get to a function: no program can get at another's.
    fn coming_by<'w>(&'w self, function: u32, ways: &'w [(u32, &'f HandleWay)]) -> impl Iterator<Item = (u32, HandleFrom)> + 'w {
        let unit = |function: u32| self.graph.function(function).0.unit;
        let is_program = |unit: usize| self.units[unit].unit.crate_type == "bin";
        let (here, program) = (unit(function), move |unit: usize| is_program(unit).then_some(unit));
        let meets = move |&&(other, _): &&(u32, &HandleWay)| match (program(here), program(unit(other))) {
            (Some(here), Some(there)) => here == there,
            _ => true,
        };
        ways.iter().filter(meets).flat_map(|(function, way)| way.from.iter().map(|&from| (*function, from)))
    }

    /// What a parameter is given. `None` where anybody may give it anything.
    fn given(&self, function: u32, local: u32) -> Option<Vec<(u32, HandleFrom)>> {
        let is_closure = matches!(self.graph.function(function).1.kind, FunctionKind::Closure | FunctionKind::Coroutine);
        if is_closure || self.graph.is_root(function) {
            return None;
        }
        let mut given = None;
        for &(caller, site) in self.graph.callers(function) {
            let (at, body) = self.graph.function(caller);
            if self.units[at.unit].unit.is_test {
                continue;
            }
            let call = body.calls[site as usize];
            let ways = self.ways_of(caller, HandleTo::Argument(call.target, local)).filter(|_| call.is_call)?;
            given.get_or_insert_with(Vec::new).extend(ways);
        }
        given
    }

    /// What the functions give back that a target may be.
    fn given_back(&self, unit: usize, target: TargetId) -> Option<Vec<(u32, HandleFrom)>> {
        let facts = &self.units[unit];
        let mut callees = self.graph.candidates(unit, target).to_vec();
        if let (true, Target::Trait { self_type, of_trait, name }) = (callees.is_empty(), facts.targets[target.index()]) {
            callees = self.graph.implementations(unit, facts.text(self_type), facts.text(of_trait), facts.text(name));
        }
        let mut given = Vec::new();
        for &callee in &callees {
            given.extend(self.ways_of(callee, HandleTo::Return)?);
        }
        (!callees.is_empty()).then_some(given)
    }
}

/// A field by what each crate prints of it alike: the crate and the name of its type, and the part.
fn field(facts: &Facts, ty: Text, part: Text) -> (&str, &str, &str) {
    let ty = facts.text(ty);
    (path::first_segment(ty), path::last_segment(ty), facts.text(part))
}

/// The variant that a part is in, if it is one of an enum.
fn part_variant(part: &str) -> Option<&str> {
    part.split_once('.').map(|(variant, _)| variant)
}
