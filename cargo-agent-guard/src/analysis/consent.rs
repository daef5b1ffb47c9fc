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

use std::collections::{BTreeMap, HashMap};

use super::tokens::{Proof, Types, place_type};
use crate::{
    flow::{self, constant_value},
    index::{Block, Local},
    mir::{Aggregate, Body, Call, Operand, Place, Rvalue, Statement, Terminator},
    path::{self, Callee},
};

/// A set of proofs, or all there could be (what holds where no execution gets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofSet {
    /// Every proof.
    All,
    /// The numbers of the proofs, as bits.
    Bits(Vec<u64>),
}

impl ProofSet {
    fn empty() -> Self {
        ProofSet::Bits(Vec::new())
    }

    fn insert(&mut self, number: usize) {
        if let ProofSet::Bits(words) = self {
            if words.len() <= number / 64 {
                words.resize(number / 64 + 1, 0);
            }
            words[number / 64] |= 1 << (number % 64);
        }
    }

    fn union(&mut self, other: &ProofSet) {
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

    fn intersect(&mut self, other: &ProofSet) {
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

    /// The numbers in the set; none for `All`, which is the state of code that never runs.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        let words: &[u64] = match self {
            ProofSet::All => &[],
            ProofSet::Bits(words) => words,
        };
        words.iter().enumerate().flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit))
    }
}

/// What the value of a local implies: for a `bool` or an integer its value, for an enum its discriminant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Implied {
    /// What holds if the value is the key.
    cases: BTreeMap<i128, ProofSet>,
    /// What holds if it is another.
    otherwise: ProofSet,
}

impl Implied {
    /// The value is known: every other one never comes.
    fn exactly(value: i128) -> Self {
        Implied { cases: BTreeMap::from([(value, ProofSet::empty())]), otherwise: ProofSet::All }
    }

    fn of(&self, value: i128) -> &ProofSet {
        self.cases.get(&value).unwrap_or(&self.otherwise)
    }

    /// The implications of another value that is computed from this one: `map` gives for each of its values the value here.
    fn renamed(&self, map: &[(i128, i128)]) -> Self {
        Implied { cases: map.iter().map(|&(new, old)| (new, self.of(old).clone())).collect(), otherwise: ProofSet::empty() }
    }

    fn is_trivial(&self) -> bool {
        self.cases.values().chain([&self.otherwise]).all(|set| *set == ProofSet::empty())
    }
}

/// The state at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What is held.
    pub held: ProofSet,
    implied: BTreeMap<Local, Implied>,
    /// `_r = &_x` and the temporaries made of it: what a reference stands for.
    references: BTreeMap<Local, Local>,
}

impl State {
    /// The local has another value from here on.
    fn forget_references_to(&mut self, local: Local) {
        // There are few references and many assignments: looking is a good deal cheaper than going over the map to remove.
        if self.references.values().any(|&target| target == local) {
            self.references.retain(|_, target| *target != local);
        }
    }
}

/// The analysis of one body.
pub struct DefinitelyObtained<'b, 'a> {
    body: &'b Body<'a>,
    types: &'b mut Types<'a>,
    /// The proofs that have come up, and their numbers.
    pub proofs: Vec<Proof<'a>>,
    numbers: HashMap<Proof<'a>, usize>,
    scratch: Vec<Proof<'a>>,
    /// Locals that hold the discriminant of an enum and nothing else, with the enum's type.
    discriminants: HashMap<Local, &'a str>,
    /// The discriminants that the crate's enum of a name has.
    variants: &'b dyn Fn(&str) -> Option<Vec<i128>>,
}

impl<'b, 'a> DefinitelyObtained<'b, 'a> {
    /// The analysis of this body.
    pub fn new(body: &'b Body<'a>, types: &'b mut Types<'a>, variants: &'b dyn Fn(&str) -> Option<Vec<i128>>) -> Self {
        let discriminants = discriminants(body);
        DefinitelyObtained { body, types, proofs: Vec::new(), numbers: HashMap::new(), scratch: Vec::new(), discriminants, variants }
    }

    /// The state at the start of each block.
    pub fn run(&mut self) -> Vec<Option<State>> {
        flow::iterate_to_fixpoint(self.body, self)
    }

    /// What the parameters prove.
    pub fn parameters(&mut self) -> ProofSet {
        let mut held = ProofSet::empty();
        for number in 1..=self.body.argument_count {
            let ty = self.body.locals[number].ty;
            let proofs = self.types.proofs(ty).to_vec();
            self.add(&mut held, &proofs);
        }
        held
    }

    fn number(&mut self, proof: Proof<'a>) -> usize {
        *self.numbers.entry(proof).or_insert_with(|| {
            self.proofs.push(proof);
            self.proofs.len() - 1
        })
    }

    fn add(&mut self, held: &mut ProofSet, proofs: &[Proof<'a>]) {
        for &proof in proofs {
            let number = self.number(proof);
            held.insert(number);
        }
    }

    fn set(&mut self, proofs: &[Proof<'a>]) -> ProofSet {
        let mut set = ProofSet::empty();
        self.add(&mut set, proofs);
        set
    }

    fn read(&mut self, state: &mut State, place: Place<'a>) {
        let mut found = std::mem::take(&mut self.scratch);
        found.clear();
        self.types.place_proofs(self.body, place, &mut found);
        self.add(&mut state.held, &found);
        self.scratch = found;
    }

    fn read_operand(&mut self, state: &mut State, operand: Operand<'a>) {
        if let Some(place) = operand.place() {
            self.read(state, place);
        }
    }

    /// What is assigned exists from here on.
    fn assigned(&mut self, state: &mut State, place: Place<'a>) {
        let proofs = self.types.proofs(place_type(self.body, place)).to_vec();
        self.add(&mut state.held, &proofs);
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
        let implied = self.implied_by(state, &statement.rvalue);
        if let Rvalue::Ref(place) = statement.rvalue {
            let ty = place_type(self.body, statement.place);
            if ty.starts_with("&mut ") || (ty.starts_with("&'") && ty.contains(" mut ")) {
                // Whoever has it may change the value.
                state.implied.remove(&place.local);
            }
        }
        self.assigned(state, statement.place);
        state.implied.remove(&statement.place.local);
        state.references.remove(&statement.place.local);
        state.forget_references_to(statement.place.local);
        if let Some(local) = statement.place.as_local() {
            if let Some(implied) = implied.filter(|implied| !implied.is_trivial()) {
                state.implied.insert(local, implied);
            }
            let referenced = match statement.rvalue {
                Rvalue::Ref(place) => self.referenced(state, place),
                Rvalue::Use(operand) => operand.place().and_then(Place::as_local).and_then(|from| state.references.get(&from).copied()),
                _ => None,
            };
            if let Some(target) = referenced.filter(|&target| target != local) {
                state.references.insert(local, target);
            }
        }
    }

    /// The local that `&place` stands for: `_x`, or `*_r` where `_r = &_x`.
    fn referenced(&self, state: &State, place: Place<'a>) -> Option<Local> {
        match place.projection {
            [] => Some(place.local),
            [crate::mir::Projection::Deref] => state.references.get(&place.local).copied(),
            _ => None,
        }
    }

    /// What the value of an rvalue will imply.
    fn implied_by(&mut self, state: &State, rvalue: &Rvalue<'a>) -> Option<Implied> {
        match *rvalue {
            Rvalue::Use(Operand::Const(text)) => constant_value(text).map(Implied::exactly),
            Rvalue::Use(operand) => self.implied_by_place(state, operand.place()?),
            Rvalue::Not(operand) => Some(self.implied_by_place(state, operand.place()?)?.renamed(&[(0, 1), (1, 0)])),
            Rvalue::Discriminant(place) => self.implied_by_place(state, place),
            Rvalue::Binary(operator @ ("BitAnd" | "BitOr"), left, right) => {
                let mut left = self.implied_by_operand(state, left);
                let right = self.implied_by_operand(state, right);
                // `a & b` is true only if both are, and false if either is; `a | b` the other way round.
                let (both, either) = if operator == "BitAnd" { (1, 0) } else { (0, 1) };
                let mut strong = left.of(both).clone();
                strong.union(right.of(both));
                let mut weak = left.of(either).clone();
                weak.intersect(right.of(either));
                left.cases = BTreeMap::from([(both, strong), (either, weak)]);
                left.otherwise = ProofSet::empty();
                Some(left)
            }
            Rvalue::Aggregate(Aggregate::Adt(head), _) => {
                let (owner, variant) = head.rsplit_once("::")?;
                let owner = path::last_segment(path::strip_turbofish(owner));
                let value = match (owner, variant) {
                    ("Option", "None") | ("Result", "Ok") | ("ControlFlow", "Continue") | ("Poll", "Ready") => 0,
                    ("Option", "Some") | ("Result", "Err") | ("ControlFlow", "Break") | ("Poll", "Pending") => 1,
                    _ => return None,
                };
                Some(Implied::exactly(value))
            }
            _ => None,
        }
    }

    fn implied_by_operand(&mut self, state: &State, operand: Operand<'a>) -> Implied {
        let nothing = Implied { cases: BTreeMap::new(), otherwise: ProofSet::empty() };
        match operand {
            Operand::Const(text) => constant_value(text).map_or(nothing, Implied::exactly),
            _ => operand.place().and_then(|place| self.implied_by_place(state, place)).unwrap_or(nothing),
        }
    }

    /// What the value (or discriminant) of a place implies: by its type, and by what is known of the local.
    fn implied_by_place(&mut self, state: &State, place: Place<'a>) -> Option<Implied> {
        let known = self.referenced_or_itself(state, place).and_then(|local| state.implied.get(&local)).cloned();
        let mut implied = known.unwrap_or(Implied { cases: BTreeMap::new(), otherwise: ProofSet::empty() });
        let ty = place_type(self.body, place);
        for value in [0, 1] {
            let proofs = self.types.std_variant_proofs(ty, value);
            if !proofs.is_empty() {
                let mut set = implied.of(value).clone();
                set.union(&self.set(&proofs));
                implied.cases.insert(value, set);
            }
        }
        Some(implied).filter(|implied| !implied.is_trivial())
    }

    fn referenced_or_itself(&self, state: &State, place: Place<'a>) -> Option<Local> {
        match place.as_local() {
            Some(local) => Some(state.references.get(&local).copied().unwrap_or(local)),
            None => self.referenced(state, place),
        }
    }

    /// Steps over the part of a call that happens before it returns.
    pub fn arguments(&mut self, state: &mut State, call: &Call<'a>) {
        self.read_operand(state, call.callee);
        call.arguments.iter().for_each(|&argument| self.read_operand(state, argument));
    }

    /// The state in which a call returns.
    fn returned(&mut self, state: &State, call: &Call<'a>) -> State {
        let mut after = state.clone();
        let Some(destination) = call.destination else { return after };
        let implied = self.implied_by_call(state, call);
        if !super::notes::is_forgery(self.types, call, place_type(self.body, destination)) {
            self.assigned(&mut after, destination);
        }
        after.implied.remove(&destination.local);
        after.references.remove(&destination.local);
        after.forget_references_to(destination.local);
        if let (Some(local), Some(implied)) = (destination.as_local(), implied)
            && !implied.is_trivial()
        {
            after.implied.insert(local, implied);
        }
        after
    }

    /// What the result of a call of the standard library's predicates and adapters implies.
    fn implied_by_call(&mut self, state: &State, call: &Call<'a>) -> Option<Implied> {
        let Operand::Fn(text) = call.callee else { return None };
        let (owner, name) = match Callee::parse(text)? {
            Callee::Path { root: "std" | "core", owner, name, .. } => (owner, name),
            Callee::Trait { self_type, root: "std" | "core", trait_name: "Try", name: "branch", .. } => {
                (path::last_segment(self_type), "branch")
            }
            Callee::Trait { root: "std" | "core", trait_name: "Not", name: "not", .. } => ("bool", "not"),
            _ => return None,
        };
        let argument = call.arguments.first()?.place()?;
        // For each value of the result, the discriminant of the argument that it comes from.
        let map: &[(i128, i128)] = match (owner, name) {
            ("Result", "is_ok") | ("Option", "is_none") | ("ControlFlow", "is_continue") | ("Poll", "is_ready") => &[(1, 0), (0, 1)],
            ("Result", "is_err") | ("Option", "is_some") | ("ControlFlow", "is_break") | ("Poll", "is_pending") => &[(1, 1), (0, 0)],
            ("Result", "is_ok_and") => &[(1, 0)],
            ("Result", "is_err_and") | ("Option", "is_some_and") => &[(1, 1)],
            ("Option", "is_none_or") => &[(0, 1)],
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
    fn switch(&mut self, state: State, operand: Operand<'a>, targets: &[(i128, Block)], edges: &mut Vec<(Block, State)>) {
        let Some(place) = operand.place() else { return };
        let implied = place.as_local().and_then(|local| state.implied.get(&local)).cloned();
        // A user's enum can have more than two variants; its discriminant's local knows its type only through its definition.
        let enum_type = place.as_local().and_then(|local| self.discriminants.get(&local).copied());
        for &(value, block) in targets {
            let mut next = state.clone();
            if let Some(implied) = &implied {
                next.held.union(implied.of(value));
            }
            if let Some(ty) = enum_type {
                let proofs = self.types.variant_proofs(ty, value);
                self.add(&mut next.held, &proofs);
            }
            edges.push((block, next));
        }
    }

    /// The state on the edge for all values that a switch does not list.
    fn switch_otherwise(&mut self, state: &State, operand: Operand<'a>, targets: &[(i128, Block)]) -> State {
        let mut next = state.clone();
        let Some(place) = operand.place() else { return next };
        if let Some(&ty) = place.as_local().and_then(|local| self.discriminants.get(&local)) {
            // Of an enum of the crate, one variant may be all that is left.
            let known = (self.variants)(path::last_segment(path::peel(ty))).unwrap_or_default();
            let mut left = known.into_iter().filter(|value| targets.iter().all(|(target, _)| target != value));
            if let (Some(value), None) = (left.next(), left.next()) {
                let proofs = self.types.variant_proofs(ty, value);
                self.add(&mut next.held, &proofs);
            }
        }
        let Some(implied) = place.as_local().and_then(|local| state.implied.get(&local)) else { return next };
        // Only these values are left: of a `bool` or a two-variant enum the other one, else any.
        let two = place_type(self.body, place) == "bool"
            || place.as_local().and_then(|local| self.discriminants.get(&local)).is_some_and(|ty| super::tokens::has_two_variants(ty));
        let mut rest = if two { ProofSet::All } else { implied.otherwise.clone() };
        for (&value, set) in &implied.cases {
            if targets.iter().all(|(target, _)| *target != value) {
                rest.intersect(set);
            }
        }
        if two && [0, 1].iter().any(|value| !implied.cases.contains_key(value) && targets.iter().all(|(target, _)| target != value)) {
            rest.intersect(&implied.otherwise);
        }
        next.held.union(&rest);
        next
    }
}

impl<'a> flow::Analysis<'a> for DefinitelyObtained<'_, 'a> {
    type State = State;

    fn entry(&mut self) -> State {
        State { held: self.parameters(), implied: BTreeMap::new(), references: BTreeMap::new() }
    }

    fn transfer(&mut self, block: Block, mut state: State, edges: &mut Vec<(Block, State)>) {
        let body = self.body;
        let data = &body.blocks[block.index()];
        data.statements.iter().for_each(|statement| self.statement(&mut state, statement));
        match data.terminator {
            Terminator::Call(call) => {
                self.arguments(&mut state, call);
                if let Some(target) = call.target {
                    let after = self.returned(&state, call);
                    edges.push((target, after));
                }
                edges.extend(call.unwind.into_iter().chain(call.drop).map(|block| (block, state.clone())));
            }
            Terminator::SwitchInt { operand: Operand::Const(_), .. } => {
                edges.extend(flow::live_successors(body, block).into_iter().map(|next| (next, state.clone())));
            }
            Terminator::SwitchInt { operand, targets, otherwise } => {
                self.read_operand(&mut state, operand);
                if let Some(otherwise) = otherwise {
                    let next = self.switch_otherwise(&state, operand, targets);
                    edges.push((otherwise, next));
                }
                self.switch(state, operand, targets, edges);
            }
            Terminator::Yield { destination, operand, resume, drop } => {
                self.read_operand(&mut state, operand);
                edges.extend(drop.map(|block| (block, state.clone())));
                self.assigned(&mut state, destination);
                edges.push((resume, state));
            }
            ref other => other.for_each_successor(|next| edges.push((next, state.clone()))),
        }
    }

    fn join(&mut self, known: &mut State, incoming: &State) -> bool {
        // Most joins bring nothing new. (What is implied need not be put together with what is held: the next join of unlike states
        // does that, and until then nothing that is held is lost.)
        if known == incoming {
            return false;
        }
        let before = known.clone();
        // What a value implied on one path holds for the joined value only if, on the other path, it was implied or held anyway.
        known.implied.retain(|local, implied| {
            let Some(other) = incoming.implied.get(local) else { return false };
            let values: Vec<i128> = implied.cases.keys().chain(other.cases.keys()).copied().collect();
            let meet = |mine: &ProofSet, theirs: &ProofSet| {
                let (mut mine, mut theirs) = (mine.clone(), theirs.clone());
                mine.union(&before.held);
                theirs.union(&incoming.held);
                mine.intersect(&theirs);
                mine
            };
            let cases = values.into_iter().map(|value| (value, meet(implied.of(value), other.of(value)))).collect();
            let otherwise = meet(&implied.otherwise, &other.otherwise);
            *implied = Implied { cases, otherwise };
            true
        });
        known.references.retain(|local, target| incoming.references.get(local) == Some(target));
        known.held.intersect(&incoming.held);
        *known != before
    }
}

/// The locals that are assigned once, by `discriminant(PLACE)`, and the place's type.
fn discriminants<'a>(body: &Body<'a>) -> HashMap<Local, &'a str> {
    let mut found: HashMap<Local, Option<&'a str>> = HashMap::new();
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
