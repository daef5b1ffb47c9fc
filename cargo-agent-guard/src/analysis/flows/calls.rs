//! What calls do to data.

use smallvec::SmallVec;

use super::{
    Called, CalledTarget, Flows, From, SiteKey, To,
    models::{self, Passes},
    state::{Slot, State, Value},
    table::{Origin, Parts},
};
use crate::{
    analysis::{items::made_at, sites},
    catalogue::Role,
    facts::flows::{ALL_PARAMETERS, SinkKind},
    index::Block,
    mir::{Call, Maker, Operand, Place, Span},
    path::{self, Callee},
};

/// How many arguments of a closure that somebody else calls are told apart.
const CLOSURE_ARGUMENTS: u32 = 3;

/// The parts of a closure's value that stand for what it is called with, and for what it gives back.
pub(super) const CALLED_WITH: &str = "called with";
const GIVES_BACK: &str = "gives back";

impl<'a> Flows<'a, '_, '_, '_> {
    pub(super) fn call(&mut self, state: &mut State, block: Block, call: &'a Call<'a>, span: Span<'a>) {
        let arguments: Vec<Value> = call.arguments.iter().map(|&argument| self.read(state, argument)).collect();
        let returned = call.destination.map_or("", |place| crate::analysis::tokens::place_type(self.body, place));
        let span = if call.callee_span.is_of_the_user() { call.callee_span } else { sites::nearest_of_the_user(self.body, block, span) };
        let site = (block, usize::MAX, 0);
        let Operand::Fn(printed) = call.callee else {
            let pointer = self.read(state, call.callee);
            let mut tuple = Value::default();
            for (at, value) in (0u32..).zip(arguments) {
                let parts = self.table.field(Parts::ALL, "", at);
                tuple.extend(value.within(parts, &mut self.table));
            }
            let value = self.call_value(state, &pointer, "", Some(call.callee), &tuple);
            return self.give_back(state, call, value);
        };
        let Some(callee) = Callee::parse(printed) else {
            let value = self.foreign(state, call, &arguments, Passes::Mixed, returned);
            return self.give_back(state, call, value);
        };
        if self.witness(state, printed, &callee, call, (site, span)) {
            return self.give_back(state, call, Value::default());
        }
        let class = self.surroundings.catalogue.classify(&callee);
        let value = match (class.and_then(|class| class.role), class) {
            (Some(Role::Reveals), _) => self.source("what is revealed", site, span),
            (Some(Role::Protects), _) => Value::default(),
            (Some(Role::Sink(kind)), _) => {
                let arguments: Vec<Value> = match self.called_back(printed, &callee, call, &arguments, (site, span)) {
                    Some(value) => vec![value],
                    None => arguments.into_iter().zip(call.arguments).map(|(value, &of)| self.whole(value, of)).collect(),
                };
                self.sink(kind, sites::operation(&callee), &arguments, (site, span));
                // What a macro logs is no value; what is sent comes back only as somebody else's answer.
                if kind == SinkKind::Error { self.mix_all(&arguments) } else { Value::default() }
            }
            _ if is_about_pii(printed) => Value::default(),
            _ if is_closure_call(&callee) => self.call_closure(state, &callee, call, &arguments),
            _ if path::is_of_the_language(printed, &callee) || (self.surroundings.is_foreign)(printed, &callee) => {
                self.unwrapped(&callee, call, &arguments, (site, span));
                let known = self
                    .called_back(printed, &callee, call, &arguments, (site, span))
                    .or_else(|| self.converted(&callee, call, &arguments, (site, span)))
                    .or_else(|| self.exchanged(state, &callee, call, &arguments));
                match (known, self.own_implementation(&callee)) {
                    (Some(value), _) => value,
                    (None, Some(target)) => self.own(state, target, call, arguments, returned, (site, span)),
                    (None, None) => {
                        let passes = models::passes(&callee, returned);
                        self.foreign(state, call, &arguments, passes, returned)
                    }
                }
            }
            _ => self.own(state, CalledTarget::Function(printed, callee), call, arguments, returned, (site, span)),
        };
        if models::is_channel(&callee, returned)
            && let Some(place) = call.destination
        {
            return self.make_channel(state, place);
        }
        self.give_back(state, call, value);
    }

    /// The value as an argument. Where the callee does not know of which type it is, nothing but the value itself tells what is in it.
    fn whole(&mut self, mut value: Value, operand: Operand<'a>) -> Value {
        for ty in own_types(self.operand_type(operand), self.surroundings.is_foreign_root) {
            let origin = self.origin(From::Whole(super::type_path(ty)), Parts::ALL, true);
            value.from.push((Parts::ALL, origin));
        }
        value
    }

    fn give_back(&mut self, state: &mut State, call: &'a Call<'a>, value: Value) {
        if let Some(place) = call.destination {
            self.assign(state, place, value);
        }
    }

    /// A number for a call, the same each time that its block is run through.
    fn call_number(&mut self, key: SiteKey, target: CalledTarget<'a>, span: Span<'a>) -> u32 {
        let next = u32::try_from(self.found.calls.len()).expect("the calls of one body stay below 2^32");
        let number = *self.call_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.calls.push(Called { target, span });
        }
        number
    }

    fn source(&mut self, what: &'static str, key: SiteKey, span: Span<'a>) -> Value {
        let next = u32::try_from(self.found.sources.len()).expect("the sources of one body stay below 2^32");
        let number = *self.source_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.sources.push((what, span));
        }
        let origin = self.origin(From::Source(number), Parts::ALL, true);
        Value { from: vec![(Parts::ALL, origin)], ..Value::default() }
    }

    fn sink(&mut self, kind: SinkKind, operation: String, arguments: &[Value], (key, span): (SiteKey, Span<'a>)) {
        let next = u32::try_from(self.found.sinks.len()).expect("the sinks of one body stay below 2^32");
        let number = *self.sink_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.sinks.push((kind, operation, span));
        }
        let value = self.mix_all(arguments);
        self.flow(&value, To::Sink(number));
    }

    fn mix_all(&mut self, arguments: &[Value]) -> Value {
        let mut all = Value::default();
        arguments.iter().for_each(|argument| all.extend(argument.clone()));
        self.mixed(&all)
    }

    /// What the runtime's macros leave behind.
    fn witness(
        &mut self,
        state: &mut State,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        (site, span): (SiteKey, Span<'a>),
    ) -> bool {
        let Callee::Path { root: "agent_guard", owner: "__private", name, .. } = *callee else { return false };
        let category = path::generic_arguments(printed).first().map_or("", |category| path::last_segment(category));
        match (name, call.arguments) {
            ("pii", [Operand::Copy(place) | Operand::Move(place)]) => {
                let (slots, fields) = self.resolve(state, *place);
                let targets: Vec<Slot> = slots.iter().flat_map(|&slot| state.targets(slot, &mut self.table)).collect();
                if self.marks_fields {
                    let mut marked: Vec<(&'a str, String)> =
                        fields.iter().filter_map(|&(from, parts)| self.field_of(from, parts)).collect();
                    let value = self.read_place(state, *place);
                    for &(_, origin) in &value.from {
                        let Origin { from, parts, .. } = self.origins.get(origin);
                        marked.extend(self.field_of(from, parts));
                    }
                    for (ty, part) in marked {
                        let mark = (ty, part, category);
                        if !self.found.marked.contains(&mark) {
                            self.found.marked.push(mark);
                        }
                    }
                } else {
                    let value = self.source("a parameter that is marked `#[pii]`", site, span);
                    targets.into_iter().for_each(|slot| self.add(state, slot, &value));
                }
                true
            }
            ("returns_pii", _) => {
                let value = self.source("what a function marked `#[pii]` gives back", site, span);
                self.flow(&value, To::Return);
                true
            }
            _ => false,
        }
    }

    /// The field, if that is all that an origin is.
    fn field_of(&self, from: From<'a>, parts: Parts) -> Option<(&'a str, String)> {
        let From::Field(ty, variant, number) = from else { return None };
        let part = if variant.is_empty() { number.to_string() } else { format!("{variant}.{number}") };
        (parts == Parts::ALL).then_some((ty, part))
    }

    /// A call that may lead to workspace code: everything that it is given and gives back is the linker's to know.
    fn own(
        &mut self,
        state: &mut State,
        target: CalledTarget<'a>,
        call: &'a Call<'a>,
        arguments: Vec<Value>,
        returned: &str,
        (site, span): (SiteKey, Span<'a>),
    ) -> Value {
        let number = self.call_number(site, target, span);
        let mut given = Value::default();
        for ((at, value), &operand) in (1u32..).zip(arguments).zip(call.arguments) {
            let value = self.whole(value, operand);
            self.argument(state, number, at, &value, operand);
            if models::lets_change(returned) {
                given.refers.extend(value.reaches.iter().map(|&(_, slot)| (Parts::ALL, slot)));
            }
        }
        given.from.push((Parts::ALL, self.origin(From::Result(number), Parts::ALL, true)));
        given
    }

    /// A method of a foreign trait that a type of the workspace implements: `<Row as From<&Person>>::from`, `person.into()`.
    fn own_implementation(&self, callee: &Callee<'a>) -> Option<CalledTarget<'a>> {
        let Callee::Trait { self_type, of_trait, trait_name, name, .. } = *callee else { return None };
        let is_own = |ty: &str| {
            let ty = path::peel(ty);
            super::is_named(ty) && ty.len() > 1 && !(self.surroundings.is_foreign_root)(path::first_segment(ty))
        };
        if models::is_whole(name) {
            return None;
        }
        match (trait_name, name) {
            ("Into", "into") => {
                let target = path::generic_arguments(of_trait).first().copied().filter(|ty| is_own(ty))?;
                Some(CalledTarget::Foreign(target, "std::convert::From", "from"))
            }
            _ if is_own(self_type) => Some(CalledTarget::Foreign(self_type, super::type_path(of_trait), name)),
            _ => None,
        }
    }

    /// `?` where the error becomes one of the workspace's.
    fn converted(
        &mut self,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        (site, span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let Callee::Trait { self_type, of_trait, name: "from_residual", .. } = *callee else { return None };
        let error = path::generic_arguments(self_type).last().copied()?;
        let before = path::generic_arguments(of_trait).first().and_then(|residual| path::generic_arguments(residual).last().copied())?;
        let is_own = super::is_named(error) && !(self.surroundings.is_foreign_root)(path::first_segment(error));
        if error == before || !is_own || call.destination.is_none() {
            return None;
        }
        let number = self.call_number(site, CalledTarget::Foreign(error, "std::convert::From", "from"), span);
        let parts = self.table.field(Parts::ALL, "Err", 0);
        let value = arguments.first()?.select(parts, &mut self.table, &mut self.origins);
        self.flow(&value, To::Argument(number, 1));
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Some(Value { from: vec![(parts, origin)], ..Value::default() })
    }

    /// `mem::replace`, `take` and `swap`: what was there comes out, and what is put in is all that is there.
    fn exchanged(&mut self, state: &mut State, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value]) -> Option<Value> {
        let Callee::Path { owner: "mem", name, root: "std" | "core", .. } = *callee else { return None };
        let body = self.body;
        let types = call.arguments.iter().map(|&operand| self.operand_type(operand)).collect::<Vec<_>>();
        // Sure only where the reference is to the whole of a variable, and not to an element of it.
        let slot = |at: usize| match arguments[at].refers[..] {
            [(Parts::ALL, slot @ (local, Parts::ALL))] => {
                let ty = body.locals.get(local.index())?.ty;
                types[at].strip_prefix("&mut ").is_some_and(|pointee| pointee == ty).then_some(slot)
            }
            _ => None,
        };
        match (name, arguments, call.arguments.len()) {
            ("replace", [_, new], _) => {
                let slot = slot(0)?;
                let old = self.read_slot(state, slot);
                self.put(state, slot, new);
                Some(old)
            }
            ("take", [_], _) => {
                let slot = slot(0)?;
                let old = self.read_slot(state, slot);
                self.put(state, slot, &Value::default());
                Some(old)
            }
            ("swap", [_, _], _) => {
                let (one, other) = (slot(0)?, slot(1)?);
                let (first, second) = (self.read_slot(state, one), self.read_slot(state, other));
                self.put(state, one, &second);
                self.put(state, other, &first);
                Some(Value::default())
            }
            _ => None,
        }
    }

    fn put(&mut self, state: &mut State, slot: Slot, value: &Value) {
        state.clear(slot, &mut self.table);
        self.add(state, slot, value);
    }

    /// `unwrap` and `expect` panic with what the error says, and with what they are told to say.
    fn unwrapped(&mut self, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value], ((block, ..), span): (SiteKey, Span<'a>)) {
        let Callee::Path { owner: owner @ ("Option" | "Result"), root: "std" | "core", name, .. } = *callee else { return };
        let said = match (owner, name) {
            ("Result", "unwrap" | "expect") => Some("Err"),
            ("Result", "unwrap_err" | "expect_err") => Some("Ok"),
            ("Option", "expect") => None,
            _ => return,
        };
        let mut all: Vec<Value> = arguments.get(1).cloned().into_iter().collect();
        if let (Some(variant), Some(first)) = (said, arguments.first()) {
            let parts = self.table.field(Parts::ALL, variant, 0);
            // What foreign errors print of what is in them is nothing, as far as the standard library's go.
            let error =
                path::generic_arguments(path::peel(self.operand_type(call.arguments[0]))).get(usize::from(variant == "Err")).copied();
            if error.is_some_and(|error| self.prints_itself(error)) {
                all.push(first.select(parts, &mut self.table, &mut self.origins));
            }
        }
        self.sink(SinkKind::Error, format!("{owner}::{name}"), &all, ((block, usize::MAX, 1), span));
    }

    /// Hands an argument over, and takes what is written through it.
    fn argument(&mut self, state: &mut State, call: u32, at: u32, value: &Value, operand: Operand<'a>) {
        self.flow(value, To::Argument(call, at));
        let ty = self.operand_type(operand);
        for closure in self.closures(value, ty) {
            self.hand_over(closure, call, at);
        }
        if !can_be_changed(ty) {
            return;
        }
        for &(parts, slot) in &value.reaches {
            let origin = self.origin(From::Written(call, at), parts, true);
            self.add(state, slot, &Value { from: vec![(Parts::ALL, origin)], ..Value::default() });
        }
    }

    /// A closure of this body goes to a function of the workspace: what that calls it with gets to its parameters.
    fn hand_over(&mut self, number: u32, call: u32, at: u32) {
        let first = self.first_parameter(number);
        for parameter in 0..CLOSURE_ARGUMENTS {
            let parts = self.table.field(Parts::ALL, CALLED_WITH, parameter);
            let origin = self.origin(From::Written(call, at), parts, true);
            self.edges.insert((origin, To::Argument(number, first + parameter), Parts::ALL), ());
        }
    }

    /// The local of the first parameter: a closure's captures stand before it.
    fn first_parameter(&self, call: u32) -> u32 {
        if self.as_values.contains(&call) { 1 } else { 2 }
    }

    /// A function as a value.
    pub(super) fn function_value(&mut self, printed: &'a str) -> Value {
        // A constructor only puts together what it is given.
        let is_ours =
            |callee: &Callee<'_>| !(self.surroundings.is_foreign)(printed, callee) && !callee.name().starts_with(char::is_uppercase);
        let Some(callee) = Callee::parse(printed).filter(is_ours) else { return Value::default() };
        // One number for each function that is a value in the body.
        let known = (0u32..).zip(&self.found.calls).find(|(number, call)| {
            self.as_values.contains(number) && matches!(call.target, CalledTarget::Function(known, _) if known == printed)
        });
        let number = match known {
            Some((number, _)) => number,
            None => {
                let number = u32::try_from(self.found.calls.len()).expect("the calls of one body stay below 2^32");
                self.found.calls.push(Called { target: CalledTarget::Function(printed, callee), span: Span::default() });
                self.as_values.insert(number);
                number
            }
        };
        let parts = self.table.field(Parts::ALL, GIVES_BACK, 0);
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Value { from: vec![(parts, origin)], ..Value::default() }
    }

    /// The numbers of the calls that stand for the closures that a value of this type may be.
    fn closures(&mut self, value: &Value, ty: &'a str) -> Vec<u32> {
        let mut made: Vec<u32> = Vec::new();
        for &(parts, origin) in &value.from {
            if let From::Result(call) = self.origins.get(origin).from
                && self.table.leads_into(parts, GIVES_BACK)
                && (matches!(self.found.calls[call as usize].target, CalledTarget::Made(_)) || self.as_values.contains(&call))
            {
                made.push(call);
            }
        }
        if !made.is_empty() {
            return made;
        }
        let ty = path::peel(ty);
        let Some(closure) = made_at(ty).filter(|_| ty.starts_with("{closure@")) else { return Vec::new() };
        // It was made elsewhere, or the value has lost its way. Closures that a macro made may have one span and so one type.
        let is_it = |call: &Called<'_>| match call.target {
            CalledTarget::Made(maker) => maker.span.0 == closure,
            CalledTarget::Closure(span) => span == closure,
            _ => false,
        };
        made.extend((0u32..).zip(&self.found.calls).filter(|(_, call)| is_it(call)).map(|(number, _)| number));
        if made.is_empty() {
            made.push(u32::try_from(self.found.calls.len()).expect("the calls of one body stay below 2^32"));
            self.found.calls.push(Called { target: CalledTarget::Closure(closure), span: Span(closure) });
        }
        made
    }

    /// A closure or coroutine is made: what it captures are the parts of its first argument.
    pub(super) fn made(
        &mut self,
        state: &mut State,
        maker: Maker<'a>,
        operands: &'a [Operand<'a>],
        is_coroutine: bool,
        site: SiteKey,
        span: Span<'a>,
    ) -> Value {
        let number = self.call_number(site, CalledTarget::Made(maker), span);
        for (at, &operand) in (0u32..).zip(operands) {
            let value = self.read(state, operand);
            let parts = self.table.field(Parts::ALL, "", at);
            let captured = value.clone().within(parts, &mut self.table);
            self.flow(&captured, To::Argument(number, 1));
            let ty = self.operand_type(operand);
            if ty.starts_with("&mut ")
                && let Some(place) = operand.place()
            {
                // A parameter that is a reference: what it refers to is known by it alone.
                let origin = self.origin(From::Written(number, 1), parts, true);
                for slot in self.resolve(state, place).0 {
                    self.add(state, slot, &Value { from: vec![(Parts::ALL, origin)], ..Value::default() });
                }
            }
            if can_be_changed(ty) {
                for &(inner, slot) in &value.reaches {
                    let parts = self.table.join(parts, inner);
                    let origin = self.origin(From::Written(number, 1), parts, true);
                    self.add(state, slot, &Value { from: vec![(Parts::ALL, origin)], ..Value::default() });
                }
            }
        }
        // What polling a coroutine gives, and calling a closure.
        let variant = if is_coroutine { "Ready" } else { GIVES_BACK };
        let parts = self.table.field(Parts::ALL, variant, 0);
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Value { from: vec![(parts, origin)], ..Value::default() }
    }

    /// A closure is called: one that is known, or one that was handed in.
    fn call_closure(&mut self, state: &mut State, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value]) -> Value {
        let Callee::Trait { self_type, .. } = *callee else { return Value::default() };
        let [closure, tuple, ..] = arguments else { return Value::default() };
        self.call_value(state, closure, self_type, call.arguments.first().copied(), tuple)
    }

    /// Calls what a value is: closures and functions that are known, or what was handed in.
    fn call_value(&mut self, state: &mut State, closure: &Value, ty: &'a str, operand: Option<Operand<'a>>, tuple: &Value) -> Value {
        let closures = self.closures(closure, ty);
        if !closures.is_empty() {
            let mut given = Value::default();
            for number in closures {
                let first = self.first_parameter(number);
                for at in 0..CLOSURE_ARGUMENTS {
                    let parts = self.table.field(Parts::ALL, "", at);
                    let value = tuple.select(parts, &mut self.table, &mut self.origins);
                    self.flow(&value, To::Argument(number, first + at));
                }
                let origin = self.origin(From::Result(number), Parts::ALL, true);
                given.from.push((Parts::ALL, origin));
            }
            return given;
        }
        let slots = self.slots_of(state, operand);
        for at in 0..CLOSURE_ARGUMENTS {
            let (from, to) = (self.table.field(Parts::ALL, "", at), self.table.field(Parts::ALL, CALLED_WITH, at));
            let value = tuple.select(from, &mut self.table, &mut self.origins).within(to, &mut self.table);
            for &slot in &slots {
                self.add(state, slot, &value);
            }
        }
        let back = self.table.field(Parts::ALL, GIVES_BACK, 0);
        let mut value = Value::default();
        for slot in slots {
            let slot = (slot.0, self.table.join(slot.1, back));
            value.extend(self.read_slot(state, slot));
        }
        value
    }

    /// What an operand is, and what it refers to.
    fn slots_of(&mut self, state: &State, operand: Option<Operand<'a>>) -> SmallVec<[Slot; 4]> {
        let Some(place) = operand.and_then(Operand::place) else { return SmallVec::new() };
        let (slots, _) = self.resolve(state, place);
        let mut all: SmallVec<[Slot; 4]> = slots.iter().copied().collect();
        all.extend(slots.iter().flat_map(|&slot| state.targets(slot, &mut self.table)));
        all
    }

    /// Foreign code that calls a method of a workspace type back: what it gives is what that makes of the value.
    fn called_back(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        ((block, ..), span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let (of_trait, method) = models::called_back(callee)?;
        let generic = match *callee {
            Callee::Trait { self_type, trait_name: "ToString", .. } => self_type,
            _ => path::generic_arguments(printed).into_iter().find(|argument| !argument.starts_with('\''))?,
        };
        let mut types = Vec::new();
        self.parts_of_own_types(generic, Parts::ALL, &mut types);
        if types.is_empty() {
            return None;
        }
        let mut given = Value::default();
        for (at, (ty, parts)) in types.into_iter().enumerate() {
            let number = self.call_number((block, usize::MAX, 1 + at), CalledTarget::Foreign(ty, of_trait, method), span);
            for (value, &operand) in arguments.iter().zip(call.arguments) {
                // The value, or one that it is an element of; the rest are writers and requests.
                if self.operand_type(operand).contains(path::last_segment(ty)) || arguments.len() == 1 {
                    let value = value.select(parts, &mut self.table, &mut self.origins);
                    self.flow(&value, To::Argument(number, 1));
                }
            }
            for from in [From::Written(number, 2), From::Result(number)] {
                given.from.push((Parts::ALL, self.origin(from, Parts::ALL, false)));
            }
        }
        // What lies beside them.
        let beside = |ty: &str| ty.starts_with('(') || ty.contains("String") || ty.contains("str");
        if beside(path::peel(generic)) {
            let mut others = Value::default();
            for (at, element) in (0u32..).zip(tuple_elements(path::peel(generic))) {
                let mut own = Vec::new();
                self.parts_of_own_types(element, Parts::ALL, &mut own);
                if own.is_empty() {
                    let parts = self.table.field(Parts::ALL, "", at);
                    for value in arguments {
                        others.extend(value.select(parts, &mut self.table, &mut self.origins));
                    }
                }
            }
            let others = self.mixed(&others);
            given.extend(others);
        }
        Some(given)
    }

    /// The types of the workspace in a type, and in which parts of a value they are.
    fn parts_of_own_types(&mut self, ty: &'a str, parts: Parts, found: &mut Vec<(&'a str, Parts)>) {
        let ty = path::peel(ty);
        if ty.starts_with('(') {
            for (at, element) in (0u32..).zip(tuple_elements(ty)) {
                let parts = self.table.field(parts, "", at);
                self.parts_of_own_types(element, parts, found);
            }
            return;
        }
        if let Some(element) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.parts_of_own_types(element.rsplit_once("; ").map_or(element, |(element, _)| element), parts, found);
        }
        if !super::is_named(ty) {
            return;
        }
        if !(self.surroundings.is_foreign_root)(path::first_segment(ty)) {
            if path::last_segment(ty).starts_with(|first: char| first.is_uppercase()) {
                found.push((super::type_path(ty), parts));
            }
            return;
        }
        let variants: &[&'static str] = match path::last_segment(ty) {
            "Option" => &["Some"],
            "Result" => &["Ok", "Err"],
            _ => &[],
        };
        for (at, argument) in path::generic_arguments(ty).into_iter().enumerate() {
            let parts = variants.get(at).map_or(parts, |variant| self.table.field(parts, variant, 0));
            self.parts_of_own_types(argument, parts, found);
        }
    }

    /// Whether an error of this type says what is in it: text, one of the workspace's, one that holds any.
    fn prints_itself(&self, ty: &str) -> bool {
        let ty = path::peel(ty);
        matches!(ty, "std::string::String" | "str" | "anyhow::Error")
            || (ty.contains("dyn ") && ty.contains("Error"))
            || !own_types(ty, self.surroundings.is_foreign_root).is_empty()
    }

    /// A function that nobody here wrote.
    fn foreign(&mut self, state: &mut State, call: &'a Call<'a>, arguments: &[Value], passes: Passes, returned: &str) -> Value {
        let mixed = self.mix_all(arguments);
        let mut given = match (passes, arguments.first()) {
            (Passes::Whole, Some(first)) => first.clone(),
            (Passes::Unwrapped, Some(first)) => {
                let mut value = Value::default();
                for variant in ["Some", "Ok"] {
                    let parts = self.table.field(Parts::ALL, variant, 0);
                    value.extend(first.select(parts, &mut self.table, &mut self.origins));
                }
                for other in &arguments[1..] {
                    value.extend(other.clone());
                }
                value
            }
            (Passes::Branch, Some(first)) => {
                let mut value = Value::default();
                for (variant, to) in [("Some", "Continue"), ("Ok", "Continue")] {
                    let (from, to) = (self.table.field(Parts::ALL, variant, 0), self.table.field(Parts::ALL, to, 0));
                    value.extend(first.select(from, &mut self.table, &mut self.origins).within(to, &mut self.table));
                }
                let from = self.table.field(Parts::ALL, "Err", 0);
                let out = self.table.field(Parts::ALL, "Break", 0);
                let out = self.table.field(out, "Err", 0);
                value.extend(first.select(from, &mut self.table, &mut self.origins).within(out, &mut self.table));
                value
            }
            (Passes::Nothing, _) => Value::default(),
            _ => mixed.clone(),
        };
        let callee = match call.callee {
            Operand::Fn(printed) => Callee::parse(printed),
            _ => None,
        };
        if let Some(kept) = callee.as_ref().and_then(models::keeps_beside_closure)
            && call
                .arguments
                .iter()
                .enumerate()
                .skip(1)
                .any(|(at, &operand)| !self.closures(&arguments[at], self.operand_type(operand)).is_empty())
        {
            given = Value::default();
            if let (Some(variant), Some(first)) = (kept, arguments.first()) {
                let parts = self.table.field(Parts::ALL, variant, 0);
                given.extend(first.select(parts, &mut self.table, &mut self.origins).within(parts, &mut self.table));
            }
        }
        // Closures and functions that it is given, it calls with what else it has.
        for (at, &operand) in call.arguments.iter().enumerate() {
            let ty = self.operand_type(operand);
            let numbers = self.closures(&arguments[at], ty);
            for number in numbers {
                self.flow(&mixed, To::Argument(number, ALL_PARAMETERS));
                let origin = self.origin(From::Result(number), Parts::ALL, false);
                given.from.push((Parts::ALL, origin));
                let written = self.origin(From::Written(number, ALL_PARAMETERS), Parts::ALL, false);
                for value in arguments {
                    for &(_, slot) in &value.reaches {
                        self.add(state, slot, &Value { from: vec![(Parts::ALL, written)], ..Value::default() });
                    }
                }
            }
        }
        // What it can change.
        if !mixed.from.is_empty() {
            for (at, (value, &operand)) in arguments.iter().zip(call.arguments).enumerate() {
                if !can_be_changed(self.operand_type(operand)) {
                    continue;
                }
                let others: Vec<Value> =
                    arguments.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, value)| value.clone()).collect();
                let others = self.mix_all(&others);
                for &(_, slot) in &value.reaches {
                    self.add(state, slot, &others);
                }
            }
        }
        // What it gives back may refer to what its arguments refer to.
        if passes != Passes::Nothing && (passes != Passes::Mixed || models::lets_change(returned)) {
            for value in arguments {
                given.refers.extend(value.reaches.iter().map(|&(_, slot)| (Parts::ALL, slot)));
            }
        }
        given
    }

    /// Both ends of a channel refer to what is in it.
    fn make_channel(&mut self, state: &mut State, place: Place<'a>) {
        self.assign(state, place, Value::default());
        let (slots, _) = self.resolve(state, place);
        for slot in slots {
            let inside = (slot.0, self.table.field(slot.1, "in the channel", 0));
            let ends = (0..2).map(|end| (self.table.field(Parts::ALL, "", end), inside)).collect();
            state.add(slot, &Value { refers: ends, ..Value::default() }, &mut self.table);
        }
    }

    fn operand_type(&self, operand: Operand<'a>) -> &'a str {
        operand.place().map_or("", |place| crate::analysis::tokens::place_type(self.body, place))
    }
}

/// Whether a function that is given a value of this type may change what it refers to.
fn can_be_changed(ty: &str) -> bool {
    ty.contains("&mut ") || ty.contains("&'_ mut ") || ty.contains("'_") || ty.contains("*mut ") || models::is_shared(ty)
}

fn is_closure_call(callee: &Callee<'_>) -> bool {
    matches!(
        callee,
        Callee::Trait { trait_name: "Fn" | "FnMut" | "FnOnce" | "AsyncFn" | "AsyncFnMut" | "AsyncFnOnce", root: "std" | "core", .. }
    )
}

/// Whether a function prints, writes or compares a `Pii`, which keeps what is in it to itself.
fn is_about_pii(printed: &str) -> bool {
    let is_of = |ty: &&str| path::peel(ty).starts_with("agent_guard::Pii<");
    path::generic_arguments(printed).iter().any(is_of) || printed.starts_with("<agent_guard::Pii<")
}

fn tuple_elements(ty: &str) -> Vec<&str> {
    ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(path::split_commas).unwrap_or_default()
}

/// The types of the workspace in a type.
pub(super) fn own_types<'t>(ty: &'t str, is_foreign_root: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let is_in_path = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let mut found = Vec::new();
    for path in ty.split(|character: char| !is_in_path(character)).filter(|path| !path.is_empty()) {
        let is_type = path::last_segment(path).starts_with(|first: char| first.is_uppercase());
        if is_type && !is_foreign_root(path::first_segment(path)) && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}
