//! What is written to open files, to connections and to what everybody sees.
//!
//! A function may be given what it writes to as a type parameter or a `dyn`, and then only its caller knows where that goes. So what it
//! writes gets to the parameter, and what a caller has written through a file that it gives is written to that file.

use super::{
    CalledTarget, Flows, From, SiteKey, TERMINATOR, To, models,
    state::Value,
    table::{Origin, Parts},
    types::{self, Printed},
};
use crate::{
    analysis::sites,
    facts::flows::SinkKind,
    index::Local,
    mir::{Call, Operand, Place, Rvalue, Span},
    path::{self, Callee},
};

/// What a call writes to a file or a stream that it is given, among the sinks of its block: a number for each kind behind it.
const WRITTEN_SINK: usize = 1 << 24;

impl<'a> Flows<'a, '_, '_, '_> {
    /// A call that writes, and is not in the catalogue.
    pub(super) fn written_out(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) {
        // Of what is copied, the last is where it goes.
        let is_copied = callee.name().starts_with("copy");
        let Some((to, kinds)) = (0..call.arguments.len()).skip(usize::from(is_copied)).find_map(|to| {
            let ty = self.type_of(call.arguments[to]);
            let kinds = self.kinds_of(call.arguments[to]);
            // What one of the workspace's own writers does with what it is given, it says itself.
            (ty.may_lead_out && !ty.is_own_generic || !kinds.is_empty()).then_some((to, kinds))
        }) else {
            return;
        };
        let parameters = self.parameters_written(&arguments[to], call.arguments[to]);
        if kinds.is_empty() && parameters.is_empty() {
            return;
        }
        let mut written = arguments.to_vec();
        written[to] = Value::default();
        let shown = self.shown(printed, callee, call, &written, at);
        self.writes_to(&kinds, callee, &shown, at);
        let shown = self.mix_all(&shown);
        parameters.into_iter().for_each(|parameter| self.write_out(&shown, parameter));
    }

    /// Data are written through the writer that a parameter, or a part of it, is or has in it.
    fn write_out(&mut self, data: &Value, (parameter, parts): (u32, Parts)) {
        data.from.iter().for_each(|&(_, origin)| self.edge(origin, To::Writer(parameter), parts));
        self.write_into(data, parameter);
    }

    /// Data get to whatever a parameter is that is a writer, and nothing else.
    fn write_into(&mut self, data: &Value, parameter: u32) {
        // A type of the workspace may have more in it, and says itself what that is given.
        if self.types_of_locals.get(parameter as usize).is_some_and(|ty| !ty.is_own_generic) {
            self.flow(data, To::Parameter(parameter));
        }
    }

    /// A closure or coroutine captures what may be a writer, where its maker does not know that either.
    pub(super) fn captures_writer(&mut self, number: u32, parts: Parts, value: &Value, operand: Operand<'a>) {
        if self.type_of(operand).may_lead_out {
            for (parameter, of_parameter) in self.parameters_written(value, operand) {
                let origin = self.origin(From::WrittenOut(number, 1), parts, false);
                self.edge(origin, To::Writer(parameter), of_parameter);
            }
        }
    }

    /// A call of a function of the workspace that may write to what it is given, where that is known here and not there.
    pub(super) fn lends_writers(
        &mut self,
        target: CalledTarget<'a>,
        number: u32,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) {
        let CalledTarget::Function(printed, callee) = target else { return };
        for ((argument, value), &operand) in (1u32..).zip(arguments).zip(call.arguments) {
            let ty = self.type_of(operand);
            if ty.may_lead_out {
                for parameter in self.parameters_written(value, operand) {
                    let origin = self.origin(From::WrittenOut(number, argument), Parts::ALL, false);
                    self.edge(origin, To::Writer(parameter.0), parameter.1);
                    if !ty.is_own_generic {
                        let written = Value::of(Parts::ALL, self.origin(From::Written(number, argument), Parts::ALL, false));
                        self.write_into(&written, parameter.0);
                    }
                }
            }
            // A function that knows what it is given by its own type says itself what it writes to it.
            let is_lent = ty.leads_out.is_some()
                && (ty.is_own_generic
                    || models::is_writer(self.operand_type(operand))
                        && path::generic_arguments(printed).any(|told| self.known(told).leads_out.is_some()));
            if !ty.may_lead_out && !is_lent {
                continue;
            }
            for kind in self.kinds_of(operand) {
                // A type of the workspace is given other things, too.
                let into = (!ty.is_own_generic).then_some(From::Written(number, argument));
                for from in [From::WrittenOut(number, argument)].into_iter().chain(into) {
                    let written = Value::of(Parts::ALL, self.origin(from, Parts::ALL, false));
                    self.writes_to(&[kind], &callee, &[written], at);
                }
            }
        }
    }

    fn writes_to(&mut self, kinds: &[SinkKind], callee: &Callee<'a>, shown: &[Value], ((block, ..), span): (SiteKey, Span<'a>)) {
        for &kind in kinds {
            self.sink(kind, sites::operation(callee), shown, ((block, TERMINATOR, WRITTEN_SINK + kind as usize), span));
        }
    }

    /// The parameters of the body that a writer may be, or may be made of, where it is not known here what they are; and of what a
    /// closure or coroutine captures, which.
    fn parameters_written(&mut self, writer: &Value, operand: Operand<'a>) -> Vec<(u32, Parts)> {
        let may_lead_out = |flows: &Self, number: u32| flows.types_of_locals.get(number as usize).is_some_and(|ty| ty.may_lead_out);
        let mut found = Vec::new();
        for &(_, origin) in &writer.from {
            let Origin { from: From::Parameter(number), parts, .. } = self.origins.get(origin) else { continue };
            if number == 1 && self.has_captures() {
                found.push((number, self.table.first_of(parts)));
            } else if may_lead_out(self, number) {
                found.push((number, Parts::ALL));
            }
        }
        if found.is_empty() {
            // What a function of the workspace has made of one has its type in its own.
            let given: Vec<&str> = Self::type_parameters(self.operand_type(operand)).collect();
            let is_of = |ty: &'a str| Self::type_parameters(ty).any(|parameter| given.contains(&parameter));
            let numbers = (1u32..).take(self.body.argument_count).filter(|&number| may_lead_out(self, number));
            found.extend(numbers.filter(|&number| is_of(self.body.locals[number as usize].ty)).map(|number| (number, Parts::ALL)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether the body is a closure's or a coroutine's, whose first parameter is what it captures: it is called `{closure#0}`, not by a name.
    fn has_captures(&self) -> bool {
        self.body.name.ends_with('}')
    }

    /// The type parameters that a type names.
    fn type_parameters(ty: &'a str) -> impl Iterator<Item = &'a str> {
        let paths: Vec<_> = Printed::of(ty).paths().map(|(range, _)| &ty[range]).collect();
        paths.into_iter().filter(|path| types::is_parameter(path))
    }

    /// Where what is written to a value goes, as far as this body says it: by its type or, of a `dyn`, by those that it was made of.
    fn kinds_of(&mut self, operand: Operand<'a>) -> Vec<SinkKind> {
        let ty = self.type_of(operand);
        if let Some(kind) = ty.leads_out {
            return vec![kind];
        }
        if !ty.may_lead_out || !types::is_dyn_writer(self.operand_type(operand)) {
            return Vec::new();
        }
        let (mut kinds, mut seen, mut pending) = (Vec::new(), Vec::<Local>::new(), Vec::new());
        pending.extend(operand.place());
        while let Some(place) = pending.pop() {
            let kind = self.type_at(Place { projection: &[], ..place }).leads_out;
            kinds.extend(kind.filter(|kind| !kinds.contains(kind)));
            if kind.is_some() || seen.contains(&place.local) {
                continue;
            }
            seen.push(place.local);
            let statements = self.body.blocks.iter().flat_map(|block| &block.statements);
            pending.extend(statements.filter(|statement| statement.place.local == place.local).filter_map(
                |statement| match statement.rvalue {
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => operand.place(),
                    Rvalue::Ref(place) => Some(place),
                    _ => None,
                },
            ));
        }
        kinds.sort_unstable();
        kinds
    }
}
