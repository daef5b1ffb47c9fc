//! What calls do to data: the witnesses and requests of the runtime, sinks, workspace code; `closures` and `foreign` have the rest.

use std::borrow::Cow;

use super::{
    Called, CalledTarget, Flows, From, Says, Sent, SentTo, SiteKey, TERMINATOR, To,
    models::{self, SealedUnder},
    state::{Slot, State, Value},
    table::{Origin, Parts, field_text},
};
use crate::{
    analysis::{constants, query, sites, tokens},
    catalogue::{Classification, Role},
    facts::{
        Effect, Hole,
        flows::{Handed, Matter, SinkKind, Stored, StoredBy},
    },
    index::Block,
    mir::{Body, Call, Operand, Span, Terminator},
    path::{self, Callee},
};

/// The content that a call stores, among the sinks of its block; behind it what is in the statement. (`0` is what it is catalogued as, `1` what it
/// panics with.)
const STORE_SINK: usize = 2;

/// The values that a statement is given, among the sinks of its block: one after the other.
const VALUE_SINK: usize = 1 << 16;

/// The content that is put into requests over HTTP, among the sinks of its block: one after the other.
const REQUEST_SINK: usize = 4;

/// What a block ends with, as a site.
fn terminator_of(block: Block) -> SiteKey {
    (block, TERMINATOR, 0)
}

impl<'a> Flows<'a, '_, '_, '_> {
    pub(super) fn call(&mut self, state: &mut State, block: Block, call: &'a Call<'a>, span: Span<'a>) {
        let arguments: Vec<Value> = call.arguments.iter().map(|&argument| self.read(state, argument)).collect();
        let returned = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        let span = if call.callee_span.is_of_the_user() { call.callee_span } else { span };
        let site = terminator_of(block);
        let Operand::Fn(printed) = call.callee else {
            let pointer = self.read(state, call.callee);
            let mut tuple = Value::default();
            for (at, value) in (0u32..).zip(arguments) {
                let parts = self.table.field(Parts::ALL, "", at);
                tuple.extend(value.within(parts, &mut self.table));
            }
            let value = self.call_value(state, (&pointer, ""), Some(call.callee), &tuple, (site, span));
            return self.give_back(state, call, value);
        };
        let Some(callee) = call.function else {
            let value = self.foreign(state, None, call, arguments, returned, (site, span));
            return self.give_back(state, call, value);
        };
        let function = self.function(printed, &callee);
        if function.is_of_the_runtime && self.witness(state, printed, &callee, call, (site, span)) {
            return self.give_back(state, call, Value::default());
        }
        let class = if function.is_classified { self.surroundings.catalogue.classify(&callee) } else { None };
        self.reaches_site(state, block, class.as_ref(), &callee, (call, &arguments), span);
        self.reaches_request(block, &callee, &arguments, span);
        let value = match class.and_then(|class| class.role) {
            Some(Role::Reveals) => self.source("what is revealed", site, span),
            Some(Role::Redacts) => {
                self.keep_what_is_redacted(state, call, &arguments);
                let mixed = self.mix_all(&arguments);
                self.anonymous(mixed, Matter::Content)
            }
            Some(Role::Pseudonymizes) => {
                let mixed = self.mix_all(&arguments);
                self.anonymous(mixed, Matter::Aside)
            }
            Some(Role::Seals) => {
                let plain = self.mix_all(models::sealed(&callee, &arguments));
                for name in self.names(&callee, call) {
                    self.flow(&plain, To::Sealed(name));
                }
                let sealed = self.sealed(&arguments);
                self.give_in_place(state, call, &arguments, sealed)
            }
            Some(Role::Unseals) => {
                let mut opened = self.made_outside(&callee, (site, span));
                for name in self.names(&callee, call) {
                    opened.from.push((Parts::ALL, self.origin(From::Opened(name), Parts::ALL, false)));
                }
                self.give_in_place(state, call, &arguments, opened)
            }
            Some(Role::Sink(kind)) => {
                let taken_in =
                    if kind == SinkKind::Error { self.taken_into_error(call, &arguments, returned, site, span) } else { Value::default() };
                let arguments = self.shown(printed, &callee, call, &arguments, (site, span));
                let adds_context =
                    matches!(callee, Callee::Trait { trait_name: "Context" | "WrapErr" | "ContextCompat" | "OptionExt", .. });
                let said = if adds_context { self.said_by_error(&arguments, call) } else { arguments.clone() };
                self.sink(kind, sites::operation(&callee), &said, (site, span));
                match kind {
                    SinkKind::Error => {
                        let mut error = if adds_context { self.with_context(&arguments) } else { self.mix_all(&arguments) };
                        error.extend(taken_in);
                        error
                    }
                    // What is sent comes back only as somebody else's answer.
                    SinkKind::Llm | SinkKind::Network => self.made_outside(&callee, (site, span)),
                    // What a macro logs is no value.
                    _ => Value::default(),
                }
            }
            _ if function.is_about_pii => Value::default(),
            _ if function.is_closure_call => self.call_closure(state, &callee, call, &arguments, (site, span)),
            // A store's, also where a module of the workspace is called as its crate is.
            _ if function.is_foreign || self.numbers.accesses.contains_key(&block) => {
                self.of_others(state, (function, class), (printed, &callee), call, arguments, (site, span))
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

    /// What of its arguments a call sees that shows them to somebody: what methods of the workspace make of them, or they as they are.
    pub(super) fn shown(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) -> Vec<Value> {
        match self.called_back(printed, callee, call, arguments, at) {
            Some(value) => vec![value],
            None if models::shows_by_debug(callee) => {
                let debug = |(at_argument, (value, &operand)): (usize, (&Value, &Operand<'a>))| {
                    self.shown_by_debug(value.clone(), self.operand_type(operand), at_argument, (at.0.0, at.1))
                };
                arguments.iter().zip(call.arguments).enumerate().map(debug).collect()
            }
            None => arguments.iter().zip(call.arguments).map(|(value, &of)| self.whole(value.clone(), of)).collect(),
        }
    }

    /// What comes of a `Result` or an `Option` by giving it an error with context: what was in it, or the error.
    fn with_context(&mut self, arguments: &[Value]) -> Value {
        let (succeeded, failed) = (self.table.field(Parts::ALL, "Ok", 0), self.table.field(Parts::ALL, "Err", 0));
        let some = self.table.field(Parts::ALL, "Some", 0);
        let mixed = self.mix_all(&arguments[arguments.len().min(1)..]);
        let mut value = mixed.within(failed, &mut self.table);
        if let Some(first) = arguments.first() {
            for (from, to) in [(succeeded, succeeded), (some, succeeded), (failed, failed)] {
                value.extend(first.select(from, &mut self.table, &mut self.origins).within(to, &mut self.table));
            }
        }
        value
    }

    /// What an error is made of to which something is added: neither what is in a `Result` that succeeded, nor what is in an `Option`.
    fn said_by_error(&mut self, arguments: &[Value], call: &'a Call<'a>) -> Vec<Value> {
        let mut said = arguments.to_vec();
        for (value, &operand) in said.iter_mut().zip(call.arguments) {
            match path::last_segment(path::peel(self.operand_type(operand))) {
                "Option" => *value = Value::default(),
                "Result" => {
                    let parts = self.table.field(Parts::ALL, "Err", 0);
                    *value = value.select(parts, &mut self.table, &mut self.origins);
                }
                _ => {}
            }
        }
        said
    }

    /// Notes what a store access, or a request for consent, is given.
    fn reaches_site(
        &mut self,
        state: &State,
        block: Block,
        class: Option<&Classification<'_>>,
        callee: &Callee<'a>,
        (call, arguments): (&'a Call<'a>, &[Value]),
        span: Span<'a>,
    ) {
        if let (Some(&request), [_, subject, ..]) = (self.numbers.requests.get(&block), arguments) {
            let subject = self.mixed(subject);
            self.flow(&subject, To::Request(request));
        }
        let Some((class, &access)) = class.zip(self.numbers.accesses.get(&block)) else { return };
        let Some(effect) = class.effect.filter(|effect| !matches!(effect, Effect::Erase | Effect::Unclassified)) else { return };
        // What functions and closures that it is given make of its own rows is not what it depends on.
        let mut arguments: Vec<Value> = arguments.iter().map(|value| self.without_outcomes(value)).collect();
        let mixed = self.mix_all(&arguments);
        self.flow(&mixed, To::Access(access));
        if matches!(effect, Effect::Read | Effect::FileRead) {
            return;
        }
        let count = arguments.len();
        let mut ways: Vec<Option<(bool, Option<u32>)>> = (0..count)
            .map(|at| {
                let is_statement = at > 0 && class.query.is_some_and(|(statement, _)| statement == at);
                class.is_content(at, count).then_some((is_statement, None))
            })
            .collect();
        if let Some((list, values)) = self.values_of_a_statement(call, class, &ways) {
            ways[list] = None;
            arguments[list] = Value::default();
            for (position, operand) in (0..).zip(values) {
                let value = self.read(state, operand);
                let value = self.by_itself(value, operand);
                arguments.push(self.without_outcomes(&value));
                ways.push(Some((false, Some(position))));
            }
        }
        self.set_aside_beside_sealed(&mut arguments);
        let mut sinks: Vec<(bool, Option<u32>)> = ways.iter().flatten().copied().collect();
        sinks.sort_unstable();
        sinks.dedup();
        for sink @ (is_in_statement, position) in sinks {
            let of_sink = arguments.iter().zip(&ways).filter(|(_, way)| **way == Some(sink));
            let content: Vec<Value> = of_sink.map(|(value, _)| value.clone()).collect();
            let number = position.map_or(STORE_SINK + usize::from(is_in_statement), |position| VALUE_SINK + position as usize);
            let stored = Stored { by: StoredBy::Access(access), is_in_statement, position };
            self.sink_of(SinkKind::Store, sites::operation(callee), Some(stored), &content, ((block, TERMINATOR, number), span));
        }
    }

    /// The values that a statement is given one by one, where this body makes the list of them; and which argument that list is.
    fn values_of_a_statement(
        &self,
        call: &'a Call<'a>,
        class: &Classification<'_>,
        ways: &[Option<(bool, Option<u32>)>],
    ) -> Option<(usize, Vec<Operand<'a>>)> {
        class.effect.filter(|effect| *effect == Effect::Query)?;
        // What `self` holds is no list of them.
        let given = (1..).zip(call.arguments.get(1..)?).filter(|(at, _)| matches!(ways.get(*at), Some(Some((false, _)))));
        let mut lists = given.filter_map(|(at, &operand)| Some((at, query::members(self.body, operand)?)));
        let only = lists.next()?;
        lists.next().is_none().then_some(only)
    }

    /// Notes what a request over HTTP is given, which may be one to a store.
    fn reaches_request(&mut self, block: Block, callee: &Callee<'a>, arguments: &[Value], span: Span<'a>) {
        let numbers = self.numbers;
        for (at, &Sent { to, content, says }) in numbers.sent.get(&block).into_iter().flatten().enumerate() {
            let Some(by) = self.stored_by(to) else { continue };
            let to = match by {
                StoredBy::Access(access) => To::Access(access),
                StoredBy::Begun(call) => To::Begun(call),
                StoredBy::Given => To::Given,
            };
            let given = match says {
                Says::What => self.mix_all(&arguments[arguments.len().min(1)..]),
                Says::How => {
                    let given = self.mix_all(arguments);
                    self.anonymous(given, Matter::Handle)
                }
            };
            self.flow(&given, to);
            if let Some(content) = content.and_then(|content| arguments.get(content)) {
                let mut content = [content.clone()];
                self.set_aside_beside_sealed(&mut content);
                let stored = Stored { by, is_in_statement: false, position: None };
                let key = (block, TERMINATOR, REQUEST_SINK + at);
                self.sink_of(SinkKind::Store, sites::operation(callee), Some(stored), &content, (key, span));
            }
        }
    }

    /// What stores what is put into a request or builder; a call that was not looked at yet is looked at later.
    fn stored_by(&self, to: SentTo) -> Option<StoredBy> {
        Some(match to {
            SentTo::Access(access) => StoredBy::Access(access),
            SentTo::Begun(block) => StoredBy::Begun(*self.call_numbers.get(&terminator_of(block))?),
            SentTo::Given => StoredBy::Given,
        })
    }

    /// Notes the requests and builders that a call of the workspace is given, or what stands for a closure or coroutine captures.
    pub(super) fn hands_over(&mut self, (block, at, _): SiteKey, call: u32) {
        let numbers = self.numbers;
        for &to in numbers.handed.get(&(block, at)).into_iter().flatten() {
            let handed = self.stored_by(to).map(|what| Handed { what, call });
            self.found.handed.extend(handed.filter(|handed| !self.found.handed.contains(handed)));
        }
    }

    /// What a store gives out: its own, and what closures make of that. It depends on what it was asked, and has nothing of it.
    pub(super) fn given_by_store(
        &mut self,
        state: &mut State,
        (effect, callee): (Effect, &Callee<'a>),
        call: &'a Call<'a>,
        arguments: &[Value],
        returned: &str,
        at: (SiteKey, Span<'a>),
    ) -> Value {
        let outcomes: Vec<Value> = arguments.iter().map(|value| self.outcomes(value)).collect();
        let mut given = self.foreign(state, Some(callee), call, outcomes, returned, at);
        let asked = self.mix_all(arguments);
        given.extend(self.anonymous(asked, Matter::Aside));
        if matches!(effect, Effect::Read | Effect::ReadWrite | Effect::Query | Effect::FileRead) {
            let made = self.made_outside(callee, at);
            given.extend(made);
        }
        given
    }

    /// What a call seals under, or opens: the names that a vault is given for the place, or the cipher.
    fn names(&mut self, callee: &Callee<'a>, call: &'a Call<'a>) -> Vec<u32> {
        let mut names = match models::sealed_under(callee, call) {
            SealedUnder::Name(operand) => constants::values_reaching(self.body, operand, &[]).iter().map(constants::text_of).collect(),
            SealedUnder::Cipher(root) => vec![format!("with {root}")],
        };
        if names.is_empty() {
            names.push(Hole::Any.to_string());
        }
        let number = |name: String| {
            let known = self.found.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                self.found.names.push(name);
                self.found.names.len() - 1
            });
            u32::try_from(known).expect("the names of one body stay below 2^32")
        };
        names.into_iter().map(number).collect()
    }

    /// A session of the redactor keeps what it takes out of a text, and puts it back into others.
    fn keep_what_is_redacted(&mut self, state: &mut State, call: &'a Call<'a>, arguments: &[Value]) {
        let ([session, text, ..], Some(&operand)) = (arguments, call.arguments.first()) else { return };
        if !self.operand_type(operand).starts_with("&mut ") {
            return;
        }
        let parts = self.table.field(Parts::ALL, "kept", 0);
        let kept = self.mixed(text).within(parts, &mut self.table);
        for &(_, slot) in &session.refers {
            self.add(state, slot, &kept);
        }
    }

    /// What a cipher gives back, and puts into what it changes in place.
    fn give_in_place(&mut self, state: &mut State, call: &'a Call<'a>, arguments: &[Value], value: Value) -> Value {
        for (argument, &operand) in arguments.iter().zip(call.arguments).skip(1) {
            if self.operand_type(operand).starts_with("&mut ") {
                for &(_, slot) in &argument.refers {
                    self.put(state, slot, &value);
                }
            }
        }
        value
    }

    pub(super) fn give_back(&mut self, state: &mut State, call: &'a Call<'a>, value: Value) {
        if let Some(place) = call.destination {
            // A text that was cloned refers to nothing any more.
            let value = if self.type_at(place).may_refer { value } else { Value { from: value.from, ..Value::default() } };
            self.assign(state, place, value);
        }
    }

    /// The place of a site that a person should look at. Looked for once a site, because what macros expand to makes the search a long one.
    fn place_of(&self, (block, ..): SiteKey, span: Span<'a>) -> Span<'a> {
        sites::nearest_of_the_user(self.body, block, span)
    }

    /// A number for a call, the same each time that its block is run through.
    pub(super) fn call_number(&mut self, key: SiteKey, target: CalledTarget<'a>, span: Span<'a>) -> u32 {
        let next = u32::try_from(self.found.calls.len()).expect("the calls of one body stay below 2^32");
        let number = *self.call_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.calls.push(Called { target, span: self.place_of(key, span) });
        }
        number
    }

    pub(super) fn source(&mut self, what: impl Into<Cow<'static, str>>, key: SiteKey, span: Span<'a>) -> Value {
        let number = self.source_number(|| what.into(), key, span);
        let origin = self.origin(From::Source(number), Parts::ALL, true);
        Value::of(Parts::ALL, origin)
    }

    /// A number for a place where data begin.
    pub(super) fn source_number(&mut self, what: impl FnOnce() -> Cow<'static, str>, key: SiteKey, span: Span<'a>) -> u32 {
        let next = u32::try_from(self.found.sources.len()).expect("the sources of one body stay below 2^32");
        let number = *self.source_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.sources.push((what(), self.place_of(key, span)));
        }
        number
    }

    pub(super) fn sink(&mut self, kind: SinkKind, operation: String, arguments: &[Value], at: (SiteKey, Span<'a>)) {
        self.sink_of(kind, operation, None, arguments, at);
    }

    fn sink_of(
        &mut self,
        kind: SinkKind,
        operation: String,
        stored: Option<Stored>,
        arguments: &[Value],
        (key, span): (SiteKey, Span<'a>),
    ) {
        let next = u32::try_from(self.found.sinks.len()).expect("the sinks of one body stay below 2^32");
        let number = *self.sink_numbers.entry(key).or_insert(next);
        if number == next {
            self.found.sinks.push((kind, operation, stored, self.place_of(key, span)));
        }
        let value = self.mix_all(arguments);
        self.flow(&value, To::Sink(number));
    }

    /// What the runtime's macros leave behind.
    pub(super) fn witness(
        &mut self,
        state: &mut State,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        (site, span): (SiteKey, Span<'a>),
    ) -> bool {
        let Callee::Path { root: "agent_guard", owner: "__private", name, .. } = *callee else { return false };
        let category = path::generic_arguments(printed).next().map_or("", |category| path::last_segment(category));
        match (name, call.arguments) {
            ("pii", [Operand::Copy(place) | Operand::Move(place), name]) => {
                let name = match name {
                    Operand::Const(text) => query::literal(text).unwrap_or_default(),
                    _ => String::new(),
                };
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
                        let mark = (ty, part, category, name.clone());
                        if !self.found.marked.contains(&mark) {
                            self.found.marked.push(mark);
                        }
                    }
                } else {
                    let value = self.source(format!("the parameter `{name}`, marked `#[pii]`"), site, span);
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
    pub(super) fn field_of(&self, from: From<'a>, parts: Parts) -> Option<(&'a str, String)> {
        let From::Field(ty, variant, number) = from else { return None };
        (parts == Parts::ALL).then(|| (ty, field_text(variant, number)))
    }

    /// A call that may lead to workspace code: everything that it is given and gives back is the linker's to know.
    pub(super) fn own(
        &mut self,
        state: &mut State,
        target: CalledTarget<'a>,
        call: &'a Call<'a>,
        arguments: Vec<Value>,
        returned: &str,
        (site, span): (SiteKey, Span<'a>),
    ) -> Value {
        let number = self.call_number(site, target, span);
        self.hands_over(site, number);
        if self.writes {
            self.lends_writers(target, number, call, &arguments, (site, span));
        }
        let mut given = Value::default();
        let lets_change = self.known(returned).lets_change;
        for ((at, value), &operand) in (1u32..).zip(arguments).zip(call.arguments) {
            let value = self.whole(value, operand);
            self.argument(state, number, at, &value, operand);
            if lets_change {
                given.refers.extend(value.reaches.iter().map(|&(_, slot)| (Parts::ALL, slot)));
            }
        }
        given.from.push((Parts::ALL, self.origin(From::Result(number), Parts::ALL, true)));
        given
    }

    /// Hands an argument over, and takes what is written through it.
    pub(super) fn argument(&mut self, state: &mut State, call: u32, at: u32, value: &Value, operand: Operand<'a>) {
        self.flow(value, To::Argument(call, at));
        let ty = self.operand_type(operand);
        for closure in self.closures(value, ty) {
            self.hand_over(closure, call, at);
        }
        for &(parts, slot) in &value.reaches {
            let origin = self.origin(From::Written(call, at), parts, true);
            self.add(state, slot, &Value::of(Parts::ALL, origin));
        }
    }

    pub(super) fn operand_type(&self, operand: Operand<'a>) -> &'a str {
        operand.place().map_or("", |place| tokens::place_type(self.body, place))
    }
}

/// Whether a body has a witness of a `#[pii]` parameter.
pub(super) fn marks_parameters(body: &Body<'_>) -> bool {
    let is_witness = |callee: Operand<'_>| matches!(callee, Operand::Fn(printed) if printed.starts_with("agent_guard::__private::pii::"));
    body.blocks.iter().any(|block| matches!(block.terminator, Terminator::Call(call) if is_witness(call.callee)))
}

/// Whether a closure, or whatever can be called as one, is called.
pub fn is_closure_call(callee: &Callee<'_>) -> bool {
    matches!(
        callee,
        Callee::Trait { trait_name: "Fn" | "FnMut" | "FnOnce" | "AsyncFn" | "AsyncFnMut" | "AsyncFnOnce", root: "std" | "core", .. }
    )
}
