//! Functions that nobody here wrote: how they pass values on, and what of the workspace they call back.

use smallvec::SmallVec;

use super::{
    CalledTarget, Flows, From, SiteKey, TERMINATOR, To,
    callees::Function,
    models::{self, Passes},
    state::{Slot, State, Value},
    table::Parts,
    types,
};
use crate::{
    analysis::tokens,
    catalogue::Classification,
    facts::{
        Effect,
        flows::{ALL_PARAMETERS, SinkKind},
    },
    mir::{Call, Span},
    path::{self, Callee},
};

/// The method of the workspace that a method of a foreign trait calls, among the calls of its block.
const REQUIRED: usize = usize::MAX;

/// Whether a function is what `?` turns errors by, or one of `std::mem`.
pub fn converts_or_exchanges(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Trait { name: "from_residual", .. } | Callee::Path { owner: "mem", root: "std" | "core", .. })
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// What a function gives back that nobody of the workspace wrote.
    pub(super) fn of_others(
        &mut self,
        state: &mut State,
        (function, class): (Function, Option<Classification<'_>>),
        (printed, callee): (&'a str, &Callee<'a>),
        call: &'a Call<'a>,
        arguments: Vec<Value>,
        at: (SiteKey, Span<'a>),
    ) -> Value {
        let returned = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        if function.is_of_options {
            self.unwrapped(callee, call, &arguments, at);
        }
        if self.writes {
            self.hands_writer_on(call, &arguments, at);
            if function.writes {
                self.written_out(printed, callee, call, &arguments, at);
            }
        }
        let known = self.known_function(state, function, (printed, callee), call, &arguments, at);
        let taken_in = self.taken_into_error(call, &arguments, returned, at.0, at.1);
        let own = if function.is_of_a_trait { self.own_implementation(callee) } else { None };
        let mut value = match (known, own) {
            (Some(value), _) => value,
            (None, Some(target)) => {
                self.calls_required(callee, target, call, &arguments, at);
                self.made_of_nothing(callee, target, call, at);
                self.own(state, target, call, arguments, returned, at)
            }
            (None, None) => {
                if let Some(effect) = class.and_then(|class| class.effect).filter(|effect| *effect != Effect::Unclassified) {
                    self.given_by_store(state, (effect, callee), call, &arguments, returned, at)
                } else {
                    if function.calls_with_its_own {
                        self.handed_out(callee, call, &arguments, at);
                    }
                    let of_any = if function.is_of_a_trait { self.of_any_type(callee, call, &arguments, at) } else { None };
                    let mut value = self.foreign(state, Some(callee), call, arguments, returned, at);
                    value.extend(of_any.filter(|_| !models::is_answer(returned)).unwrap_or_default());
                    match function.may_bring {
                        true => self.with_what_comes_from_outside(state, value, callee, call, returned, at),
                        false => value,
                    }
                }
            }
        };
        value.extend(taken_in);
        value
    }

    /// What a function gives back of which it is known what it does.
    fn known_function(
        &mut self,
        state: &mut State,
        function: Function,
        (printed, callee): (&'a str, &Callee<'a>),
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let returned = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        let mut value = None;
        if function.calls_back {
            value = self.called_back(printed, callee, call, arguments, at);
        }
        if function.converts_or_exchanges {
            value =
                value.or_else(|| self.converted(callee, call, arguments, at)).or_else(|| self.exchanged(state, callee, call, arguments));
        }
        if function.is_of_options {
            value = value.or_else(|| self.combined(state, callee, call, arguments));
        }
        if function.may_be_of_lists {
            value = value.or_else(|| self.listed(state, callee, call, arguments, returned));
        }
        if function.spawns {
            value = value.or_else(|| self.spawned(callee, call, arguments));
        }
        if function.makes_by_trait {
            value = value.or_else(|| self.made_by_trait(printed, callee, arguments, at));
        }
        value
    }

    /// A method of a foreign trait that a type of the workspace implements: `<Row as From<&Person>>::from`, `person.into()`.
    pub(super) fn own_implementation(&self, callee: &Callee<'a>) -> Option<CalledTarget<'a>> {
        let Callee::Trait { self_type, of_trait, trait_name, name, .. } = *callee else { return None };
        let is_own = |ty: &str| {
            let ty = path::peel(ty);
            ty.len() > 1 && self.surroundings.is_own_type(ty)
        };
        if models::is_whole(name) {
            return None;
        }
        // Most conversions are written the other way round.
        let other_way = match (trait_name, name) {
            ("Into", "into") => Some(("std::convert::From", "from")),
            ("TryInto", "try_into") => Some(("std::convert::TryFrom", "try_from")),
            _ => None,
        };
        if let (Some((of_trait, name)), Some(target)) = (other_way, path::generic_arguments(of_trait).next().filter(|ty| is_own(ty))) {
            return Some(CalledTarget::Foreign(target, of_trait, name));
        }
        let is_own = name != "into" && is_own(self_type);
        is_own.then(|| CalledTarget::Foreign(self_type, types::path_of(of_trait), name))
    }

    /// A method of a foreign trait that the trait itself has, for a type of the workspace: it calls one that the type has.
    pub(super) fn calls_required(
        &mut self,
        callee: &Callee<'a>,
        target: CalledTarget<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        (site, span): (SiteKey, Span<'a>),
    ) {
        let Callee::Trait { self_type, of_trait, trait_name, name, root: "std" | "core" } = *callee else { return };
        let Some((required, is_given)) = models::required(trait_name, of_trait, name) else { return };
        let called = CalledTarget::Foreign(path::peel(self_type), types::path_of(of_trait), required);
        let number = self.call_number((site.0, TERMINATOR, REQUIRED), called, span);
        if let Some(first) = arguments.first() {
            let first = self.whole(first.clone(), call.arguments[0]);
            self.flow(&first, To::Argument(number, 1));
        }
        let outer = self.call_number(site, target, span);
        if is_given {
            let others = self.mix_all(&arguments[1..]);
            self.flow(&others, To::Argument(number, 2));
        }
        // What it gives, the other method has in hand: as if that had been given it.
        let given = self.origin(From::Result(number), Parts::ALL, false);
        self.flow(&Value::of(Parts::ALL, given), To::Argument(outer, 1));
    }

    /// A method of a foreign trait for a value of which nothing else is known: it may be that of any type of the workspace. What it gives then,
    /// beside what foreign code gives.
    pub(super) fn of_any_type(
        &mut self,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        ((block, ..), span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let Callee::Trait { self_type, of_trait, trait_name, name, root } = *callee else { return None };
        let is_std = matches!(root, "std" | "core" | "alloc");
        if is_std && !matches!(trait_name, "Write" | "Iterator") || !types::is_open(self_type) {
            return None;
        }
        let (name, is_given) = models::required(trait_name, of_trait, name).unwrap_or((name, false));
        if is_std && !matches!((trait_name, name), ("Write", "write" | "write_str") | ("Iterator", "next")) {
            return None;
        }
        let number = self.call_number((block, TERMINATOR, REQUIRED), CalledTarget::Foreign("", types::path_of(of_trait), name), span);
        for ((at, value), &operand) in (1..).zip(arguments).zip(call.arguments) {
            let value = self.whole(value.clone(), operand);
            self.flow(&value, To::Argument(number, if is_given { at.min(2) } else { at }));
        }
        let mut given = Value::default();
        given.from.push((Parts::ALL, self.origin(From::Result(number), Parts::ALL, true)));
        Some(given)
    }

    /// A function that makes a value of a type of the workspace by a trait that the type implements: `sum`, `collect`, `parse`.
    pub(super) fn made_by_trait(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        arguments: &[Value],
        (site, span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let (of_trait, method) = models::makes_by(callee)?;
        let made = path::generic_arguments(printed).last()?;
        if !self.surroundings.is_own_type(made) || !made.contains("::") && made.len() < 2 {
            return None;
        }
        let number = self.call_number(site, CalledTarget::Foreign(types::path_of(made), of_trait, method), span);
        self.flow(arguments.first()?, To::Argument(number, 1));
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Some(Value::of(Parts::ALL, origin))
    }

    /// `?` where the error becomes one of the workspace's.
    pub(super) fn converted(
        &mut self,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        (site, span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let Callee::Trait { self_type, of_trait, name: "from_residual", .. } = *callee else { return None };
        let error = path::generic_arguments(self_type).last()?;
        let before = path::generic_arguments(of_trait).next().and_then(|residual| path::generic_arguments(residual).last())?;
        // Of what such an error holds nothing is left where it becomes one that only says what went wrong.
        if error != before && models::is_silent_error(before) && !self.surroundings.is_own_type(error) {
            return Some(Value::default());
        }
        if error == before || !self.surroundings.is_own_type(error) || call.destination.is_none() {
            return None;
        }
        let number = self.call_number(site, CalledTarget::Foreign(error, "std::convert::From", "from"), span);
        let parts = self.table.field(Parts::ALL, "Err", 0);
        let value = arguments.first()?.select(parts, &mut self.table, &mut self.origins);
        self.flow(&value, To::Argument(number, 1));
        let origin = self.origin(From::Result(number), Parts::ALL, true);
        Some(Value::of(parts, origin))
    }

    /// `mem::replace`, `take` and `swap`: what was there comes out, and what is put in is all that is there.
    pub(super) fn exchanged(&mut self, state: &mut State, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value]) -> Option<Value> {
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
        match (name, arguments) {
            ("replace", [_, new]) => {
                let slot = slot(0)?;
                let old = self.read_slot(state, slot);
                self.put(state, slot, new);
                Some(old)
            }
            ("take", [_]) => {
                let slot = slot(0)?;
                let old = self.read_slot(state, slot);
                self.put(state, slot, &Value::default());
                Some(old)
            }
            ("swap", [_, _]) => {
                let (one, other) = (slot(0)?, slot(1)?);
                let (first, second) = (self.read_slot(state, one), self.read_slot(state, other));
                self.put(state, one, &second);
                self.put(state, other, &first);
                Some(Value::default())
            }
            _ => None,
        }
    }

    pub(super) fn put(&mut self, state: &mut State, slot: Slot, value: &Value) {
        state.clear(slot, &mut self.table);
        self.add(state, slot, value);
    }

    /// `unwrap` and `expect` panic with what the error says, and with what they are told to say.
    pub(super) fn unwrapped(
        &mut self,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        ((block, ..), span): (SiteKey, Span<'a>),
    ) {
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
            let error = path::generic_arguments(path::peel(self.operand_type(call.arguments[0]))).nth(usize::from(variant == "Err"));
            if let Some(error) = error.filter(|error| self.prints_itself(error)) {
                let value = first.select(parts, &mut self.table, &mut self.origins);
                all.push(self.shown_by_debug(value, error, 0, (block, span)));
            }
        }
        self.sink(SinkKind::Error, format!("{owner}::{name}"), &all, ((block, TERMINATOR, 1), span));
    }

    /// Whether an error of this type says what is in it: text, one of the workspace's, one that holds any.
    pub(super) fn prints_itself(&self, ty: &str) -> bool {
        let ty = path::peel(ty);
        matches!(ty, "std::string::String" | "str" | "anyhow::Error") || types::is_dyn_error(ty) || self.surroundings.is_own_type(ty)
    }

    /// Whether an error in what a function gives back may hold what it was given.
    fn keeps_in_error(&self, returned: &str) -> bool {
        let is_own = |error: &str| self.surroundings.is_own_type(path::peel(error));
        models::keeps_in_error(returned) || path::generic_arguments(returned).nth(1).is_some_and(is_own)
    }

    /// Where in a value of this type that is which a foreign function gives back that succeeds, if its errors hold nothing of that.
    pub(super) fn succeeded(&mut self, returned: &str) -> Option<Parts> {
        let (mut parts, mut ty) = (Parts::ALL, returned);
        loop {
            let variant = match path::last_segment(ty) {
                "Result" => return (!self.keeps_in_error(ty)).then(|| self.table.field(parts, "Ok", 0)),
                "Option" => "Some",
                "Poll" => "Ready",
                _ => return None,
            };
            parts = self.table.field(parts, variant, 0);
            ty = path::generic_arguments(ty).next()?;
        }
    }

    /// What is run elsewhere, or waited for: a task's outcome is what its future or closure gives, and nothing of it is in a task's error.
    pub(super) fn spawned(&mut self, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value]) -> Option<Value> {
        let (to, at) = models::outcome_of_task(callee)?;
        let (argument, &operand) = (arguments.get(at)?, call.arguments.get(at)?);
        let closures = self.closures(argument, self.operand_type(operand));
        let ready = self.table.field(Parts::ALL, "Ready", 0);
        let mut outcome = argument.select(ready, &mut self.table, &mut self.origins);
        if !closures.is_empty() {
            outcome = Value::default();
        }
        for number in closures {
            let origin = self.origin(From::Result(number), Parts::ALL, true);
            outcome.extend(Value::of(Parts::ALL, origin));
        }
        // Somebody else's future or function.
        if outcome.from.is_empty() && !argument.from.is_empty() {
            return None;
        }
        let mut parts = Parts::ALL;
        for variant in to {
            parts = self.table.field(parts, variant, 0);
        }
        Some(outcome.within(parts, &mut self.table))
    }

    /// What is in the first argument of a call, taken out of what that refers to: it may refer to what this refers to, and not to it. What
    /// polling a future gives, and the next of an iterator.
    pub(super) fn taken_out(&self, first: &Value, call: &'a Call<'a>) -> Value {
        let ty = self.operand_type(call.arguments[0]);
        let ty = ty.strip_prefix("std::pin::Pin<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty);
        let holder = ty.strip_prefix("&mut ").or_else(|| ty.strip_prefix('&')).unwrap_or(ty);
        let is_holder =
            |&(local, parts): &Slot| parts == Parts::ALL && self.body.locals.get(local.index()).is_some_and(|local| local.ty == holder);
        let refers = first.reaches.iter().filter(|(_, slot)| !is_holder(slot)).copied().collect();
        Value { refers, ..first.clone() }
    }

    /// What a guard gives access to, and not the guard itself. Where nothing is known of that, it is in the guard.
    fn behind_guard(&self, guard: Value, call: &'a Call<'a>) -> Value {
        let behind = self.taken_out(&guard, call);
        if behind.refers.is_empty() { guard } else { behind }
    }

    /// A value in a variant of what a function gives back that only gives access to it. A lock that somebody panicked with gives it, too.
    fn within_variant(&mut self, value: &Value, variant: &'static str, returned: &str) -> Value {
        let opened = value.clone();
        if variant.is_empty() {
            return opened;
        }
        let mut given = Value::default();
        if returned.contains("PoisonError<") {
            let failed = self.table.field(Parts::ALL, "Err", 0);
            given.extend(opened.clone().within(failed, &mut self.table));
        }
        let parts = self.table.field(Parts::ALL, variant, 0);
        given.extend(opened.within(parts, &mut self.table));
        given
    }

    /// What a future of foreign code gives, of which no parts are known: not its error.
    fn without_error(&mut self, value: Value, succeeded: Parts) -> Value {
        let mut given = value;
        for (parts, origin) in &mut given.from {
            if *parts == Parts::ALL && !self.origins.get(*origin).keeps_parts {
                *parts = succeeded;
            }
        }
        given.from.sort_unstable();
        given
    }

    /// Closures and functions that a framework is handed: it calls them with what it gets from outside.
    pub(super) fn handed_out(&mut self, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value], at: (SiteKey, Span<'a>)) {
        if !models::calls_with_its_own(callee) {
            return;
        }
        for (value, &operand) in arguments.iter().zip(call.arguments) {
            for number in self.closures(value, self.operand_type(operand)) {
                let made = self.made_outside(callee, at);
                self.flow(&made, To::Argument(number, ALL_PARAMETERS));
            }
        }
    }

    /// A function that nobody here wrote.
    pub(super) fn foreign(
        &mut self,
        state: &mut State,
        callee: Option<&Callee<'a>>,
        call: &'a Call<'a>,
        mut arguments: Vec<Value>,
        returned: &str,
        (site, span): (SiteKey, Span<'a>),
    ) -> Value {
        if callee.is_some_and(models::shows_elements) {
            self.as_elements_shown(call, &mut arguments, site, span);
        }
        // Of nothing comes nothing, unless a closure makes it.
        let is_nothing = |value: &Value, operand| value.is_empty() && !path::peel(self.operand_type(operand)).starts_with("{closure@");
        if arguments.iter().zip(call.arguments).all(|(value, &operand)| is_nothing(value, operand)) {
            return Value::default();
        }
        let passes = callee.map_or(Passes::Mixed, |callee| models::passes(callee, returned));
        // Each with the number of the argument that it is.
        let mut closures: SmallVec<[(usize, u32); 2]> = SmallVec::new();
        for (at, (value, &operand)) in arguments.iter().zip(call.arguments).enumerate() {
            closures.extend(self.closures(value, self.operand_type(operand)).into_iter().map(|number| (at, number)));
        }
        let hands_back = callee.is_none_or(|callee| models::hands_back_outcomes(callee, returned));
        if !hands_back {
            arguments = arguments.iter().map(|value| self.without_outcomes(value)).collect();
        }
        let is_std = callee.is_none_or(models::is_std);
        if !is_std {
            for (argument, &operand) in arguments.iter_mut().zip(call.arguments) {
                *argument = self.by_itself(std::mem::take(argument), operand);
            }
        }
        self.set_aside_beside_sealed(&mut arguments);
        let arguments = &arguments;
        let reaching = match passes {
            Passes::Mixed | Passes::Nothing => None,
            _ => arguments.first().map(|first| first.clone().reaching()),
        };
        let mut given = match (passes, reaching) {
            (Passes::Whole, Some(first)) if callee.is_some_and(models::is_poll) => self.taken_out(&first, call),
            (Passes::Whole, Some(first)) if callee.is_some_and(models::opens_guard) => self.behind_guard(first, call),
            (Passes::Whole, Some(first)) => first,
            (Passes::Within(variant), Some(first)) => self.within_variant(&first, variant, returned),
            (Passes::Unwrapped, Some(first)) => {
                let mut value = Value::default();
                for variant in ["Some", "Ok"] {
                    let parts = self.table.field(Parts::ALL, variant, 0);
                    value.extend(first.select(parts, &mut self.table, &mut self.origins));
                }
                for other in &arguments[1..] {
                    value.extend(other.clone().reaching());
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
            _ => self.mix_all(arguments),
        };
        if callee.is_some_and(models::gives_only_outcomes) && closures.iter().any(|&(at, _)| at > 0) {
            given = Value::default();
        }
        // Closures and functions that it is given, it calls with what else it has, and not with what they gave back themselves. A builder
        // that keeps them for later gives what they give back to somebody else.
        let mut mixed = None;
        for (_, number) in closures {
            let mixed = mixed.get_or_insert_with(|| self.mix_all(arguments));
            let given_to_it = self.without_outcomes_of(mixed, number);
            self.flow(&given_to_it, To::Argument(number, ALL_PARAMETERS));
            if !hands_back {
                continue;
            }
            let origin = self.origin(From::Result(number), Parts::ALL, false);
            given.from.push((Parts::ALL, origin));
            let written = self.origin(From::Written(number, ALL_PARAMETERS), Parts::ALL, false);
            for &(_, slot) in arguments.iter().flat_map(|value| &value.reaches) {
                self.add(state, slot, &Value::of(Parts::ALL, written));
            }
        }
        let is_poll = callee.is_some_and(models::is_poll);
        if (is_poll || passes == Passes::Mixed && callee.is_some_and(models::makes_its_errors))
            && let Some(succeeded) = self.succeeded(returned)
        {
            given = if is_poll { self.without_error(given, succeeded) } else { given.within(succeeded, &mut self.table) };
        }
        // What it can change. Not so the task that a future is polled by, which would carry the data of each to the next; what a future
        // writes to what it was made with, it was made with.
        if arguments.iter().any(|value| !value.from.is_empty()) && !is_poll {
            for (at, (value, &operand)) in arguments.iter().zip(call.arguments).enumerate() {
                if value.reaches.is_empty() || !self.type_of(operand).can_be_changed {
                    continue;
                }
                let others = self.mix(arguments.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, value)| value));
                let is_sealed = self.has_sealed(&others);
                for &(_, slot) in &value.reaches {
                    if is_sealed {
                        self.set_slot_aside(state, slot);
                    }
                    self.add(state, slot, &others);
                }
            }
        }
        // What it gives back may refer to what its arguments refer to.
        if passes == Passes::Mixed && self.known(returned).lets_change {
            for (value, &operand) in arguments.iter().zip(call.arguments) {
                // What is looked up by is not what is found.
                if self.type_of(operand).may_lead_to_change() {
                    given.refers.extend(value.reaches.iter().map(|&(_, slot)| (Parts::ALL, slot)));
                }
            }
        }
        given
    }
}
