//! Closures, coroutines and functions as values: what they capture, what they are called with, what they give back.
//!
//! What a closure that was handed in is called with, and gives back, are parts of its value: so they find their way through fields,
//! parameters and returned values as everything else does.

use smallvec::SmallVec;

use super::{
    Called, CalledTarget, Flows, From, SiteKey, To,
    state::{Slot, State, Value},
    table::Parts,
};
use crate::{
    analysis::items::made_at,
    facts::flows::{CALLED_WITH, CLOSURE_ARGUMENTS, GIVES_BACK, THE_VALUE},
    mir::{Call, Maker, Operand, Place, Span},
    path::{self, Callee},
};

/// The numbers of the calls that stand for closures. Most values are none.
pub type Closures = SmallVec<[u32; 2]>;

impl<'a> Flows<'a, '_, '_, '_> {
    /// A closure of this body goes to a function of the workspace: what that calls it with gets to its parameters.
    pub(super) fn hand_over(&mut self, number: u32, call: u32, at: u32) {
        let first = self.first_parameter(number);
        for parameter in 0..CLOSURE_ARGUMENTS {
            let parts = self.table.field(Parts::ALL, CALLED_WITH, parameter);
            let origin = self.origin(From::Written(call, at), parts, true);
            self.edge(origin, To::Argument(number, first + parameter), Parts::ALL);
        }
    }

    /// The local of the first parameter: a closure's captures stand before it.
    pub(super) fn first_parameter(&self, call: u32) -> u32 {
        if self.as_values.contains(&call) { 1 } else { 2 }
    }

    /// A function as a value.
    pub(super) fn function_value(&mut self, printed: &'a str) -> Value {
        // A constructor only puts together what it is given.
        let Some(callee) = Callee::parse(printed).filter(|callee| !callee.name().starts_with(char::is_uppercase)) else {
            return Value::default();
        };
        let target = match (self.surroundings.is_foreign)(printed, &callee) {
            true => self.own_implementation(&callee),
            false => Some(CalledTarget::Function(printed, callee)),
        };
        let Some(target) = target else { return Value::default() };
        // One number for each function that is a value in the body.
        let known = (0u32..).zip(&self.found.calls).find(|(number, call)| self.as_values.contains(number) && call.target == target);
        let number = match known {
            Some((number, _)) => number,
            None => {
                let number = u32::try_from(self.found.calls.len()).expect("the calls of one body stay below 2^32");
                self.found.calls.push(Called { target, span: Span::default() });
                self.as_values.insert(number);
                number
            }
        };
        let parts = self.table.field(Parts::ALL, GIVES_BACK, 0);
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Value::of(parts, origin)
    }

    /// The numbers of the calls that stand for the closures that a value of this type may be.
    pub(super) fn closures(&mut self, value: &Value, ty: &'a str) -> Closures {
        let mut made = Closures::new();
        for &(parts, origin) in &value.from {
            if let From::Result(call) = self.origins.get(origin).from
                && self.table.leads_into(parts, GIVES_BACK)
                && (matches!(self.found.calls[call as usize].target, CalledTarget::Made(_)) || self.as_values.contains(&call))
            {
                made.push(call);
            }
        }
        // It is asked of every argument.
        if !made.is_empty() || memchr::memchr(b'{', ty.as_bytes()).is_none() {
            return made;
        }
        let ty = path::peel(ty);
        let Some(closure) = Some(ty).filter(|ty| ty.starts_with("{closure@")).and_then(made_at) else { return made };
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

    /// A value without what the closures and functions in it are called with and give back.
    pub(super) fn without_outcomes(&self, value: &Value) -> Value {
        let mut value = self.without_called_with(value);
        value.from.retain(|(parts, _)| !self.table.leads_into(*parts, GIVES_BACK));
        value
    }

    /// A value without what the closures and functions in it are called with.
    fn without_called_with(&self, value: &Value) -> Value {
        let mut value = value.clone();
        value.from.retain(|(parts, _)| !self.table.leads_into(*parts, CALLED_WITH));
        value
    }

    /// A value without what one closure has given back or written.
    pub(super) fn without_outcomes_of(&self, value: &Value, closure: u32) -> Value {
        let is_its = |from: From<'a>| matches!(from, From::Result(number) | From::Written(number, _) if number == closure);
        let mut value = value.clone();
        value.from.retain(|(_, origin)| !is_its(self.origins.get(*origin).from));
        value
    }

    /// What the closures and functions in a value give back, alone.
    pub(super) fn outcomes(&self, value: &Value) -> Value {
        let from = value.from.iter().filter(|(parts, _)| self.table.leads_into(*parts, GIVES_BACK)).copied().collect();
        Value { from, ..Value::default() }
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
        self.hands_over(site, number);
        for (at, &operand) in (0u32..).zip(operands) {
            let value = self.read(state, operand);
            let parts = self.table.field(Parts::ALL, "", at);
            let captured = value.clone().within(parts, &mut self.table);
            self.flow(&captured, To::Argument(number, 1));
            if self.writes {
                self.captures_writer(number, parts, &value, operand, (site, span));
            }
            if self.type_of(operand).is_handle_on_more
                && let Some(place) = operand.place()
            {
                // A parameter that is a reference: what it refers to is known by it alone.
                let origin = self.origin(From::Written(number, 1), parts, true);
                for slot in self.resolve(state, place).0 {
                    self.add(state, slot, &Value::of(Parts::ALL, origin));
                }
            }
            for &(inner, slot) in &value.reaches {
                let parts = self.table.join(parts, inner);
                let origin = self.origin(From::Written(number, 1), parts, true);
                self.add(state, slot, &Value::of(Parts::ALL, origin));
            }
        }
        // What polling a coroutine gives, and calling a closure.
        let variant = if is_coroutine { "Ready" } else { GIVES_BACK };
        let parts = self.table.field(Parts::ALL, variant, 0);
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Value::of(parts, origin)
    }

    /// A closure is called: one that is known, or one that was handed in.
    pub(super) fn call_closure(
        &mut self,
        state: &mut State,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) -> Value {
        let Callee::Trait { self_type, .. } = *callee else { return Value::default() };
        let [closure, tuple, ..] = arguments else { return Value::default() };
        self.call_value(state, (closure, self_type), call.arguments.first().copied(), tuple, at)
    }

    /// Calls what a value is: closures and functions that are known, what was handed in, or what was made elsewhere.
    pub(super) fn call_value(
        &mut self,
        state: &mut State,
        (closure, ty): (&Value, &'a str),
        operand: Option<Operand<'a>>,
        tuple: &Value,
        at: (SiteKey, Span<'a>),
    ) -> Value {
        let closures = self.closures(closure, ty);
        if !closures.is_empty() {
            let mut given = Value::default();
            for number in closures {
                self.hand_arguments(tuple, number, self.first_parameter(number));
                self.hands_over(at.0, number);
                let origin = self.origin(From::Result(number), Parts::ALL, true);
                given.from.push((Parts::ALL, origin));
            }
            return given;
        }
        let slots = self.slots_of(state, operand);
        let mut given = self.made_elsewhere(closure, &slots, tuple, at);
        for at in 0..CLOSURE_ARGUMENTS {
            let (from, to) = (self.table.field(Parts::ALL, "", at), self.table.field(Parts::ALL, CALLED_WITH, at));
            let value = tuple.select(from, &mut self.table, &mut self.origins).within(to, &mut self.table);
            for &slot in &slots {
                self.add(state, slot, &value);
            }
        }
        let back = self.table.field(Parts::ALL, GIVES_BACK, 0);
        // What a reference refers to is among them, and says it with its parts.
        for slot in slots {
            if !state.targets(slot, &mut self.table).is_empty() {
                continue;
            }
            let slot = (slot.0, self.table.join(slot.1, back));
            given.extend(self.read_slot(state, slot));
        }
        given
    }

    /// Calls a closure or function that a call or a static gave, or that was in a parameter, but is not known to be there still: which it
    /// is, the linker finds out.
    fn made_elsewhere(&mut self, closure: &Value, slots: &[Slot], tuple: &Value, (site, span): (SiteKey, Span<'a>)) -> Value {
        let is_elsewhere = |from: From<'a>| match from {
            From::Result(_) | From::Written(..) | From::Static(_) => true,
            From::Parameter(number) => slots.iter().all(|(local, _)| local.0 != number),
            _ => false,
        };
        // What it was called with before is no closure.
        let closure = self.without_called_with(closure);
        if !closure.from.iter().any(|&(_, origin)| is_elsewhere(self.origins.get(origin).from)) {
            return Value::default();
        }
        let number = self.call_number(site, CalledTarget::Value, span);
        self.flow(&closure, To::Argument(number, THE_VALUE));
        self.hand_arguments(tuple, number, THE_VALUE + 1);
        self.hands_over(site, number);
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Value::of(Parts::ALL, origin)
    }

    /// The arguments in a tuple go to the parameters of a call from this one on.
    fn hand_arguments(&mut self, tuple: &Value, call: u32, first: u32) {
        for at in 0..CLOSURE_ARGUMENTS {
            let parts = self.table.field(Parts::ALL, "", at);
            let value = tuple.select(parts, &mut self.table, &mut self.origins);
            self.flow(&value, To::Argument(call, first + at));
        }
    }

    /// What an operand is, and what it refers to.
    pub(super) fn slots_of(&mut self, state: &State, operand: Option<Operand<'a>>) -> SmallVec<[Slot; 4]> {
        let Some(place) = operand.and_then(Operand::place) else { return SmallVec::new() };
        let (slots, _) = self.resolve(state, place);
        let mut all: SmallVec<[Slot; 4]> = slots.iter().copied().collect();
        all.extend(slots.iter().flat_map(|&slot| state.targets(slot, &mut self.table)));
        all
    }

    /// Both ends of a channel refer to what is in it.
    pub(super) fn make_channel(&mut self, state: &mut State, place: Place<'a>) {
        self.assign(state, place, Value::default());
        let (slots, _) = self.resolve(state, place);
        for slot in slots {
            let inside = (slot.0, self.table.field(slot.1, "in the channel", 0));
            let ends = (0..2).map(|end| (self.table.field(Parts::ALL, "", end), inside)).collect();
            state.add(slot, &Value { refers: ends, ..Value::default() }, &mut self.table);
        }
    }
}
