//! Which of the data that come into a body reach which of what goes out of it.
//!
//! ```text
//! table    parts and origins as numbers
//! state    where the parts of each local come from, at a point
//! calls    what a call does to data
//! callees  … as far as the function alone says it
//! closures … of a closure, coroutine, function as a value
//! foreign  … of a function that nobody here wrote
//! outside  … and what it brings from outside
//! dropped  … what it puts into what runs code when it is dropped
//! shown    … of one that prints or writes values of the workspace's types
//! writers  … of one that writes to files and streams
//! statics  … of a static
//! collections … of a method of an iterator or a list
//! combinators … of a method of `Option` or `Result`
//! forms    what is left of data, and what they are where they are stored
//! models   what is known of foreign functions
//! numbers  what is numbered before
//! surroundings what is of the workspace, and what is not
//! types    types as rustc prints them
//! within   … and what is in them
//! known    … and what they say of their values
//! lists    lists that are kept once
//! found    what was found, put in order
//! facts    … and as facts
//! ```
//!
//! A may-analysis, forward, over the control-flow graph: what is assigned anew is forgotten, what flows together is joined. Fields are told
//! apart to a depth, references are followed to what they refer to. What is not understood passes everything on.
//!
//! *Invariant*: no other body is looked at. What calls do to data is symbolic; the linker puts the bodies together.

mod callees;
mod calls;
mod closures;
mod collections;
mod combinators;
mod dropped;
mod facts;
mod foreign;
mod forms;
mod found;
mod known;
mod lists;
mod models;
mod numbers;
mod outside;
mod shown;
mod state;
mod statics;
mod surroundings;
mod table;
mod types;
mod within;
mod writers;

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use self::{
    callees::KnownFunctions,
    known::KnownTypes,
    lists::FEW,
    state::{Slot, State, Value},
    table::{Origin, OriginId, Origins, Parts, PartsTable},
};
use super::{tokens, type_names::TypeNames};
use crate::{
    facts::flows::{CALLED_WITH, Form},
    flow::{self, Cfg, Edges},
    index::{Block, Local},
    mir::{Aggregate, Body, Operand, Place, Projection, Rvalue, Span, Terminator},
    path,
};

pub use self::{
    calls::is_closure_call,
    found::{BodyFlows, Called, CalledTarget, From, Kept, To},
    known::{Known, Type},
    numbers::{Numbers, Says, Sent, SentTo, TERMINATOR},
    surroundings::Surroundings,
    types::Printed,
};

/// Collects the flows of a body.
pub fn collect<'a>(
    body: &Body<'a>,
    cfg: &Cfg,
    surroundings: Surroundings<'_, '_>,
    numbers: &Numbers,
    (type_names, types_of_locals): (&TypeNames, &[Rc<Type>]),
    known: &mut Known,
) -> BodyFlows<'a> {
    let mut table = std::mem::take(&mut known.parts);
    table.begin_body();
    let mut analysis = Flows {
        body,
        cfg,
        surroundings,
        numbers,
        types: &mut known.types,
        functions: &mut known.functions,
        type_names,
        types_of_locals,
        table,
        origins: Origins::new(std::mem::take(&mut known.origins)),
        edges: Vec::with_capacity(FEW),
        found: BodyFlows::default(),
        call_numbers: FxHashMap::default(),
        source_numbers: FxHashMap::default(),
        sink_numbers: FxHashMap::default(),
        is_joined: flow::joined(body),
        statics: Vec::new(),
        as_values: FxHashSet::default(),
        dropped: dropped::Dropped::default(),
        seals: false,
        writes: types_of_locals.iter().any(|ty| ty.leads_out.is_some() || ty.may_lead_out || ty.has_dyn_writer),
        has_dyn_writer: types_of_locals.iter().any(|ty| ty.has_dyn_writer),
        marks_fields: body.path.ends_with("__agent_guard_pii"),
        marks_parameters: calls::marks_parameters(body),
    };
    flow::run_to_fixpoint(body, cfg, &mut analysis, |block| !body.blocks[block.index()].is_cleanup);
    let (found, table, origins) = analysis.finish();
    (known.parts, known.origins) = (table, origins);
    found
}

/// Fields of workspace types that a place leads through, each with what is selected of it. Hardly ever more than one.
type Fields<'a> = SmallVec<[(From<'a>, Parts); 1]>;

/// What a site is numbered by: its block, the statement in it, and which of several.
type SiteKey = (Block, usize, usize);

struct Flows<'a, 'b, 'c, 'f> {
    body: &'b Body<'a>,
    cfg: &'b Cfg,
    surroundings: Surroundings<'c, 'f>,
    numbers: &'b Numbers,
    types: &'b mut KnownTypes,
    functions: &'b mut KnownFunctions,
    type_names: &'b TypeNames,
    types_of_locals: &'b [Rc<Type>],
    table: PartsTable,
    origins: Origins<'a>,
    /// What was found to get where, some of it twice.
    edges: Vec<(OriginId, To<'a>, Parts)>,
    found: BodyFlows<'a>,
    call_numbers: FxHashMap<SiteKey, u32>,
    source_numbers: FxHashMap<SiteKey, u32>,
    sink_numbers: FxHashMap<SiteKey, u32>,
    /// The blocks that several edges lead to. All others are run through together with the one before them.
    is_joined: Vec<bool>,
    /// Statics, each in a local of its own behind those of the body.
    statics: Vec<&'a str>,
    /// The calls that stand for functions as values.
    as_values: FxHashSet<u32>,
    /// What runs code of the workspace when it is dropped.
    dropped: dropped::Dropped<'a>,
    /// Whether something was sealed, as far as the body was run through.
    seals: bool,
    /// Whether there is anything in the body that may be a writer.
    writes: bool,
    /// Whether there is a `dyn Write` in it, or the like.
    has_dyn_writer: bool,
    /// Whether the body is the witness of a `#[pii]` type.
    marks_fields: bool,
    /// Whether the body has a witness of a `#[pii]` parameter, which marks what a reference refers to.
    marks_parameters: bool,
}

impl<'a> flow::Analysis<'a> for Flows<'a, '_, '_, '_> {
    type State = State;

    fn entry(&mut self) -> State {
        let mut state = State::empty();
        // What a coroutine is resumed with is the task that polls it, and no data.
        let count = if self.body.is_coroutine { 1 } else { self.body.argument_count };
        for number in 1..=count {
            let local = Local::from_usize(number);
            let form = Form { matter: self.type_at(Place { local, projection: &[] }).matter, ..Form::default() };
            let origin = self.origins.number(Origin { from: From::Parameter(local.0), parts: Parts::ALL, keeps_parts: true, form });
            state.put(local, &Value::of(Parts::ALL, origin), &mut self.table);
        }
        state
    }

    fn transfer(&mut self, block: Block, mut state: State, edges: &mut Edges<'_, State>) {
        let mut block = block;
        loop {
            self.run_through(block, &mut state);
            let mut next = flow::continues_at(self.body, block);
            match next[..] {
                // Nothing else comes together there, so there is nothing to be kept for it.
                [] => return,
                [only] if !self.is_joined[only.index()] => block = only,
                _ => {
                    let live = self.cfg.live(self.body);
                    let last = next.pop();
                    next.into_iter().for_each(|next| edges.push(next, state.retained(&self.table, |local| live.at(next, local))));
                    if let Some(last) = last {
                        state.retain(&self.table, |local| live.at(last, local));
                        edges.push(last, state);
                    }
                    return;
                }
            }
        }
    }

    fn join(&mut self, known: &mut State, incoming: &State) -> bool {
        known.join(incoming, &mut self.table)
    }
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// What the statements and the terminator of a block do.
    fn run_through(&mut self, block: Block, state: &mut State) {
        let body = self.body;
        let data = &body.blocks[block.index()];
        for (at, statement) in data.statements.iter().enumerate() {
            self.dropped.at = statement.span;
            let value = self.rvalue(state, statement.rvalue, statement.place, (block, at, 0), statement.span);
            if self.has_dyn_writer && !statement.place.projection.is_empty() {
                self.assigns_writer(state, statement, &value, (block, at, 0));
            }
            self.assign(state, statement.place, value);
        }
        self.dropped.at = data.span;
        match data.terminator {
            Terminator::Return => self.returned(state, (block, data.span)),
            Terminator::Call(call) => self.call(state, block, call, data.span),
            _ => {}
        }
    }

    fn known(&mut self, ty: &str) -> Rc<Type> {
        self.types.get(self.type_names.number(ty), ty, self.surroundings)
    }

    /// What the type of a place says.
    fn type_at(&mut self, place: Place<'a>) -> Rc<Type> {
        let body = self.body;
        match (place.projection, self.types_of_locals.get(place.local.index())) {
            ([], Some(known)) => Rc::clone(known),
            _ => self.known(tokens::place_type(body, place)),
        }
    }

    fn type_of(&mut self, operand: Operand<'a>) -> Rc<Type> {
        match operand.place() {
            Some(place) => self.type_at(place),
            None => self.known(""),
        }
    }

    fn origin(&mut self, from: From<'a>, parts: Parts, keeps_parts: bool) -> OriginId {
        self.origins.number(Origin { from, parts, keeps_parts, form: Form::default() })
    }

    /// The value, so that all of it depends on every part of what it comes from.
    fn mixed(&mut self, value: &Value) -> Value {
        self.mix(std::iter::once(value))
    }

    fn mix_all(&mut self, values: &[Value]) -> Value {
        self.mix(values.iter())
    }

    fn mix<'v>(&mut self, values: impl Iterator<Item = &'v Value>) -> Value {
        let mut mixed = Value::default();
        for &(_, origin) in values.flat_map(|value| &value.from) {
            mixed.from.push((Parts::ALL, self.origins.mixed(origin)));
        }
        mixed.from.sort_unstable();
        mixed.from.dedup();
        mixed
    }

    /// The slots that a place may be, and the fields of workspace types that it leads through, each with what is selected of it.
    fn resolve(&mut self, state: &State, place: Place<'a>) -> (SmallVec<[Slot; 2]>, Fields<'a>) {
        let mut slots: SmallVec<[Slot; 2]> = smallvec![(place.local, Parts::ALL)];
        let mut fields: Fields<'a> = SmallVec::new();
        let of_local = self.body.locals.get(place.local.index()).map_or("", |local| local.ty);
        let (mut ty, mut variant) = (of_local, "");
        for step in place.projection {
            match *step {
                Projection::Deref => {
                    let mut behind: SmallVec<[Slot; 2]> = SmallVec::new();
                    for &slot in &slots {
                        let targets = state.targets(slot, &mut self.table);
                        // What a reference refers to that came from elsewhere is known by the reference alone.
                        if targets.is_empty() || state.has_origins(slot.0) {
                            behind.push(slot);
                        }
                        behind.extend(targets);
                    }
                    slots = behind;
                    slots.sort_unstable();
                    slots.dedup();
                }
                Projection::Downcast(name) => variant = name,
                Projection::Field(number, field_type) => {
                    // A coroutine's and a box's own fields are no fields of the user's.
                    let name = if variant.starts_with("variant#") { "" } else { variant };
                    let known = match self.types_of_locals.get(place.local.index()) {
                        Some(known) if std::ptr::eq(ty, of_local) => Rc::clone(known),
                        _ => self.known(ty),
                    };
                    if known.is_dropped {
                        slots.iter().for_each(|&slot| self.dropped.lies_at(slot, ty));
                    }
                    slots.iter_mut().for_each(|slot| slot.1 = self.table.field(slot.1, name, number));
                    fields.iter_mut().for_each(|(_, parts)| *parts = self.table.field(*parts, name, number));
                    if known.is_own {
                        fields.push((From::Field(types::path_of(path::peel(ty)), name, number), Parts::ALL));
                    }
                    (ty, variant) = (field_type, "");
                }
                Projection::Cast(target) => ty = target,
                Projection::Index(_) | Projection::ConstantIndex | Projection::Subslice => {}
            }
            if matches!(step, Projection::Deref | Projection::Index(_) | Projection::ConstantIndex) {
                ty = tokens::step_type(ty, step);
            }
        }
        (slots, fields)
    }

    fn read_place(&mut self, state: &State, place: Place<'a>) -> Value {
        let mut value = Value::default();
        if let Some(local) = place.as_local() {
            value = self.read_slot(state, (local, Parts::ALL));
        } else {
            let (slots, fields) = self.resolve(state, place);
            for slot in slots {
                value.extend(self.read_slot(state, slot));
            }
            for (from, parts) in fields {
                let origin = self.origin(from, parts, true);
                value.from.push((Parts::ALL, origin));
            }
        }
        if value.from.is_empty() && value.reaches.is_empty() {
            return value;
        }
        let ty = self.type_at(place);
        // What is in a `Pii` comes out where it is revealed, and nowhere else.
        if ty.is_pii {
            return Value::default();
        }
        if value.from.len() > 1 {
            value.from.sort_unstable();
            value.from.dedup();
        }
        self.of_type(value, &ty)
    }

    fn read_slot(&mut self, state: &State, slot: Slot) -> Value {
        let locals = &self.body.locals;
        let is_reference = |local: Local| locals.get(local.index()).is_some_and(|local| local.ty.starts_with('&'));
        state.read(slot, is_reference, &mut self.table, &mut self.origins)
    }

    fn read(&mut self, state: &State, operand: Operand<'a>) -> Value {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => self.read_place(state, place),
            Operand::Const(text) => {
                match self.body.statics.iter().find(|(name, _)| text.strip_prefix('{').is_some_and(|rest| rest.starts_with(name))) {
                    Some(&(_, path)) => self.static_value(path),
                    None => Value::default(),
                }
            }
            Operand::Fn(printed) => self.function_value(printed),
        }
    }

    /// A parameter that is moved on, with which what it refers to can be changed, or which can be called: that is known by the parameter
    /// alone.
    fn with_target(&mut self, state: &State, mut value: Value, operand: Operand<'a>) -> Value {
        let Some(place) = operand.place().filter(|place| (1..=self.body.argument_count).contains(&place.local.index())) else {
            return value;
        };
        if value.refers.is_empty() && self.type_at(place).is_handle_on_more {
            let (slots, _) = self.resolve(state, place);
            // It says what comes from there by itself.
            value.from.retain(|(_, origin)| self.origins.get(*origin).from != From::Parameter(place.local.0));
            value.refers.extend(slots.into_iter().map(|slot| (Parts::ALL, slot)));
        }
        value
    }

    /// What a statement computes.
    fn rvalue(&mut self, state: &mut State, rvalue: Rvalue<'a>, place: Place<'a>, site: SiteKey, span: Span<'a>) -> Value {
        match rvalue {
            // Behind `thread_local!` there is a constant, and what it gives access to is the same everywhere.
            Rvalue::Use(Operand::Const(path)) if tokens::place_type(self.body, place).starts_with("std::thread::LocalKey<") => {
                self.static_value(path)
            }
            Rvalue::Use(operand) => {
                let value = self.read(state, operand);
                self.with_target(state, value, operand)
            }
            Rvalue::Repeat(operand) => self.read(state, operand),
            Rvalue::Cast(operand, ..) => {
                let value = self.read(state, operand);
                if !tokens::place_type(self.body, place).contains("dyn ") {
                    return value;
                }
                let value = self.by_itself(value, operand);
                self.as_dyn(value, operand, place, site, span)
            }
            // Nothing changes what a shared reference to a number refers to, so it may be taken for the number.
            Rvalue::Ref(of) if self.is_aside_by_reference(of, place) => self.read_place(state, of),
            Rvalue::Ref(Place { local, projection: [] }) | Rvalue::RawPtr(Place { local, projection: [] }) => {
                Value { refers: smallvec![(Parts::ALL, (local, Parts::ALL))], ..Value::default() }
            }
            Rvalue::Ref(place) | Rvalue::RawPtr(place) => {
                let (slots, mut fields) = self.resolve(state, place);
                if self.type_at(place).is_pii {
                    fields.clear();
                }
                let mut value = Value::default();
                for (from, parts) in fields {
                    value.from.push((Parts::ALL, self.origin(from, parts, true)));
                }
                slots.into_iter().for_each(|slot| value.refers.push((Parts::ALL, slot)));
                value
            }
            Rvalue::Binary(operator, left, right) if !matches!(operator, "Eq" | "Ne" | "Lt" | "Le" | "Gt" | "Ge" | "Cmp") => {
                let mut value = self.read(state, left);
                value.extend(self.read(state, right));
                self.mixed(&value)
            }
            Rvalue::Unary("Neg" | "Not", operand) | Rvalue::Not(operand) => self.read(state, operand),
            Rvalue::Aggregate(kind, operands) => self.aggregate(state, kind, operands, place, site, span),
            Rvalue::Binary(..) | Rvalue::Unary(..) | Rvalue::Discriminant(_) | Rvalue::Inspect(_) | Rvalue::Nullary => Value::default(),
        }
    }

    fn aggregate(
        &mut self,
        state: &mut State,
        kind: Aggregate<'a>,
        operands: &'a [Operand<'a>],
        place: Place<'a>,
        site: SiteKey,
        span: Span<'a>,
    ) -> Value {
        let variant = match kind {
            Aggregate::Closure(maker) | Aggregate::Coroutine(maker) => {
                return self.made(state, maker, operands, matches!(kind, Aggregate::Coroutine(_)), site, span);
            }
            Aggregate::Adt(head) => {
                let ty = tokens::place_type(self.body, place);
                let is_enum = path::last_segment(head) != path::last_segment(ty);
                if is_enum { path::last_segment(head) } else { "" }
            }
            Aggregate::Tuple | Aggregate::Array | Aggregate::RawPtr => "",
        };
        let mut value = Value::default();
        let mut elements: Vec<Value> = operands.iter().map(|&operand| self.read(state, operand)).collect();
        if matches!(kind, Aggregate::Adt(head) if head.contains('<')) {
            self.say_what_parameters_are(&mut elements, operands, place);
        }
        if kind == Aggregate::Tuple {
            for (element, &operand) in elements.iter_mut().zip(operands) {
                *element = self.by_itself(std::mem::take(element), operand);
            }
        }
        if kind == Aggregate::Array {
            self.set_aside_beside_sealed(&mut elements);
        }
        for ((number, read), &operand) in (0u32..).zip(elements).zip(operands) {
            if self.has_dyn_writer && matches!(kind, Aggregate::Adt(_)) {
                let of = types::path_of(path::peel(tokens::place_type(self.body, place)));
                self.keeps_writer(Kept::Field(of, variant, number), &read, operand, (site, span));
            }
            let parts = if kind == Aggregate::Array { Parts::ALL } else { self.table.field(Parts::ALL, variant, number) };
            value.extend(read.within(parts, &mut self.table));
        }
        if matches!(kind, Aggregate::Adt(_)) && self.surroundings.drops.is_some() && self.type_at(place).is_dropped {
            self.dropped_later(&value, tokens::place_type(self.body, place));
        }
        value
    }

    /// Puts a value into a place: in place of what is there, if it is certain which place that is.
    fn assign(&mut self, state: &mut State, place: Place<'a>, value: Value) {
        if let Some(local) = place.as_local() {
            state.put(local, &value, &mut self.table);
            if value.is_large() {
                self.end_if_crowded(state, local);
            }
            return;
        }
        let is_certain =
            place.projection.iter().all(|step| matches!(step, Projection::Field(..) | Projection::Downcast(_) | Projection::Cast(_)));
        let (slots, _) = self.resolve(state, place);
        // Through a reference to the whole of a variable, too.
        let pointee = tokens::place_type(self.body, place);
        let is_whole = |slot: Slot| slot.1 == Parts::ALL && self.body.locals.get(slot.0.index()).is_some_and(|local| local.ty == pointee);
        let is_certain = is_certain || matches!((place.projection, &slots[..]), ([Projection::Deref], &[slot]) if is_whole(slot));
        for slot in slots {
            if is_certain {
                state.clear(slot, &mut self.table);
            }
            self.add(state, slot, &value);
        }
    }

    /// Adds to what a slot may hold.
    fn add(&mut self, state: &mut State, slot: Slot, value: &Value) {
        state.add(slot, value, &mut self.table);
        self.end_if_crowded(state, slot.0);
        if !self.dropped.is_empty() {
            self.put_into_dropped(slot, value);
        }
        if let Some(&path) = self.statics.get(slot.0.index().wrapping_sub(self.body.locals.len())) {
            let within = value.clone().within(slot.1, &mut self.table);
            self.flow(&within, To::Static(path));
        }
    }

    /// Tells the parts of a local apart no more, if they are too many.
    fn end_if_crowded(&mut self, state: &mut State, local: Local) {
        if state.is_crowded(local, &self.table) {
            state.widen(local, &mut self.table, &mut self.origins);
        }
    }

    fn returned(&mut self, state: &State, (block, span): (Block, Span<'a>)) {
        let value = self.read_slot(state, (Local(0), Parts::ALL));
        self.flow(&value, To::Return);
        if self.has_dyn_writer {
            self.gives_writer(&value, (block, span));
        }
        // What is written to an argument that the caller still has.
        for number in 1..=self.body.argument_count {
            let local = Local::from_usize(number);
            let is_kept_by_caller = self.types_of_locals[number].is_kept_by_caller;
            for &(parts, origin) in state.origins_of(local, &self.table).iter() {
                let Origin { from, parts: own, .. } = self.origins.get(origin);
                let is_kept = is_kept_by_caller || self.table.leads_into(parts, CALLED_WITH);
                if is_kept && (from != From::Parameter(local.0) || own != parts) {
                    self.edge(origin, To::Parameter(local.0), parts);
                }
            }
        }
    }
}
