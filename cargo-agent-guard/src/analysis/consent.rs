//! `DefinitelyObtained`: which tokens have been obtained on every path to a point. A must-analysis; the join is intersection.
//!
//! ```text
//!                                          // held
//! _5 = Consent::<P>::require(…)            // {}           a Result proves nothing
//! _6 = discriminant(_5)                    // {}           _6 = 0 implies {P}
//! switchInt(move _6) -> [0: bb2, 1: bb3]
//! bb2: …                                   // {P}          on the edge for `Ok`, also where the pattern is `_`
//! bb3: …                                   // {}
//! ```
//!
//! Nothing is ever taken away: that a token *was* obtained stays true when its value is moved or dropped. Beside the held set, the
//! state knows for some locals what their value implies ([`Implied`]): that is how `is_ok()`, `matches!`, `&&`, a `bool` that was set on
//! one path only, and a `Result` built in a `match` are understood. A `bool` from another function implies nothing.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::{
    proofs::ProofSet,
    tokens::{Types, place_type},
};
use crate::{
    flow::{self, Cfg, Edges, constant_value},
    index::{Block, Local},
    mir::{Aggregate, Body, Call, Operand, Place, Rvalue, Statement, Terminator},
    path::{self, Callee},
};

/// What the value of a local implies: for a `bool` or an integer its value, for an enum its discriminant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Implied {
    /// What holds if the value is this one, in the order of the values.
    cases: SmallVec<[(i128, ProofSet); 2]>,
    /// What holds if it is another.
    otherwise: ProofSet,
}

impl Implied {
    fn nothing() -> Self {
        Implied { cases: SmallVec::new(), otherwise: ProofSet::empty() }
    }

    /// The value is known: every other one never comes.
    fn exactly(value: i128) -> Self {
        Implied { cases: smallvec![(value, ProofSet::empty())], otherwise: ProofSet::All }
    }

    fn of(&self, value: i128) -> &ProofSet {
        self.cases.iter().find(|(case, _)| *case == value).map_or(&self.otherwise, |(_, set)| set)
    }

    fn set(&mut self, value: i128, set: ProofSet) {
        match self.cases.binary_search_by_key(&value, |&(case, _)| case) {
            Ok(at) => self.cases[at].1 = set,
            Err(at) => self.cases.insert(at, (value, set)),
        }
    }

    /// The implications of another value that is computed from this one: `map` gives for each of its values the value here.
    fn renamed(&self, map: &[(i128, i128)]) -> Self {
        let mut renamed = Implied::nothing();
        map.iter().for_each(|&(new, old)| renamed.set(new, self.of(old).clone()));
        renamed
    }

    fn is_trivial(&self) -> bool {
        self.otherwise.is_empty() && self.cases.iter().all(|(_, set)| set.is_empty())
    }
}

/// A few values by local, in the order of the locals: small, and often copied.
type ByLocal<T> = Vec<(Local, T)>;

fn get<T>(map: &ByLocal<T>, local: Local) -> Option<&T> {
    map.binary_search_by_key(&local, |&(known, _)| known).ok().map(|at| &map[at].1)
}

fn set<T>(map: &mut ByLocal<T>, local: Local, value: T) {
    match map.binary_search_by_key(&local, |&(known, _)| known) {
        Ok(at) => map[at].1 = value,
        Err(at) => map.insert(at, (local, value)),
    }
}

fn remove<T>(map: &mut ByLocal<T>, local: Local) {
    if let Ok(at) = map.binary_search_by_key(&local, |&(known, _)| known) {
        map.remove(at);
    }
}

/// The state at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What is held.
    pub held: ProofSet,
    implied: ByLocal<Rc<Implied>>,
    /// `_r = &_x` and the temporaries made of it, where the value of `_x` implies something: what a reference stands for.
    references: ByLocal<Local>,
}

impl State {
    /// The local has another value from here on: what is known of it, and by what references it, is no more.
    fn overwrite(&mut self, local: Local) {
        remove(&mut self.implied, local);
        self.references.retain(|&(reference, target)| reference != local && target != local);
    }

    /// Forgets what locals imply that nobody asks for, by their names or through a reference.
    fn retain(&mut self, is_live: impl Fn(Local) -> bool) {
        self.references.retain(|&(reference, _)| is_live(reference));
        let references = &self.references;
        self.implied.retain(|&(local, _)| is_live(local) || references.iter().any(|&(_, target)| target == local));
    }
}

/// The analysis of one body.
pub struct DefinitelyObtained<'b, 'a> {
    body: &'b Body<'a>,
    cfg: &'b Cfg,
    /// The types of the body, and the proofs that have come up.
    pub types: &'b mut Types<'a>,
    /// Locals that hold the discriminant of an enum and nothing else, with the enum's type.
    discriminants: FxHashMap<Local, &'a str>,
    /// Whether the value of a local may come to decide a branch: of others nobody asks what it implies.
    decides: Vec<bool>,
    /// The variants of an enum of the crate, with their discriminants, by its path.
    variants: Variants<'b>,
}

/// See [`DefinitelyObtained`].
type Variants<'b> = &'b dyn Fn(&str) -> Option<&'b [(String, i128)]>;

impl<'b, 'a> DefinitelyObtained<'b, 'a> {
    /// The analysis of this body.
    pub fn new(body: &'b Body<'a>, cfg: &'b Cfg, types: &'b mut Types<'a>, variants: Variants<'b>) -> Self {
        DefinitelyObtained { body, cfg, types, discriminants: discriminants(body), decides: deciding(body), variants }
    }

    /// The state at the start of each block that is wanted, and of those that lead there.
    pub fn run(&mut self, wanted: &[Block]) -> Vec<Option<State>> {
        flow::iterate_to_fixpoint(self.body, self.cfg, self, wanted)
    }

    fn read(&mut self, state: &mut State, place: Place<'a>) {
        self.types.add_place_proofs(self.body, place, &mut state.held);
    }

    fn read_operand(&mut self, state: &mut State, operand: Operand<'a>) {
        if let Some(place) = operand.place() {
            self.read(state, place);
        }
    }

    /// What is assigned exists from here on.
    fn assigned(&mut self, state: &mut State, place: Place<'a>) {
        let proofs = match place.as_local() {
            Some(local) => self.types.proofs_of_local(local),
            None => self.types.proofs(place_type(self.body, place)),
        };
        state.held.union(proofs);
    }

    /// Steps over a statement.
    pub fn statement(&mut self, state: &mut State, statement: &Statement<'a>) {
        match statement.rvalue {
            Rvalue::Use(operand)
            | Rvalue::Not(operand)
            | Rvalue::Unary(_, operand)
            | Rvalue::Repeat(operand)
            | Rvalue::Cast(operand, ..) => self.read_operand(state, operand),
            Rvalue::Binary(_, left, right) => {
                self.read_operand(state, left);
                self.read_operand(state, right);
            }
            Rvalue::Aggregate(_, operands) => operands.iter().for_each(|&operand| self.read_operand(state, operand)),
            Rvalue::Ref(place) => self.read(state, place),
            // The discriminant of an enum is read, not what it carries; but what it lies in exists.
            Rvalue::Discriminant(place) | Rvalue::Inspect(place) => self.read(state, place),
            Rvalue::RawPtr(_) | Rvalue::Nullary => {}
        }
        let local = statement.place.as_local().filter(|local| self.decides[local.index()]);
        let implied = local.and_then(|_| self.implied_by(state, &statement.rvalue));
        if let Rvalue::RawPtr(place) = statement.rvalue {
            remove(&mut state.implied, place.local);
        }
        if let Rvalue::Ref(place) = statement.rvalue
            && get(&state.implied, place.local).is_some()
        {
            let ty = place_type(self.body, statement.place);
            if ty.starts_with("&mut ") || (ty.starts_with("&'") && ty.contains(" mut ")) {
                // Whoever has it may change the value.
                remove(&mut state.implied, place.local);
            }
        }
        self.assigned(state, statement.place);
        let Some(local) = local else { return state.overwrite(statement.place.local) };
        let referenced = match statement.rvalue {
            Rvalue::Ref(place) => self.referenced(state, place),
            Rvalue::Use(operand) => operand.place().and_then(Place::as_local).and_then(|from| get(&state.references, from).copied()),
            _ => None,
        };
        state.overwrite(local);
        if let Some(implied) = implied.filter(|implied| !implied.is_trivial()) {
            set(&mut state.implied, local, implied);
        }
        // Where nothing is known of the target there is nothing to find through the reference, also later: an assignment ends it.
        if let Some(target) = referenced.filter(|&target| target != local && get(&state.implied, target).is_some()) {
            set(&mut state.references, local, target);
        }
    }

    /// The local that `&place` stands for: `_x`, or `*_r` where `_r = &_x`.
    fn referenced(&self, state: &State, place: Place<'a>) -> Option<Local> {
        match place.projection {
            [] => Some(place.local),
            [crate::mir::Projection::Deref] => get(&state.references, place.local).copied(),
            _ => None,
        }
    }

    /// What the value of an rvalue will imply.
    fn implied_by(&mut self, state: &State, rvalue: &Rvalue<'a>) -> Option<Rc<Implied>> {
        match *rvalue {
            Rvalue::Use(Operand::Const(text)) => constant_value(text).map(|value| Rc::new(Implied::exactly(value))),
            Rvalue::Use(operand) => self.implied_by_place(state, operand.place()?),
            Rvalue::Not(operand) => Some(Rc::new(self.implied_by_place(state, operand.place()?)?.renamed(&[(0, 1), (1, 0)]))),
            Rvalue::Discriminant(place) => self.implied_by_place(state, place),
            Rvalue::Binary(operator @ ("BitAnd" | "BitOr"), left, right) => {
                let left = self.implied_by_operand(state, left);
                let right = self.implied_by_operand(state, right);
                // `a & b` is true only if both are, and false if either is; `a | b` the other way round.
                let (both, either) = if operator == "BitAnd" { (1, 0) } else { (0, 1) };
                let mut strong = left.of(both).clone();
                strong.union(right.of(both));
                let mut weak = left.of(either).clone();
                self.types.proofs.meet(&mut weak, right.of(either));
                let mut implied = Implied::nothing();
                implied.set(both, strong);
                implied.set(either, weak);
                Some(Rc::new(implied))
            }
            Rvalue::Binary(operator @ ("Eq" | "Ne"), place, Operand::Const(text))
            | Rvalue::Binary(operator @ ("Eq" | "Ne"), Operand::Const(text), place) => {
                let implied = self.implied_by_place(state, place.place()?)?;
                let value = constant_value(text)?;
                let mut other = implied.otherwise.clone();
                implied.cases.iter().filter(|&&(case, _)| case != value).for_each(|(_, set)| other.intersect(set));
                let mut compared = Implied::nothing();
                compared.set(i128::from(operator == "Eq"), implied.of(value).clone());
                compared.set(i128::from(operator == "Ne"), other);
                Some(Rc::new(compared))
            }
            Rvalue::Aggregate(Aggregate::Adt(head), _) => {
                let (owner, variant) = head.rsplit_once("::")?;
                let is_std = matches!(path::first_segment(owner), "std" | "core");
                let value = match (path::last_segment(path::strip_turbofish(owner)), variant) {
                    ("Option", "None") | ("Result", "Ok") | ("ControlFlow", "Continue") | ("Poll", "Ready") if is_std => 0,
                    ("Option", "Some") | ("Result", "Err") | ("ControlFlow", "Break") | ("Poll", "Pending") if is_std => 1,
                    _ => (self.variants)(&path::strip_generics(owner))?.iter().find(|(known, _)| known == variant)?.1,
                };
                Some(Rc::new(Implied::exactly(value)))
            }
            _ => None,
        }
    }

    fn implied_by_operand(&mut self, state: &State, operand: Operand<'a>) -> Rc<Implied> {
        let implied = match operand {
            Operand::Const(text) => constant_value(text).map(|value| Rc::new(Implied::exactly(value))),
            _ => operand.place().and_then(|place| self.implied_by_place(state, place)),
        };
        implied.unwrap_or_else(|| Rc::new(Implied::nothing()))
    }

    /// What the value (or discriminant) of a place implies: by its type, and by what is known of the local.
    fn implied_by_place(&mut self, state: &State, place: Place<'a>) -> Option<Rc<Implied>> {
        let known = self.referenced_or_itself(state, place).and_then(|local| get(&state.implied, local));
        let Some(by_type) = self.types.std_variants(self.body, place) else { return known.cloned() };
        let mut implied = known.map_or_else(Implied::nothing, |known| Implied::clone(known));
        for (value, proofs) in (0..).zip(by_type).filter(|(_, proofs)| !proofs.is_empty()) {
            let mut both = implied.of(value).clone();
            both.union(proofs);
            implied.set(value, both);
        }
        Some(Rc::new(implied))
    }

    fn referenced_or_itself(&self, state: &State, place: Place<'a>) -> Option<Local> {
        match place.as_local() {
            Some(local) => Some(get(&state.references, local).copied().unwrap_or(local)),
            None => self.referenced(state, place),
        }
    }

    /// Steps over the part of a call that happens before it returns.
    pub fn arguments(&mut self, state: &mut State, call: &Call<'a>) {
        self.read_operand(state, call.callee);
        call.arguments.iter().for_each(|&argument| self.read_operand(state, argument));
    }

    /// The state in which a call returns.
    fn returned(&mut self, state: State, call: &Call<'a>) -> State {
        let mut after = state;
        let Some(destination) = call.destination else { return after };
        let implied = destination.as_local().filter(|local| self.decides[local.index()]).and_then(|_| self.implied_by_call(&after, call));
        if !super::notes::is_forgery(self.types, call, place_type(self.body, destination)) {
            self.assigned(&mut after, destination);
        }
        after.overwrite(destination.local);
        if let (Some(local), Some(implied)) = (destination.as_local(), implied)
            && !implied.is_trivial()
        {
            set(&mut after.implied, local, Rc::new(implied));
        }
        after
    }

    /// What the result of a call of the standard library's predicates and adapters implies.
    fn implied_by_call(&mut self, state: &State, call: &Call<'a>) -> Option<Implied> {
        let Operand::Fn(text) = call.callee else { return None };
        if !["std::", "core::", "<"].iter().any(|start| text.starts_with(start)) {
            return None;
        }
        let (owner, name) = match call.function? {
            Callee::Path { root: "std" | "core", owner, name, .. } => (owner, name),
            Callee::Trait { self_type, root: "std" | "core", trait_name: "Try", name: "branch", .. } => {
                (path::last_segment(self_type), "branch")
            }
            Callee::Trait { root: "std" | "core", trait_name: "Not", name: "not", .. } => ("bool", "not"),
            _ => return None,
        };
        let argument = call.arguments.first()?.place()?;
        let default = match call.arguments.get(1) {
            Some(Operand::Const(text)) => constant_value(text),
            _ => None,
        };
        // For each value of the result, the discriminant of the argument that it comes from.
        let map: &[(i128, i128)] = match (owner, name) {
            ("Result", "is_ok") | ("Option", "is_none") | ("ControlFlow", "is_continue") | ("Poll", "is_ready") => &[(1, 0), (0, 1)],
            ("Result", "is_err") | ("Option", "is_some") | ("ControlFlow", "is_break") | ("Poll", "is_pending") => &[(1, 1), (0, 0)],
            ("Result", "is_ok_and") => &[(1, 0)],
            ("Result", "is_err_and") | ("Option", "is_some_and") => &[(1, 1)],
            ("Option", "is_none_or") => &[(0, 1)],
            // The answer for what is not there is known; the other one comes of what is.
            ("Result", "map_or") if default == Some(0) => &[(1, 0)],
            ("Result", "map_or") if default == Some(1) => &[(0, 0)],
            ("Option", "map_or") if default == Some(0) => &[(1, 1)],
            ("Option", "map_or") if default == Some(1) => &[(0, 1)],
            ("Result", "branch") | ("ControlFlow", "branch") => &[(0, 0), (1, 1)],
            ("Option", "branch") => &[(0, 1), (1, 0)],
            ("Result", "map" | "map_err" | "as_ref" | "as_deref" | "as_mut" | "inspect" | "inspect_err" | "copied" | "cloned") => {
                &[(0, 0), (1, 1)]
            }
            ("Option", "map" | "as_ref" | "as_deref" | "as_mut" | "inspect" | "copied" | "cloned") => &[(0, 0), (1, 1)],
            ("Result", "ok") => &[(1, 0), (0, 1)],
            ("Result", "err") => &[(1, 1), (0, 0)],
            ("Option", "ok_or" | "ok_or_else") => &[(0, 1), (1, 0)],
            // What is chained behind a success is a success only if the first one was.
            ("Result", "and" | "and_then") => &[(0, 0)],
            ("Option", "and" | "and_then" | "filter" | "zip") => &[(1, 1)],
            ("bool", "then" | "then_some") => &[(1, 1)],
            ("bool", "not") => &[(1, 0), (0, 1)],
            _ => return None,
        };
        Some(self.implied_by_place(state, argument)?.renamed(map))
    }

    /// The edges of a switch: on each, what the value implies is held.
    fn switch(&mut self, state: State, operand: Operand<'a>, targets: &[(i128, Block)], edges: &mut Edges<'_, State>) {
        let Some(place) = operand.place() else { return };
        let implied = place.as_local().and_then(|local| get(&state.implied, local)).cloned();
        // A user's enum can have more than two variants; its discriminant's local knows its type only through its definition.
        let enum_type = place.as_local().and_then(|local| self.discriminants.get(&local).copied());
        for &(value, block) in targets {
            if !edges.wants(block) {
                continue;
            }
            let mut next = state.clone();
            if let Some(implied) = &implied {
                next.held.union(implied.of(value));
            }
            if let Some(ty) = enum_type {
                next.held.union(&self.types.variant_proofs(ty, value));
            }
            edges.push(block, next);
        }
    }

    /// The state on the edge for all values that a switch does not list.
    fn switch_otherwise(&mut self, state: &State, operand: Operand<'a>, targets: &[(i128, Block)]) -> State {
        let mut next = state.clone();
        let Some(place) = operand.place() else { return next };
        if let Some(&ty) = place.as_local().and_then(|local| self.discriminants.get(&local)) {
            // Of an enum of the crate, it is known which variants are left.
            let known = (self.variants)(&path::strip_generics(path::peel(ty))).unwrap_or_default();
            let left = known.iter().map(|&(_, value)| value).filter(|value| targets.iter().all(|(target, _)| target != value));
            let left: Vec<i128> = left.collect();
            next.held.union(&self.types.alternatives(ty, &left));
        }
        let Some(implied) = place.as_local().and_then(|local| get(&state.implied, local)) else { return next };
        // Only these values are left: of a `bool` or a two-variant enum the other one, else any.
        let two = place_type(self.body, place) == "bool"
            || place.as_local().and_then(|local| self.discriminants.get(&local)).is_some_and(|ty| super::tokens::has_two_variants(ty));
        let mut rest = if two { ProofSet::All } else { implied.otherwise.clone() };
        for &(value, ref set) in &implied.cases {
            if targets.iter().all(|(target, _)| *target != value) {
                self.types.proofs.meet(&mut rest, set);
            }
        }
        let is_left_out =
            |value: i128| implied.cases.iter().all(|&(case, _)| case != value) && targets.iter().all(|&(target, _)| target != value);
        if two && (is_left_out(0) || is_left_out(1)) {
            rest.intersect(&implied.otherwise);
        }
        next.held.union(&rest);
        next
    }
}

impl<'a> flow::Analysis<'a> for DefinitelyObtained<'_, 'a> {
    type State = State;

    fn entry(&mut self) -> State {
        State { held: self.types.of_parameters(self.body), implied: Vec::new(), references: Vec::new() }
    }

    fn transfer(&mut self, block: Block, mut state: State, edges: &mut Edges<'_, State>) {
        let body = self.body;
        let data = &body.blocks[block.index()];
        data.statements.iter().for_each(|statement| self.statement(&mut state, statement));
        match data.terminator {
            Terminator::Call(call) => {
                self.arguments(&mut state, call);
                for block in call.unwind.into_iter().chain(call.drop) {
                    if edges.wants(block) {
                        edges.push(block, state.clone());
                    }
                }
                if let Some(target) = call.target.filter(|&target| edges.wants(target)) {
                    edges.push(target, self.returned(state, call));
                }
            }
            Terminator::SwitchInt { operand: Operand::Const(_), .. } => {
                edges.push_all(flow::live_successors(body, block), state);
            }
            Terminator::SwitchInt { operand, targets, otherwise } => {
                self.read_operand(&mut state, operand);
                if let Some(otherwise) = otherwise.filter(|&otherwise| edges.wants(otherwise)) {
                    let next = self.switch_otherwise(&state, operand, targets);
                    edges.push(otherwise, next);
                }
                self.switch(state, operand, targets, edges);
            }
            Terminator::Yield { destination, operand, resume, drop } => {
                self.read_operand(&mut state, operand);
                drop.filter(|&block| edges.wants(block)).into_iter().for_each(|block| edges.push(block, state.clone()));
                self.assigned(&mut state, destination);
                edges.push(resume, state);
            }
            ref other => {
                let mut next: SmallVec<[Block; 4]> = SmallVec::new();
                other.for_each_successor(|block| next.push(block));
                edges.push_all(next, state);
            }
        }
        for (to, state) in edges.iter_mut().filter(|(_, state)| !state.implied.is_empty()) {
            let live = self.cfg.live(body);
            state.retain(|local| live.at(to, local));
        }
    }

    fn join(&mut self, known: &mut State, incoming: &State) -> bool {
        // Most joins bring nothing new. (What is implied need not be put together with what is held: the next join of unlike states
        // does that, and until then nothing that is held is lost.)
        if known == incoming {
            return false;
        }
        let before = known.held.clone();
        let mut changed = false;
        let proofs = &mut self.types.proofs;
        // What a value implied on one path holds for the joined value only if, on the other path, it was implied or held anyway.
        known.implied.retain_mut(|(local, implied)| {
            let Some(other) = get(&incoming.implied, *local) else {
                changed = true;
                return false;
            };
            let mut meet = |mine: &ProofSet, theirs: &ProofSet| {
                let (mut mine, mut theirs) = (mine.clone(), theirs.clone());
                mine.union(&before);
                theirs.union(&incoming.held);
                proofs.meet(&mut mine, &theirs);
                mine
            };
            let mut joined = Implied { cases: SmallVec::new(), otherwise: meet(&implied.otherwise, &other.otherwise) };
            for &(value, _) in implied.cases.iter().chain(&other.cases) {
                joined.set(value, meet(implied.of(value), other.of(value)));
            }
            if **implied != joined {
                changed = true;
                *implied = Rc::new(joined);
            }
            true
        });
        let references = known.references.len();
        known.references.retain(|&(local, target)| get(&incoming.references, local) == Some(&target));
        proofs.meet(&mut known.held, &incoming.held);
        changed || known.references.len() != references || known.held != before
    }
}

/// For each local whether its value may come to decide a branch: it is compared, or another one that does is made of it.
fn deciding(body: &Body<'_>) -> Vec<bool> {
    let mut decides = vec![false; body.locals.len()];
    let mut has_branches = false;
    for block in &body.blocks {
        if let Terminator::SwitchInt { operand, .. } = block.terminator
            && let Some(place) = operand.place()
        {
            decides[place.local.index()] = true;
            has_branches = true;
        }
    }
    // Against the order of the text, which is mostly that of the values; once more for what is not.
    let mut changed = has_branches;
    while changed {
        changed = false;
        let mut note = |decides: &mut Vec<bool>, place: Place<'_>| {
            changed |= !std::mem::replace(&mut decides[place.local.index()], true);
        };
        for block in body.blocks.iter().rev() {
            if let Terminator::Call(call) = block.terminator
                && call.destination.is_some_and(|place| decides[place.local.index()])
                && let Some(place) = call.arguments.first().and_then(|first| first.place())
            {
                note(&mut decides, place);
            }
            for statement in block.statements.iter().rev().filter(|statement| statement.place.as_local().is_some()) {
                if decides[statement.place.local.index()] {
                    statement.rvalue.for_each_place(|place| note(&mut decides, place));
                }
            }
        }
    }
    decides
}

/// The locals that are assigned once, by `discriminant(PLACE)`, and the place's type.
fn discriminants<'a>(body: &Body<'a>) -> FxHashMap<Local, &'a str> {
    let mut found: FxHashMap<Local, Option<&'a str>> = FxHashMap::default();
    for statement in body.blocks.iter().flat_map(|block| &block.statements) {
        let Some(local) = statement.place.as_local() else { continue };
        match statement.rvalue {
            Rvalue::Discriminant(place) => {
                let ty = place_type(body, place);
                found.entry(local).and_modify(|known| *known = known.filter(|known| *known == ty)).or_insert(Some(ty));
            }
            _ => {
                if let Some(known) = found.get_mut(&local) {
                    *known = None;
                }
            }
        }
    }
    found.into_iter().filter_map(|(local, ty)| Some((local, ty?))).collect()
}
